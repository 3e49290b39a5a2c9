//! What is held before the cashier: the codes, or what became of the coupon.

use mall_contract::{CODE_STEP_MS, Moment};
use yew::Html;

use super::code128::barcode;
use super::qr::qr;
use super::{Drawing, Showing};
use crate::route::Route;
use crate::ui::element::{element, nodes};
use crate::ui::icon::{Icon, icon};

/// Draws it.
pub fn pass(drawing: &Drawing<'_>) -> Html {
    let showing = drawing.state.showing();
    let (class, said) = said(drawing, &showing);
    let codes = match showing {
        Showing::Code { text, until } => {
            nodes![drawn(drawing, text), renewal(drawing, until), typed(drawing)]
        }
        Showing::RanOut => typed(drawing),
        _ => Html::default(),
    };
    // One element for all that is said: only then is its change read out. The codes are not.
    let said = element!("div", [("class", "said"), ("role", "status")], [said]);
    element!("section", [("class", class), ("id", "pass")], [said, codes])
}

/// What is said, and how the whole looks with it.
fn said(drawing: &Drawing<'_>, showing: &Showing<'_>) -> (&'static str, Html) {
    let (text, words) = (drawing.text, drawing.session.text());
    let saying = |picture, heading: &'static str, sentence: Html| {
        nodes![icon(picture), element!("h2", [], [heading]), element!("p", [], [sentence])]
    };
    match showing {
        Showing::Code { .. } => ("pass", undone(drawing)),
        Showing::RanOut if drawing.live && !drawing.state.cut_off => {
            ("pass", element!("p", [], [text.fetching]))
        }
        Showing::RanOut => {
            let [heading, sentence] = text.ran_out;
            ("pass", saying(Icon::Barred, heading, nodes![sentence]))
        }
        Showing::NotYet { from } => {
            let from = (words.usable_from)(*from, drawing.state.now);
            let lines = nodes![from, element!("br", [], []), text.not_yet];
            ("pass ended", saying(Icon::Clock, words.not_yet, lines))
        }
        Showing::Used { at } => ("pass used", used(drawing, *at)),
        Showing::Expired => {
            ("pass ended", saying(Icon::Barred, words.expired, nodes![text.expired]))
        }
        Showing::Revoked { reason } => {
            let why = nodes![(words.revoked)(*reason)];
            ("pass ended", saying(Icon::Barred, words.withdrawn, why))
        }
    }
}

fn used(drawing: &Drawing<'_>, at: Moment) -> Html {
    let (text, words) = (drawing.text, drawing.session.text());
    let store = &drawing.state.shown.coupon.store;
    let place =
        element!("span", [("class", "place")], [(words.where_to_use)(&store.floor, &store.unit)]);
    let store = nodes![element!("bdi", [], [&*store.name]), " · ", place];
    nodes![
        icon(Icon::Check),
        element!("h2", [], [text.used]),
        element!("p", [("class", "when")], [(words.moment)(at, drawing.state.now)]),
        element!("p", [], [store]),
    ]
}

/// That a till gave it back, while it is not taken again.
fn undone(drawing: &Drawing<'_>) -> Html {
    let at = |at| (drawing.session.text().moment)(at, drawing.state.now);
    let said = drawing.state.shown.undone_at.map(|when| (drawing.text.undone)(&at(when)));
    said.map_or_else(Html::default, |said| element!("p", [("class", "undone")], [said]))
}

/// A text as QR code and barcode. The same for half a minute: it is kept.
fn drawn(drawing: &Drawing<'_>, text: &str) -> Html {
    if let Some((of, drawn)) = &*drawing.life.drawn.borrow()
        && of == text
    {
        return drawn.clone();
    }
    let code = drawing.state.shown.code.as_deref().unwrap_or_default();
    let qr = qr(text).map(|qr| {
        let label = format!("{} {code}", drawing.text.qr);
        let path = element!("path", [("d", qr.dark)], []);
        let view = format!("0 0 {0} {0}", qr.side);
        element!(
            "svg",
            [
                ("class", "qr"),
                ("viewBox", view),
                ("role", "img"),
                ("aria-label", label),
                ("shape-rendering", "crispEdges"),
            ],
            [path]
        )
    });
    // Without its proof, which is for tills that read QR codes, and without hyphens, which tills do without.
    let short: String = text.split('-').take(2).collect();
    let bars = barcode(&short).map(|barcode| {
        let path = element!("path", [("d", barcode.bars)], []);
        let view = format!("0 0 {} 1", barcode.width);
        element!(
            "svg",
            [
                ("class", "bars"),
                ("viewBox", view),
                ("preserveAspectRatio", "none"),
                ("aria-hidden", "true"),
            ],
            [path]
        )
    });
    let drawn = nodes![qr, bars];
    drawing.life.drawn.replace(Some((text.to_owned(), drawn.clone())));
    drawn
}

/// When the code changes. Not read out: it changes each second.
fn renewal(drawing: &Drawing<'_>, until: Moment) -> Html {
    let (text, state) = (drawing.text, drawing.state);
    if !drawing.live {
        let [before, refresh] = text.by_hand;
        let here = Route::Coupon { id: state.shown.coupon.id.clone() };
        let refresh = element!("a", [("href", here.path())], [refresh]);
        return element!("p", [("class", "renewal")], [before, " ", refresh]);
    }
    let left = until.ms - state.now.ms;
    let words = match state.cut_off {
        true => (text.cut_off)((state.lasts_until().ms - state.now.ms + 59_999) / 60_000),
        false => (text.renewed_in)((left + 999) / 1000),
    };
    let width = (left * 100 / CODE_STEP_MS).to_string();
    let bar = element!("rect", [("width", width), ("height", "1")], []);
    let bar = element!("svg", [("viewBox", "0 0 100 1"), ("preserveAspectRatio", "none")], [bar]);
    let hidden = if state.cut_off { None } else { Some("true") };
    element!("p", [("class", "renewal"), ("aria-hidden", hidden)], [bar, words])
}

/// The code as it is typed.
fn typed(drawing: &Drawing<'_>) -> Html {
    let Some(code) = &drawing.state.shown.code else { return Html::default() };
    let label = element!("span", [("class", "unseen")], [drawing.text.code, " "]);
    element!("p", [("class", "code")], [label, &**code])
}
