//! What is printed of placements: posters, and cards of many on a sheet. One drawing of millimetres becomes
//! SVG and PDF.

mod fonts;
mod output;
mod page;
mod sheet;
mod text;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use mall_contract::{PlacementCode, Refusal};

use crate::brand::Brand;
use crate::mall_file::Names;

pub use output::Drawing;
pub use sheet::{MOST_CARDS, cards};

/// A size of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A poster for a wall.
    A3,
    /// A poster or a stand.
    A4,
    /// A card for a table.
    A5,
}

impl Format {
    /// Reads `a3`, `a4` or `a5`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "a3" => Some(Self::A3),
            "a4" => Some(Self::A4),
            "a5" => Some(Self::A5),
            _ => None,
        }
    }

    /// As it is asked for.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::A3 => "a3",
            Self::A4 => "a4",
            Self::A5 => "a5",
        }
    }

    /// Width and height in millimetres.
    #[must_use]
    pub fn size(self) -> [f64; 2] {
        match self {
            Self::A3 => [297.0, 420.0],
            Self::A4 => [210.0, 297.0],
            Self::A5 => [148.0, 210.0],
        }
    }
}

/// What people get for scanning.
#[derive(Clone, Debug)]
pub enum Gives {
    /// Coupons of the mall's stores.
    Any,
    /// Those of one store.
    Store(Names),
    /// Those of stores of a category.
    Category(Names),
}

/// What is printed of a placement.
#[derive(Clone, Debug)]
pub struct Paper {
    /// The mall's name.
    pub mall: Names,
    /// How the mall looks.
    pub brand: Arc<Brand>,
    /// The placement's name.
    pub name: Names,
    /// Its floor.
    pub floor: String,
    /// Where on the floor, for who puts it up.
    pub place: String,
    /// What people get.
    pub gives: Gives,
    /// Its code.
    pub code: PlacementCode,
    /// What its QR code says.
    pub url: String,
    /// Where a code can be typed, as people type an address.
    pub typed_at: String,
}

impl Paper {
    /// What a PDF of it is called.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} · {}", self.name.zh, self.mall.zh)
    }

    /// The same, of what can be printed.
    fn printable(&self) -> Self {
        let text = fonts::printable;
        let names = |names: &Names| Names {
            zh: text(&names.zh),
            en: names.en.as_deref().map(text).filter(|en| !en.is_empty() && *en != text(&names.zh)),
        };
        Self {
            mall: names(&self.mall),
            name: names(&self.name),
            floor: text(&self.floor),
            place: text(&self.place),
            gives: match &self.gives {
                Gives::Any => Gives::Any,
                Gives::Store(store) => Gives::Store(names(store)),
                Gives::Category(category) => Gives::Category(names(category)),
            },
            ..self.clone()
        }
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let given = match &self.gives {
            Gives::Any => None,
            Gives::Store(names) | Gives::Category(names) => Some(names),
        };
        let names = [Some(&self.mall), Some(&self.name), given].into_iter().flatten();
        let names =
            names.flat_map(|names| [Some(names.zh.as_str()), names.en.as_deref()]).flatten();
        names.chain([self.floor.as_str(), self.place.as_str(), self.typed_at.as_str()])
    }

    /// The code in two groups, easier to read and to type.
    fn grouped_code(&self) -> String {
        let (first, second) = self.code.as_str().split_at(3);
        format!("{first} {second}")
    }

    /// What people get, in Chinese and in English.
    fn gives(&self) -> [String; 2] {
        let english = |names: &Names| names.en.clone().unwrap_or_else(|| names.zh.clone());
        match &self.gives {
            Gives::Any => [
                "免费领取商场各店优惠券，无需下载".into(),
                "Free coupons from the mall's stores. Nothing to install.".into(),
            ],
            Gives::Store(names) => [
                format!("免费领取{}的优惠券，无需下载", names.zh),
                format!("Free coupons from {}. Nothing to install.", english(names)),
            ],
            Gives::Category(names) => [
                format!("免费领取{}优惠券，无需下载", names.zh),
                format!("Free coupons: {}. Nothing to install.", english(names)),
            ],
        }
    }
}

/// A poster of a placement.
///
/// # Errors
/// `no_glyph` when a letter is in no font.
pub fn poster(paper: &Paper, format: Format) -> Result<Drawing, Refusal> {
    let paper = paper.printable();
    let fonts = drawable(std::iter::once(&paper))?;
    let shapes = page::shapes(&paper, format).ok_or_else(too_long)?;
    Ok(Drawing { size: format.size(), bleed: true, brand: paper.brand, pages: vec![shapes], fonts })
}

fn drawable<'a>(papers: impl Iterator<Item = &'a Paper>) -> Result<output::Fonts, Refusal> {
    let drawable = fonts::for_texts(papers.flat_map(Paper::texts));
    if drawable.missing.is_empty() {
        Ok(drawable.fonts)
    } else {
        Err(Refusal::NoGlyph { characters: drawable.missing.chars().take(20).collect() })
    }
}

/// Only the server's own address can be so long.
fn too_long() -> Refusal {
    Refusal::Internal
}
