//! Cards of many placements on A4: eight cards of A7 on a page, to be cut along straight lines.

use mall_contract::{CallerRefusal, Refusal};

use super::content::PosterContent;
use super::drawing::Drawing;
use super::fonts::{
    self,
    Weight::{self, Bold, Regular},
};
use super::format::Format;
use super::lines::{Anchor, Lines};
use crate::brand::Colour;
use crate::placements::qr::{Code, MARK_ID};

/// The most cards of one sheet, over all its pages.
pub const MAX_CARDS: usize = 500;

const COLUMNS: usize = 2;
const ROWS: usize = 4;

/// Width and height of a card, in millimetres.
pub const CARD_MM: [f64; 2] = [105.0, 74.25];
/// The side of the code with its quiet zone, and its position.
const CODE: f64 = 50.0;
const CODE_AT: [f64; 2] = [6.0, 5.5];
/// The left edge and the width of the texts beside the code.
const TEXT_X: f64 = 66.0;
const TEXT_WIDTH: f64 = CARD_MM[0] - TEXT_X - 6.5;

const GREY: Colour = Colour([0x5c, 0x57, 0x52]);

/// Draws cards of placements of one mall, in this order.
///
/// # Errors
/// `sheet_too_long` for more than [`MAX_CARDS`], `unknown_placement` for none, `no_glyph` when no font has a letter.
pub fn card_sheet(contents: &[PosterContent]) -> Result<Drawing, Refusal> {
    if contents.len() > MAX_CARDS {
        let count = u32::try_from(contents.len()).unwrap_or(u32::MAX);
        return Err(Refusal::Caller(CallerRefusal::SheetTooLong {
            count,
            limit: MAX_CARDS as u32,
        }));
    }
    let contents: Vec<_> = contents.iter().map(PosterContent::printable).collect();
    let brand =
        contents.first().ok_or(Refusal::Caller(CallerRefusal::UnknownPlacement))?.brand.clone();
    let fonts = fonts::for_texts(contents.iter().flat_map(PosterContent::texts))?;
    let pages = contents.chunks(COLUMNS * ROWS).map(page).collect::<Option<Vec<_>>>();
    // Only the server's own address can be too long for a code.
    let pages = pages.ok_or(Refusal::Internal)?;
    Ok(Drawing { size: Format::A4.size(), bleed: false, brand, pages, fonts })
}

/// Draws one page; none when an address is too long for a code.
fn page(contents: &[PosterContent]) -> Option<String> {
    let mut shapes = String::new();
    for (number, content) in contents.iter().enumerate() {
        let [x, y] =
            [(number % COLUMNS) as f64 * CARD_MM[0], (number / COLUMNS) as f64 * CARD_MM[1]];
        shapes += &format!("<g transform=\"translate({x} {y})\">{}</g>", card(content)?);
    }
    let [width, height] = Format::A4.size();
    let across = (1..ROWS).map(|row| format!("M0 {}H{width}", row as f64 * CARD_MM[1]));
    let down = (1..COLUMNS).map(|column| format!("M{} 0V{height}", column as f64 * CARD_MM[0]));
    let lines: String = across.chain(down).collect();
    let dashes = "stroke=\"#8a8580\" stroke-width=\".15\" stroke-dasharray=\"1.5 1.5\"";
    Some(format!("{shapes}<path {dashes} d=\"{lines}\"/>"))
}

fn card(content: &PosterContent) -> Option<String> {
    let code = Code::encode(&content.url).ok()?;
    let [x, y] = CODE_AT;
    let scale = CODE / code.side as f64;
    let (middle, below) = (x + CODE / 2.0, y + CODE);
    let line = |words: &str, weight: Weight, size: f64, at: [f64; 2], colour: Colour| {
        Lines::fit(words, weight, size, CODE, 1).svg(at, Anchor::Middle, colour)
    };
    let accent = content.brand.colour.on_white();
    let hint = format!("扫不了？打开 {} 输入", content.typing_address);
    Some(
        [
            format!("<g transform=\"translate({x} {y}) scale({scale:.6})\">{}</g>", code.shapes()),
            line(&content.grouped_code(), Bold, 8.6, [middle, below + 6.6], accent),
            line(&hint, Regular, 2.5, [middle, below + 11.4], Colour::INK),
            "<path stroke=\"#cfc9c3\" stroke-width=\".3\" stroke-dasharray=\"1.4 1.2\" d=\"M61 7V67\"/>".into(),
            head(content),
            headline(content, accent),
            place(content),
        ]
        .concat(),
    )
}

fn head(content: &PosterContent) -> String {
    const MARK: f64 = 8.5;
    let (x, wide) = (TEXT_X + MARK + 2.2, TEXT_WIDTH - MARK - 2.2);
    let zh = Lines::fit(&content.mall.zh, Bold, 3.9, wide, 2);
    let en = Lines::fit(content.mall.en.as_deref().unwrap_or_default(), Regular, 2.5, wide, 2);
    // Both names together are centred beside the mark.
    let top = 7.0 + MARK / 2.0 - (zh.height() + en.height()) / 2.0;
    let below = top + zh.height();
    let names = zh.svg([x, top + zh.size], Anchor::Start, Colour::INK)
        + &en.svg([x, below + en.size], Anchor::Start, GREY);
    format!(
        "<use xlink:href=\"#{MARK_ID}\" x=\"{TEXT_X}\" y=\"7\" width=\"{MARK}\" height=\"{MARK}\"/>{names}"
    )
}

fn headline(content: &PosterContent, accent: Colour) -> String {
    let line = |words: &str, weight: Weight, size: f64, max_lines: usize| {
        Lines::fit(words, weight, size, TEXT_WIDTH, max_lines)
    };
    let mut shapes =
        line("扫码领券", Bold, 8.0, 1).svg([TEXT_X - 0.4, 27.6], Anchor::Start, accent);
    shapes += &line("Scan for coupons", Bold, 3.5, 1).svg([TEXT_X, 32.6], Anchor::Start, accent);
    let zh = line(&content.name.zh, Bold, 3.9, 2);
    shapes += &zh.svg([TEXT_X, 37.2 + zh.size * 0.9], Anchor::Start, Colour::INK);
    if let Some(en) = &content.name.en {
        let en = line(en, Regular, 2.6, 2);
        let y = 37.6 + zh.height() + en.size * 0.9;
        shapes += &en.svg([TEXT_X, y], Anchor::Start, GREY);
    }
    shapes
}

/// Draws the place, for the person who puts the card up.
fn place(content: &PosterContent) -> String {
    const HEIGHT: f64 = 5.2;
    const BOTTOM: f64 = 67.0;
    let colour = content.brand.colour;
    let place = Lines::fit(&content.place, Regular, 2.4, TEXT_WIDTH, 2);
    let top = BOTTOM - HEIGHT - if place.lines.is_empty() { 0.0 } else { place.height() + 1.2 };
    let floor = Lines::fit(&content.floor, Bold, 3.1, 25.0, 1);
    let pill = (floor.width() + 3.6).max(HEIGHT * 1.5);
    let label = floor.svg(
        [TEXT_X + pill / 2.0, top + HEIGHT / 2.0 + floor.size * 0.365],
        Anchor::Middle,
        colour.text_colour(),
    );
    format!(
        "<rect x=\"{TEXT_X}\" y=\"{top:.3}\" width=\"{pill:.3}\" height=\"{HEIGHT}\" rx=\"1.4\" fill=\"{colour}\"/>{label}{}",
        place.svg([TEXT_X, top + HEIGHT + 1.0 + place.size], Anchor::Start, GREY)
    )
}
