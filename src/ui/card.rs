//! A coupon card: the value on the left, everything to know about it on the right.

use mall_contract::{Benefit, Fen, Store};
use yew::prelude::*;

use super::benefit::benefit;
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
    let place = (text.where_to_use)(&parts.store.floor, &parts.store.unit);
    html! {
        <li class={if parts.over { "card over" } else { "card" }} id={parts.id}>
            { benefit(text, parts.benefit, parts.threshold) }
            <div class="body">
                if let Some(why) = parts.why { <p class="why">{ why }</p> }
                <h3><span class="kind">{ (text.benefit)(parts.benefit).kind }</span>{ parts.title }</h3>
                <p class="meta">
                    { icon(Icon::Pin) }
                    // A direction mark in the name must not turn round what follows.
                    <span><bdi>{ &parts.store.name }</bdi>{ " · " }<span class="place">{ place }</span></span>
                </p>
                if let Some(time) = parts.time { <p class="meta">{ icon(Icon::Clock) }<span>{ time }</span></p> }
                if let Some((id, hint)) = parts.hint { <p class="hint" {id}>{ hint }</p> }
                { parts.rules }
                <div class="foot">{ parts.aside }{ parts.action }</div>
            </div>
        </li>
    }
}

/// Where a coupon is shown, as a sentence.
pub fn at_till(text: &Text, store: &Store) -> Html {
    let place = (text.where_to_use)(&store.floor, &store.unit);
    let [before, between, behind] = text.show_at_till;
    html! {
        <>{ before }<bdi>{ &store.name }</bdi>{ between }<span class="place">{ place }</span>{ behind }</>
    }
}
