//! A coupon card: the value on the left, everything to know about it on the right.

use mall_contract::{Benefit, Fen, Store};
use yew::Html;

use super::benefit::benefit;
use super::element::{element, nodes};
use super::icon::{Icon, icon};
use crate::text::Text;

/// What stands on a card.
pub struct Parts<'a> {
    /// The element's id.
    pub id: String,
    /// Whether it is over, and drawn without colour.
    pub over: bool,
    /// What it gives.
    pub benefit: &'a Benefit,
    /// Smallest order, in fen.
    pub threshold: Fen,
    /// Why it is shown.
    pub why: Option<&'a str>,
    /// Its title.
    pub title: &'a str,
    /// Where it is used.
    pub store: &'a Store,
    /// When it can be used.
    pub time: Option<String>,
    /// A sentence with what to know now, after its element's id.
    pub hint: Option<(String, Html)>,
    /// What folds out.
    pub rules: Html,
    /// Beside the button.
    pub aside: Html,
    /// The button, or what stands in its place.
    pub action: Html,
}

/// Draws a card. The list item around it is the caller's.
pub fn card(text: &Text, parts: Parts<'_>) -> Html {
    let Parts { id, over, store, .. } = parts;
    let place = (text.where_to_use)(&store.floor, &store.unit);
    let kind = element!("span", [("class", "kind")], [(text.benefit)(parts.benefit).kind]);
    // A direction mark in the name must not turn round what follows.
    let name = element!("bdi", [], [&*store.name]);
    let place = element!("span", [("class", "place")], [place]);
    let meta = |picture, words: Html| element!("p", [("class", "meta")], [icon(picture), words]);
    let body = element!(
        "div",
        [("class", "body")],
        [
            parts.why.map(|why| element!("p", [("class", "why")], [why])),
            element!("h3", [], [kind, parts.title]),
            meta(Icon::Pin, element!("span", [], [name, " · ", place])),
            parts.time.map(|time| meta(Icon::Clock, element!("span", [], [time]))),
            parts.hint.map(|(id, hint)| element!("p", [("class", "hint"), ("id", id)], [hint])),
            parts.rules,
            element!("div", [("class", "foot")], [parts.aside, parts.action]),
        ]
    );
    element!(
        "li",
        [("class", if over { "card over" } else { "card" }), ("id", id)],
        [benefit(text, parts.benefit, parts.threshold), body]
    )
}

/// Where a coupon is shown, as a sentence.
pub fn at_till(text: &Text, store: &Store) -> Html {
    let place = (text.where_to_use)(&store.floor, &store.unit);
    let [before, between, behind] = text.show_at_till;
    let name = element!("bdi", [], [&*store.name]);
    nodes![before, name, between, element!("span", [("class", "place")], [place]), behind]
}
