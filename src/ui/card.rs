//! A coupon card: the value on the left, everything else on the right.

use mall_contract::{Benefit, Fen, Store};
use yew::Html;

use super::benefit::benefit;
use super::element::{element, nodes};
use super::icon::{Icon, icon};
use crate::text::Text;

/// The content of a card.
pub struct Parts<'a> {
    /// The element's id.
    pub id: String,
    /// True when it is over, so that the card has no colour.
    pub over: bool,
    /// The benefit.
    pub benefit: &'a Benefit,
    /// The smallest order that accepts it.
    pub threshold: Fen,
    /// The reason to show it.
    pub why: Option<&'a str>,
    pub title: &'a str,
    /// The store that accepts it.
    pub store: &'a Store,
    /// The time of use, in words.
    pub time: Option<String>,
    /// The id of the hint's element, and the hint: one sentence for now.
    pub hint: Option<(String, Html)>,
    /// The rules, which unfold.
    pub rules: Html,
    /// The text beside the button.
    pub aside: Html,
    /// The button, or a text in its place.
    pub action: Html,
}

/// Draws a card as a list item.
pub fn card(text: &Text, parts: Parts<'_>) -> Html {
    let Parts { id, over, store, .. } = parts;
    let place = (text.where_to_use)(&store.floor, &store.unit);
    let kind = element!("span", [("class", "kind")], [(text.benefit)(parts.benefit).kind]);
    // A direction mark in the name must not reverse the text after it.
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

/// Draws the sentence that names the store where the coupon is shown.
pub fn at_till(text: &Text, store: &Store) -> Html {
    let place = (text.where_to_use)(&store.floor, &store.unit);
    let [before, between, behind] = text.show_at_till;
    let name = element!("bdi", [], [&*store.name]);
    nodes![before, name, between, element!("span", [("class", "place")], [place]), behind]
}
