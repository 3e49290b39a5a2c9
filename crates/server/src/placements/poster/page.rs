//! A poster: the mall's colour, a headline, and a coupon with the code on it. All lengths are millimetres of an
//! A4 page; other sizes are the same, larger or smaller.

use super::fonts::Weight::{self, Bold, Regular};
use super::output::BLEED;
use super::text::{Anchor, Lines};
use super::{Format, Paper};
use crate::brand::Colour;
use crate::placements::qr::{Code, MARK_ID};

const WIDTH: f64 = 210.0;

/// What nothing that matters comes nearer to the edge than.
const MARGIN: f64 = 18.0;
const INNER: f64 = WIDTH - 2.0 * MARGIN;

/// The coupon: its edges, and where its stub can be torn off.
pub const COUPON: [f64; 2] = [111.0, 267.0];
pub const TEAR: f64 = 230.0;
/// Side of the code, with its quiet zone.
pub const CODE: f64 = 117.0;

/// The shapes of a poster; none when the address is too long for a code.
pub fn shapes(paper: &Paper, format: Format) -> Option<String> {
    let [width, height] = format.size();
    let scale = width / WIDTH;
    let parts = [
        ground(paper.brand.colour, height / scale, BLEED / scale),
        head(paper),
        headline(paper),
        coupon(),
        code(paper)?,
        stub(paper),
        foot(paper),
    ];
    Some(format!("<g transform=\"scale({scale:.6})\">{}</g>", parts.concat()))
}

fn ground(colour: Colour, height: f64, bleed: f64) -> String {
    let (x, width, height) = (-bleed, WIDTH + 2.0 * bleed, height + 2.0 * bleed);
    // Away from the colour of the text, which can be read on it all the better.
    let away = if colour.text() == Colour::WHITE { Colour::INK } else { Colour::WHITE };
    let deep = colour.mixed(away, 0.18);
    // A coupon behind the headline, which runs off the page.
    let coupon = ticket([0.0, 0.0], [150.0, 84.0], 58.0, [9.0, 9.0]);
    format!(
        "<defs><clipPath id=\"page\"><path d=\"M{x:.3} {x:.3}h{width:.3}v{height:.3}h-{width:.3}z\"/></clipPath></defs>\
         <path fill=\"{colour}\" d=\"M{x:.3} {x:.3}h{width:.3}v{height:.3}h-{width:.3}z\"/>\
         <g clip-path=\"url(#page)\"><g transform=\"translate(116 37) rotate(-16)\">\
         <path fill=\"{deep}\" d=\"{coupon}\"/>\
         <path stroke=\"{colour}\" stroke-width=\"1.4\" stroke-dasharray=\"4.4 3.6\" d=\"M58 14v56\"/></g></g>"
    )
}

/// A coupon's outline: its corner, its width and height, where along its width it is notched, and the radii of
/// corners and notches.
fn ticket(
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

fn head(paper: &Paper) -> String {
    const TILE: f64 = 18.0;
    const TOP: f64 = 13.0;
    let text = paper.brand.colour.text();
    let [x, wide] = [MARGIN + TILE + 5.0, INNER - TILE - 5.0];
    let zh = Lines::fit(&paper.mall.zh, Bold, 8.6, wide, 1);
    let en = paper.mall.en.as_deref().map(|en| Lines::fit(en, Regular, 4.8, wide, 1));
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

fn headline(paper: &Paper) -> String {
    let text = paper.brand.colour.text();
    let line = |words: &str, weight: Weight, size: f64, y: f64| {
        Lines::fit(words, weight, size, INNER, 1).svg([MARGIN, y], Anchor::Start, text)
    };
    let [zh, en] = paper.gives();
    // Han letters have air on their left.
    let title =
        Lines::fit("扫码领券", Bold, 33.0, INNER, 1).svg([MARGIN - 1.4, 67.5], Anchor::Start, text);
    [
        title,
        line("Scan for coupons", Bold, 12.0, 84.6),
        line(&zh, Regular, 5.6, 95.6),
        line(&en, Regular, 4.4, 102.6),
    ]
    .concat()
}

fn coupon() -> String {
    let [top, bottom] = COUPON;
    // Drawn lying, and turned: notches are above and below then.
    let lying = ticket([0.0, 0.0], [bottom - top, INNER], TEAR - top, [7.0, 4.6]);
    format!(
        "<g transform=\"matrix(0 1 1 0 {MARGIN} {top})\"><path fill=\"#fff\" d=\"{lying}\"/></g>\
         <path stroke=\"#b9b3ad\" stroke-width=\".5\" stroke-dasharray=\"2.4 2\" d=\"M{} {TEAR}H{}\"/>",
        MARGIN + 8.0,
        WIDTH - MARGIN - 8.0
    )
}

fn code(paper: &Paper) -> Option<String> {
    let code = Code::of(&paper.url).ok()?;
    let (x, y) = ((WIDTH - CODE) / 2.0, (COUPON[0] + TEAR - CODE) / 2.0);
    let scale = CODE / code.side as f64;
    Some(format!("<g transform=\"translate({x} {y}) scale({scale:.6})\">{}</g>", code.shapes()))
}

fn stub(paper: &Paper) -> String {
    let (middle, wide) = (WIDTH / 2.0, INNER - 16.0);
    let line = |words: &str, weight: Weight, size: f64, y: f64, colour: Colour| {
        Lines::fit(words, weight, size, wide, 1).svg([middle, y], Anchor::Middle, colour)
    };
    let address = &paper.typed_at;
    [
        line(&format!("扫不了？打开 {address}，输入"), Regular, 4.8, TEAR + 9.4, Colour::INK),
        line(&paper.grouped_code(), Bold, 17.5, TEAR + 25.6, paper.brand.colour.on_white()),
        line(
            &format!("Can't scan? Open {address} and type this code"),
            Regular,
            4.0,
            TEAR + 33.0,
            Colour::INK,
        ),
    ]
    .concat()
}

fn foot(paper: &Paper) -> String {
    const TOP: f64 = 273.0;
    const HIGH: f64 = 13.0;
    let (text, ground) = (paper.brand.colour.text(), paper.brand.colour);
    let floor = Lines::fit(&paper.floor, Bold, 6.0, 40.0, 1);
    let pill = (floor.width() + 7.0).max(HIGH);
    let (x, wide) = (MARGIN + pill + 5.0, INNER - pill - 5.0);
    let zh = Lines::fit(&paper.name.zh, Bold, 6.0, wide, 1);
    let en = paper.name.en.as_deref().map(|en| Lines::fit(en, Regular, 4.2, wide, 1));
    let names = match en {
        Some(en) => {
            zh.svg([x, TOP + 5.6], Anchor::Start, text)
                + &en.svg([x, TOP + 12.0], Anchor::Start, text)
        }
        None => zh.svg([x, TOP + HIGH / 2.0 + zh.size * 0.36], Anchor::Start, text),
    };
    let label = floor.svg(
        [MARGIN + pill / 2.0, TOP + HIGH / 2.0 + floor.size * 0.365],
        Anchor::Middle,
        ground,
    );
    format!(
        "<rect x=\"{MARGIN}\" y=\"{TOP}\" width=\"{pill:.3}\" height=\"{HIGH}\" rx=\"3\" fill=\"{text}\"/>{label}{names}"
    )
}
