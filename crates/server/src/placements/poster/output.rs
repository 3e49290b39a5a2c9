//! A drawing as SVG and as PDF.

use std::sync::Arc;

use krilla::Document;
use krilla::geom::{Rect, Size};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Indent, Options, Tree, WriteOptions};

use super::fonts::FAMILY;
use crate::brand::Brand;
use crate::placements::qr::MARK_ID;

/// The fonts of a drawing.
pub type Fonts = Arc<Database>;

/// Millimetres that colour runs over the edge, so that a cut that is a little off shows no white.
pub const BLEED: f64 = 3.0;

/// Millimetres around the page for that and for the marks that say where to cut.
const AROUND: f64 = 10.0;

const POINTS: f64 = 72.0 / 25.4;

/// Pages of paper, each drawn in millimetres from its upper left corner.
pub struct Drawing {
    /// Width and height of the paper.
    pub size: [f64; 2],
    /// Whether colour runs over the edge.
    pub bleed: bool,
    /// Whose mark the pages use.
    pub brand: Arc<Brand>,
    /// The shapes of each page.
    pub pages: Vec<String>,
    /// What they are written with.
    pub fonts: Fonts,
}

impl Drawing {
    /// A page with so many millimetres around it, as a document of SVG whose unit is the millimetre.
    fn page(&self, page: &str, around: f64) -> String {
        let [width, height] = self.size.map(|side| side + 2.0 * around);
        let mark = self.brand.symbol(MARK_ID);
        let cut = if around > BLEED { cut_marks(self.size) } else { String::new() };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
             width=\"{width}\" height=\"{height}\" viewBox=\"-{around} -{around} {width} {height}\" \
             font-family=\"{FAMILY}\"><defs>{mark}</defs>{page}{cut}</svg>"
        )
    }

    /// What makes this drawing this one: the same text for the same paper.
    #[must_use]
    pub fn essence(&self) -> String {
        self.pages.iter().map(|page| self.page(page, 0.0)).collect()
    }

    fn tree(&self, page: &str, around: f64) -> Option<Tree> {
        let options = Options { fontdb: self.fonts.clone(), ..Options::default() };
        Tree::from_str(&self.page(page, around), &options).ok()
    }

    /// The first page as a document of SVG that needs nothing else, its texts as outlines.
    #[must_use]
    pub fn svg(&self) -> Option<String> {
        let tree = self.tree(self.pages.first()?, 0.0)?;
        let options = WriteOptions {
            coordinates_precision: 4,
            indent: Indent::None,
            ..WriteOptions::default()
        };
        let written = tree.to_string(&options);
        // What was written says its size without a unit.
        let inside = written.strip_prefix("<svg ")?.split_once('>')?.1;
        let [width, height] = self.size;
        Some(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
             width=\"{width}mm\" height=\"{height}mm\" viewBox=\"0 0 {width} {height}\">{inside}"
        ))
    }

    /// All pages as a PDF with the fonts it needs. A page is shown and printed at its own size; around it lies
    /// what a print shop cuts off.
    #[must_use]
    pub fn pdf(&self, title: &str) -> Option<Vec<u8>> {
        let around = if self.bleed { AROUND } else { 0.0 };
        let [width, height] = self.size.map(|side| (side * POINTS) as f32);
        let frame = |inset: f64| {
            let (at, more) = ((inset * POINTS) as f32, ((around - inset) * 2.0 * POINTS) as f32);
            Rect::from_xywh(at, at, width + more, height + more)
        };
        let whole = frame(0.0)?;
        let size = Size::from_wh(whole.width(), whole.height())?;
        let trim = frame(around)?;
        let mut settings =
            PageSettings::new(size).with_trim_box(Some(trim)).with_crop_box(Some(trim));
        if self.bleed {
            settings = settings.with_bleed_box(Some(frame(around - BLEED)?));
        }
        let mut document = Document::new();
        document.set_metadata(Metadata::new().title(title.to_owned()));
        for page in &self.pages {
            let tree = self.tree(page, around)?;
            let mut page = document.start_page_with(settings.clone());
            let mut surface = page.surface();
            surface.draw_svg(&tree, size, SvgSettings::default())?;
            surface.finish();
            page.finish();
        }
        document.finish().ok()
    }
}

/// Lines outside the bleed at all corners, along which the paper is cut.
fn cut_marks([width, height]: [f64; 2]) -> String {
    let (near, far) = (BLEED + 1.0, AROUND - 1.0);
    let mut path = String::new();
    for (x, out) in [(0.0, -1.0), (width, 1.0)] {
        for (y, away) in [(0.0, -1.0), (height, 1.0)] {
            path += &format!(
                "M{} {y}H{}M{x} {}V{}",
                x + out * near,
                x + out * far,
                y + away * near,
                y + away * far
            );
        }
    }
    format!("<path stroke=\"#000\" stroke-width=\".1\" d=\"{path}\"/>")
}
