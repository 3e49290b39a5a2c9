//! Draws the codes that the shopper shows to the cashier, or the coupon's end.

use mall_contract::{CODE_STEP_MS, Moment};
use yew::Html;

use super::code128::barcode;
use super::context::ViewContext;
use super::qr::qr;
use crate::pages::coupon::state::Display;
use crate::route::Route;
use crate::ui::element::{element, nodes};
use crate::ui::icon::{Icon, icon};

/// Draws the pass.
pub fn pass(context: &ViewContext<'_>) -> Html {
    let display = context.state.display();
    let (class, status) = status(context, &display);
    let codes = match display {
        Display::Code { text, until } => {
            nodes![codes(context, text), renewal(context, until), typed_code(context)]
        }
        Display::RanOut => typed_code(context),
        _ => Html::default(),
    };
    // One element that stays, so that screen readers read its change. They do not read the codes.
    let status = element!("div", [("class", "said"), ("role", "status")], [status]);
    element!("section", [("class", class), ("id", "pass")], [status, codes])
}

/// Returns the class of the pass, and its message.
fn status(context: &ViewContext<'_>, display: &Display<'_>) -> (&'static str, Html) {
    let (text, words) = (context.text, context.session.text());
    let message = |picture, heading: &'static str, sentence: Html| {
        nodes![icon(picture), element!("h2", [], [heading]), element!("p", [], [sentence])]
    };
    match display {
        Display::Code { .. } => ("pass", undone(context)),
        Display::RanOut if context.is_live && !context.state.unreachable => {
            ("pass", element!("p", [], [text.fetching_code]))
        }
        Display::RanOut => {
            let [heading, sentence] = text.no_offline_code;
            ("pass", message(Icon::Barred, heading, nodes![sentence]))
        }
        Display::NotYet { from } => {
            let from = (words.usable_from)(*from, context.state.now);
            let lines = nodes![from, element!("br", [], []), text.not_yet];
            ("pass ended", message(Icon::Clock, words.not_yet, lines))
        }
        Display::Used { at } => ("pass used", used_notice(context, *at)),
        Display::Expired => {
            ("pass ended", message(Icon::Barred, words.expired, nodes![text.expired]))
        }
        Display::Revoked { reason } => {
            let why = nodes![(words.revoked)(*reason)];
            ("pass ended", message(Icon::Barred, words.no_longer_valid, why))
        }
    }
}

fn used_notice(context: &ViewContext<'_>, at: Moment) -> Html {
    let (text, words) = (context.text, context.session.text());
    let store = &context.state.page.coupon.store;
    let place =
        element!("span", [("class", "place")], [(words.where_to_use)(&store.floor, &store.unit)]);
    let store = nodes![element!("bdi", [], [&*store.name]), " · ", place];
    nodes![
        icon(Icon::Check),
        element!("h2", [], [text.used]),
        element!("p", [("class", "when")], [(words.moment)(at, context.state.now)]),
        element!("p", [], [store]),
    ]
}

/// Draws that a till undid the redemption.
fn undone(context: &ViewContext<'_>) -> Html {
    let at = |at| (context.session.text().moment)(at, context.state.now);
    let words = context.state.page.undone_at.map(|undone_at| (context.text.undone)(&at(undone_at)));
    words.map_or_else(Html::default, |words| element!("p", [("class", "undone")], [words]))
}

/// Draws a text as QR code and barcode.
fn codes(context: &ViewContext<'_>, text: &str) -> Html {
    context.codes.get_or_draw(text, || nodes![qr_code(context, text), bars(text)])
}

fn qr_code(context: &ViewContext<'_>, text: &str) -> Option<Html> {
    let code = context.state.page.code.as_deref().unwrap_or_default();
    qr(text).map(|qr| {
        let label = format!("{} {code}", context.text.qr);
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
    })
}

/// Draws the barcode without the proof, which is for tills that read QR codes, and without hyphens,
/// which tills do not need.
fn bars(text: &str) -> Option<Html> {
    let short: String = text.split('-').take(2).collect();
    barcode(&short).map(|barcode| {
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
    })
}

/// Draws the time until the code changes. Screen readers skip it: it changes each second.
fn renewal(context: &ViewContext<'_>, until: Moment) -> Html {
    let (text, state) = (context.text, context.state);
    if !context.is_live {
        let [before, refresh] = text.refresh_hint;
        let here = Route::Coupon { id: state.page.coupon.id.clone() };
        let refresh = element!("a", [("href", here.path())], [refresh]);
        return element!("p", [("class", "renewal")], [before, " ", refresh]);
    }
    let remaining_ms = until.ms - state.now.ms;
    let words = match state.unreachable {
        true => (text.offline_for)((state.codes_end().ms - state.now.ms + 59_999) / 60_000),
        false => (text.renewed_in)((remaining_ms + 999) / 1000),
    };
    let width = (remaining_ms * 100 / CODE_STEP_MS).to_string();
    let bar = element!("rect", [("width", width), ("height", "1")], []);
    let bar = element!("svg", [("viewBox", "0 0 100 1"), ("preserveAspectRatio", "none")], [bar]);
    let hidden = if state.unreachable { None } else { Some("true") };
    element!("p", [("class", "renewal"), ("aria-hidden", hidden)], [bar, words])
}

/// Draws the code for a cashier who types it.
fn typed_code(context: &ViewContext<'_>) -> Html {
    let Some(code) = &context.state.page.code else { return Html::default() };
    let label = element!("span", [("class", "unseen")], [context.text.code, " "]);
    element!("p", [("class", "code")], [label, &**code])
}
