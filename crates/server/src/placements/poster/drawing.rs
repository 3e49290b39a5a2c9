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

/// The width of colour beyond the edge, so that an inexact cut shows no white.
pub const BLEED_MM: f64 = 3.0;

/// The width around the page for bleed and cut marks.
const SLUG_MM: f64 = 10.0;

/// Points in a millimetre.
const POINTS_PER_MM: f64 = 72.0 / 25.4;

/// Pages of paper, each drawn in millimetres from its upper left corner.
pub struct Drawing {
    /// Width and height of the paper, in millimetres.
    pub size: [f64; 2],
    /// Colour goes beyond the edge, for print shops that cut the paper.
    pub bleed: bool,
    /// The mall's mark, which the pages use.
    pub brand: Arc<Brand>,
    /// The SVG shapes of each page.
    pub pages: Vec<String>,
    /// The fonts of all texts.
    pub fonts: Arc<Database>,
}

impl Drawing {
    /// Returns a page as an SVG document whose unit is the millimetre, with space around it.
    fn document(&self, page: &str, around: f64) -> String {
        let [width, height] = self.size.map(|side| side + 2.0 * around);
        let mark = self.brand.symbol(MARK_ID);
        let cut = if around > BLEED_MM { cut_marks(self.size) } else { String::new() };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
             width=\"{width}\" height=\"{height}\" viewBox=\"-{around} -{around} {width} {height}\" \
             font-family=\"{FAMILY}\"><defs>{mark}</defs>{page}{cut}</svg>"
        )
    }

    /// Returns all pages as SVG. The same content gives the same text, so it can be hashed.
    #[must_use]
    pub fn canonical_svg(&self) -> String {
        self.pages.iter().map(|page| self.document(page, 0.0)).collect()
    }

    fn tree(&self, page: &str, around: f64) -> Option<Tree> {
        let options = Options { fontdb: self.fonts.clone(), ..Options::default() };
        Tree::from_str(&self.document(page, around), &options).ok()
    }

    /// Returns the first page as an SVG document that needs no fonts: texts are outlines.
    #[must_use]
    pub fn svg(&self) -> Option<String> {
        let tree = self.tree(self.pages.first()?, 0.0)?;
        let options = WriteOptions {
            coordinates_precision: 4,
            indent: Indent::None,
            ..WriteOptions::default()
        };
        let text = tree.to_string(&options);
        // The writer gives the size without a unit.
        let inside = text.strip_prefix("<svg ")?.split_once('>')?.1;
        let [width, height] = self.size;
        Some(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
             width=\"{width}mm\" height=\"{height}mm\" viewBox=\"0 0 {width} {height}\">{inside}"
        ))
    }

    /// Returns all pages as a PDF with its fonts. A page is shown at its own size; bleed and cut marks lie outside.
    #[must_use]
    pub fn pdf(&self, title: &str) -> Option<Vec<u8>> {
        let around = if self.bleed { SLUG_MM } else { 0.0 };
        let [width, height] = self.size.map(|side| (side * POINTS_PER_MM) as f32);
        let frame = |inset: f64| {
            let (at, more) =
                ((inset * POINTS_PER_MM) as f32, ((around - inset) * 2.0 * POINTS_PER_MM) as f32);
            Rect::from_xywh(at, at, width + more, height + more)
        };
        let whole = frame(0.0)?;
        let size = Size::from_wh(whole.width(), whole.height())?;
        let trim = frame(around)?;
        let mut settings =
            PageSettings::new(size).with_trim_box(Some(trim)).with_crop_box(Some(trim));
        if self.bleed {
            settings = settings.with_bleed_box(Some(frame(around - BLEED_MM)?));
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

/// Returns lines outside the bleed at all corners, along which the paper is cut.
fn cut_marks([width, height]: [f64; 2]) -> String {
    let (near, far) = (BLEED_MM + 1.0, SLUG_MM - 1.0);
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
