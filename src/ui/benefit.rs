//! What a coupon gives, drawn large.

use mall_contract::{Benefit, Fen};
use yew::prelude::*;

use crate::text::Text;

/// The left part of a card: the value and the smallest order it takes.
pub fn benefit(text: &Text, benefit: &Benefit, threshold: Fen) -> Html {
    let wording = (text.benefit)(benefit);
    // Long values are set smaller rather than broken.
    let size = match wording.main.chars().count() {
        0..=4 => None,
        5..=6 => Some("long"),
        _ => Some("longer"),
    };
    html! {
        <div class="value">
            <p class={classes!("value-main", size)}>
                if !wording.before.is_empty() { <small>{ wording.before }</small> }
                <b>{ wording.main }</b>
                if !wording.after.is_empty() { <small class="after">{ wording.after }</small> }
            </p>
            <p class="value-more">{ (text.threshold)(threshold) }</p>
            if let Some(detail) = wording.detail { <p class="value-more">{ detail }</p> }
        </div>
    }
}
