//! A poster: the mall's colour, a headline, and a coupon with the code on it. All lengths are millimetres of an
//! A4 page; other sizes are scaled.

use mall_contract::Refusal;

use super::content::PosterContent;
use super::drawing::{BLEED_MM, Drawing};
use super::fonts::{
    self,
    Weight::{self, Bold, Regular},
};
use super::format::Format;
use super::lines::{Anchor, Lines};
use crate::brand::Colour;
use crate::placements::qr::{Code, MARK_ID};

const WIDTH: f64 = 210.0;

/// The least distance of texts and the coupon from the edge.
const MARGIN: f64 = 18.0;
const INNER_WIDTH: f64 = WIDTH - 2.0 * MARGIN;

/// The upper and the lower edge of the coupon, and the line above its stub.
pub const COUPON_EDGES: [f64; 2] = [111.0, 267.0];
pub const TEAR_LINE: f64 = 230.0;
/// The side of the code with its quiet zone.
pub const CODE_SIDE: f64 = 117.0;

/// Draws the poster of a placement.
///
/// # Errors
/// `no_glyph` when no font has a letter.
pub fn poster(content: &PosterContent, format: Format) -> Result<Drawing, Refusal> {
    let content = content.printable();
    let fonts = fonts::for_texts(content.texts())?;
    // Only the server's own address can be too long for a code.
    let pages = vec![shapes(&content, format).ok_or(Refusal::Internal)?];
    Ok(Drawing { size: format.size(), bleed: true, brand: content.brand, pages, fonts })
}

/// Draws the page; none when the address is too long for a code.
fn shapes(content: &PosterContent, format: Format) -> Option<String> {
    let [width, height] = format.size();
    let scale = width / WIDTH;
    let parts = [
        ground(content.brand.colour, height / scale, BLEED_MM / scale),
        head(content),
        headline(content),
        coupon(),
        code(content)?,
        stub(content),
        foot(content),
    ];
    Some(format!("<g transform=\"scale({scale:.6})\">{}</g>", parts.concat()))
}

fn ground(colour: Colour, height: f64, bleed: f64) -> String {
    let (x, width, height) = (-bleed, WIDTH + 2.0 * bleed, height + 2.0 * bleed);
    // Away from the colour of the text, for more contrast.
    let away = if colour.text_colour() == Colour::WHITE { Colour::INK } else { Colour::WHITE };
    let deep = colour.mix(away, 0.18);
    // A coupon behind the headline, partly outside the page.
    let coupon = coupon_outline([0.0, 0.0], [150.0, 84.0], 58.0, [9.0, 9.0]);
    format!(
        "<defs><clipPath id=\"page\"><path d=\"M{x:.3} {x:.3}h{width:.3}v{height:.3}h-{width:.3}z\"/></clipPath></defs>\
         <path fill=\"{colour}\" d=\"M{x:.3} {x:.3}h{width:.3}v{height:.3}h-{width:.3}z\"/>\
         <g clip-path=\"url(#page)\"><g transform=\"translate(116 37) rotate(-16)\">\
         <path fill=\"{deep}\" d=\"{coupon}\"/>\
         <path stroke=\"{colour}\" stroke-width=\"1.4\" stroke-dasharray=\"4.4 3.6\" d=\"M58 14v56\"/></g></g>"
    )
}

/// Returns the outline of a coupon with notches at `tear` along its width, and with the radii of corners and notches.
fn coupon_outline(
    [x, y]: [f64; 2],
    [width, height]: [f64; 2],
    tear: f64,
    [corner, notch]: [f64; 2],
) -> String {
    let (right, bottom, at) = (x + width, y + height, x + tear);
    format!(
        "M{a} {y}H{b}a{notch} {notch} 0 0 0 {n2} 0H{c}a{corner} {corner} 0 0 1 {corner} {corner}V{d}\
         a{corner} {corner} 0 0 1 -{corner} {corner}H{e}a{notch} {notch} 0 0 0 -{n2} 0H{a}\
         a{corner} {corner} 0 0 1 -{corner} -{corner}V{f}a{corner} {corner} 0 0 1 {corner} -{corner}z",
        a = x + corner,
        b = at - notch,
        n2 = 2.0 * notch,
        c = right - corner,
        d = bottom - corner,
        e = at + notch,
        f = y + corner,
    )
}

fn head(content: &PosterContent) -> String {
    const TILE: f64 = 18.0;
    const TOP: f64 = 13.0;
    let text = content.brand.colour.text_colour();
    let [x, wide] = [MARGIN + TILE + 5.0, INNER_WIDTH - TILE - 5.0];
    let zh = Lines::fit(&content.mall.zh, Bold, 8.6, wide, 1);
    let en = content.mall.en.as_deref().map(|en| Lines::fit(en, Regular, 4.8, wide, 1));
    let names = match en {
        Some(en) => {
            zh.svg([x, TOP + 8.4], Anchor::Start, text)
                + &en.svg([x, TOP + 15.6], Anchor::Start, text)
        }
        None => zh.svg([x, TOP + TILE / 2.0 + zh.size * 0.37], Anchor::Start, text),
    };
    let (mark, inset) = (TILE * 0.74, TILE * 0.13);
    format!(
        "<rect x=\"{MARGIN}\" y=\"{TOP}\" width=\"{TILE}\" height=\"{TILE}\" rx=\"4\" fill=\"#fff\"/>\
         <use xlink:href=\"#{MARK_ID}\" x=\"{}\" y=\"{}\" width=\"{mark}\" height=\"{mark}\"/>{names}",
        MARGIN + inset,
        TOP + inset
    )
}

fn headline(content: &PosterContent) -> String {
    let text = content.brand.colour.text_colour();
    let line = |words: &str, weight: Weight, size: f64, y: f64| {
        Lines::fit(words, weight, size, INNER_WIDTH, 1).svg([MARGIN, y], Anchor::Start, text)
    };
    let promise = content.promise();
    // Chinese characters have space on their left.
    let title = Lines::fit("扫码领券", Bold, 33.0, INNER_WIDTH, 1).svg(
        [MARGIN - 1.4, 67.5],
        Anchor::Start,
        text,
    );
    [
        title,
        line("Scan for coupons", Bold, 12.0, 84.6),
        line(&promise.zh, Regular, 5.6, 95.6),
        line(&promise.en, Regular, 4.4, 102.6),
    ]
    .concat()
}

fn coupon() -> String {
    let [top, bottom] = COUPON_EDGES;
    // Drawn on its side, then turned: the notches are left and right.
    let lying =
        coupon_outline([0.0, 0.0], [bottom - top, INNER_WIDTH], TEAR_LINE - top, [7.0, 4.6]);
    format!(
        "<g transform=\"matrix(0 1 1 0 {MARGIN} {top})\"><path fill=\"#fff\" d=\"{lying}\"/></g>\
         <path stroke=\"#b9b3ad\" stroke-width=\".5\" stroke-dasharray=\"2.4 2\" d=\"M{} {TEAR_LINE}H{}\"/>",
        MARGIN + 8.0,
        WIDTH - MARGIN - 8.0
    )
}

fn code(content: &PosterContent) -> Option<String> {
    let code = Code::encode(&content.url).ok()?;
    let (x, y) = ((WIDTH - CODE_SIDE) / 2.0, (COUPON_EDGES[0] + TEAR_LINE - CODE_SIDE) / 2.0);
    let scale = CODE_SIDE / code.side as f64;
    Some(format!("<g transform=\"translate({x} {y}) scale({scale:.6})\">{}</g>", code.shapes()))
}

fn stub(content: &PosterContent) -> String {
    let (middle, wide) = (WIDTH / 2.0, INNER_WIDTH - 16.0);
    let line = |words: &str, weight: Weight, size: f64, y: f64, colour: Colour| {
        Lines::fit(words, weight, size, wide, 1).svg([middle, y], Anchor::Middle, colour)
    };
    let address = &content.typing_address;
    [
        line(&format!("扫不了？打开 {address}，输入"), Regular, 4.8, TEAR_LINE + 9.4, Colour::INK),
        line(
            &content.grouped_code(),
            Bold,
            17.5,
            TEAR_LINE + 25.6,
            content.brand.colour.on_white(),
        ),
        line(
            &format!("Can't scan? Open {address} and type this code"),
            Regular,
            4.0,
            TEAR_LINE + 33.0,
            Colour::INK,
        ),
    ]
    .concat()
}

fn foot(content: &PosterContent) -> String {
    const TOP: f64 = 273.0;
    const HEIGHT: f64 = 13.0;
    let (text, ground) = (content.brand.colour.text_colour(), content.brand.colour);
    let floor = Lines::fit(&content.floor, Bold, 6.0, 40.0, 1);
    let pill = (floor.width() + 7.0).max(HEIGHT);
    let (x, wide) = (MARGIN + pill + 5.0, INNER_WIDTH - pill - 5.0);
    let zh = Lines::fit(&content.name.zh, Bold, 6.0, wide, 1);
    let en = content.name.en.as_deref().map(|en| Lines::fit(en, Regular, 4.2, wide, 1));
    let names = match en {
        Some(en) => {
            zh.svg([x, TOP + 5.6], Anchor::Start, text)
                + &en.svg([x, TOP + 12.0], Anchor::Start, text)
        }
        None => zh.svg([x, TOP + HEIGHT / 2.0 + zh.size * 0.36], Anchor::Start, text),
    };
    let label = floor.svg(
        [MARGIN + pill / 2.0, TOP + HEIGHT / 2.0 + floor.size * 0.365],
        Anchor::Middle,
        ground,
    );
    format!(
        "<rect x=\"{MARGIN}\" y=\"{TOP}\" width=\"{pill:.3}\" height=\"{HEIGHT}\" rx=\"3\" fill=\"{text}\"/>{label}{names}"
    )
}
