//! Cards of many placements on sheets of A4: eight of A7 to a page, to be cut along straight lines.

use mall_contract::Refusal;

use super::fonts::Weight::{self, Bold, Regular};
use super::output::Drawing;
use super::text::{Anchor, Lines};
use super::{Format, Paper, drawable, too_long};
use crate::brand::{Brand, Colour};
use crate::placements::qr::{Code, MARK_ID};

/// Cards that one request or call draws at most.
pub const MOST_CARDS: usize = 500;

const COLUMNS: usize = 2;
const ROWS: usize = 4;

/// A card, in millimetres.
pub const CARD: [f64; 2] = [105.0, 74.25];
/// The code with its quiet zone, and where it stands.
const CODE: f64 = 50.0;
const CODE_AT: [f64; 2] = [6.0, 5.5];
/// Where the texts beside it stand, and how wide they may be.
const TEXTS: f64 = 66.0;
const WIDE: f64 = CARD[0] - TEXTS - 6.5;

const GREY: Colour = Colour([0x5c, 0x57, 0x52]);

/// Cards of placements of one mall, in this order.
///
/// # Errors
/// `sheet_too_long` with the most that are drawn at once, `unknown_placement` when there are none, `no_glyph` when
/// a letter is in no font.
pub fn cards(papers: &[Paper]) -> Result<Drawing, Refusal> {
    if papers.len() > MOST_CARDS {
        let count = u32::try_from(papers.len()).unwrap_or(u32::MAX);
        return Err(Refusal::SheetTooLong { count, limit: MOST_CARDS as u32 });
    }
    let papers: Vec<Paper> = papers.iter().map(Paper::printable).collect();
    let brand = papers.first().ok_or(Refusal::UnknownPlacement)?.brand.clone();
    let fonts = drawable(papers.iter())?;
    let pages = papers.chunks(COLUMNS * ROWS).map(page).collect::<Option<Vec<_>>>();
    let pages = pages.ok_or_else(too_long)?;
    Ok(Drawing { size: Format::A4.size(), bleed: false, brand, pages, fonts })
}

fn page(papers: &[Paper]) -> Option<String> {
    let mut shapes = String::new();
    for (number, paper) in papers.iter().enumerate() {
        let [x, y] = [(number % COLUMNS) as f64 * CARD[0], (number / COLUMNS) as f64 * CARD[1]];
        shapes += &format!("<g transform=\"translate({x} {y})\">{}</g>", card(paper)?);
    }
    let [width, height] = Format::A4.size();
    let across = (1..ROWS).map(|row| format!("M0 {}H{width}", row as f64 * CARD[1]));
    let down = (1..COLUMNS).map(|column| format!("M{} 0V{height}", column as f64 * CARD[0]));
    let lines: String = across.chain(down).collect();
    let dashes = "stroke=\"#8a8580\" stroke-width=\".15\" stroke-dasharray=\"1.5 1.5\"";
    Some(format!("{shapes}<path {dashes} d=\"{lines}\"/>"))
}

fn card(paper: &Paper) -> Option<String> {
    let code = Code::of(&paper.url).ok()?;
    let [x, y] = CODE_AT;
    let scale = CODE / code.side as f64;
    let (middle, below) = (x + CODE / 2.0, y + CODE);
    let line = |words: &str, weight: Weight, size: f64, at: [f64; 2], colour: Colour| {
        Lines::fit(words, weight, size, CODE, 1).svg(at, Anchor::Middle, colour)
    };
    let accent = paper.brand.colour.on_white();
    let hint = format!("扫不了？打开 {} 输入", paper.typed_at);
    Some(
        [
            format!("<g transform=\"translate({x} {y}) scale({scale:.6})\">{}</g>", code.shapes()),
            line(&paper.grouped_code(), Bold, 8.6, [middle, below + 6.6], accent),
            line(&hint, Regular, 2.5, [middle, below + 11.4], Colour::INK),
            "<path stroke=\"#cfc9c3\" stroke-width=\".3\" stroke-dasharray=\"1.4 1.2\" d=\"M61 7V67\"/>".into(),
            head(paper),
            what(paper, accent),
            place(paper, &paper.brand),
        ]
        .concat(),
    )
}

fn head(paper: &Paper) -> String {
    const MARK: f64 = 8.5;
    let (x, wide) = (TEXTS + MARK + 2.2, WIDE - MARK - 2.2);
    let zh = Lines::fit(&paper.mall.zh, Bold, 3.9, wide, 2);
    let en = Lines::fit(paper.mall.en.as_deref().unwrap_or_default(), Regular, 2.5, wide, 2);
    // Both together have their middle beside that of the mark.
    let top = 7.0 + MARK / 2.0 - (zh.height() + en.height()) / 2.0;
    let below = top + zh.height();
    let names = zh.svg([x, top + zh.size], Anchor::Start, Colour::INK)
        + &en.svg([x, below + en.size], Anchor::Start, GREY);
    format!(
        "<use xlink:href=\"#{MARK_ID}\" x=\"{TEXTS}\" y=\"7\" width=\"{MARK}\" height=\"{MARK}\"/>{names}"
    )
}

fn what(paper: &Paper, accent: Colour) -> String {
    let line = |words: &str, weight: Weight, size: f64, most: usize| {
        Lines::fit(words, weight, size, WIDE, most)
    };
    let mut shapes = line("扫码领券", Bold, 8.0, 1).svg([TEXTS - 0.4, 27.6], Anchor::Start, accent);
    shapes += &line("Scan for coupons", Bold, 3.5, 1).svg([TEXTS, 32.6], Anchor::Start, accent);
    let zh = line(&paper.name.zh, Bold, 3.9, 2);
    shapes += &zh.svg([TEXTS, 37.2 + zh.size * 0.9], Anchor::Start, Colour::INK);
    if let Some(en) = &paper.name.en {
        let en = line(en, Regular, 2.6, 2);
        let y = 37.6 + zh.height() + en.size * 0.9;
        shapes += &en.svg([TEXTS, y], Anchor::Start, GREY);
    }
    shapes
}

/// Where it belongs, for who puts it up.
fn place(paper: &Paper, brand: &Brand) -> String {
    const HIGH: f64 = 5.2;
    const BOTTOM: f64 = 67.0;
    let place = Lines::fit(&paper.place, Regular, 2.4, WIDE, 2);
    let top = BOTTOM - HIGH - if place.lines.is_empty() { 0.0 } else { place.height() + 1.2 };
    let floor = Lines::fit(&paper.floor, Bold, 3.1, 25.0, 1);
    let pill = (floor.width() + 3.6).max(HIGH * 1.5);
    let label = floor.svg(
        [TEXTS + pill / 2.0, top + HIGH / 2.0 + floor.size * 0.365],
        Anchor::Middle,
        brand.colour.text(),
    );
    let colour = brand.colour;
    format!(
        "<rect x=\"{TEXTS}\" y=\"{top:.3}\" width=\"{pill:.3}\" height=\"{HIGH}\" rx=\"1.4\" fill=\"{colour}\"/>{label}{}",
        place.svg([TEXTS, top + HIGH + 1.0 + place.size], Anchor::Start, GREY)
    )
}
