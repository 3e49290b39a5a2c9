//! The benefit of a coupon, drawn large.

use mall_contract::{Benefit, Fen};
use yew::Html;

use super::element::element;
use crate::text::Text;

/// Draws the left part of a card: the value and the smallest order.
pub fn benefit(text: &Text, benefit: &Benefit, threshold: Fen) -> Html {
    let wording = (text.benefit)(benefit);
    // A long value gets smaller type, so that it stays on one line.
    let size = match wording.main.chars().count() {
        0..=4 => "value-main",
        5..=6 => "value-main long",
        _ => "value-main longer",
    };
    let small = |class, words: &'static str| {
        (!words.is_empty()).then(|| element!("small", [("class", class)], [words]))
    };
    let main = element!("b", [], [wording.main]);
    let main = element!(
        "p",
        [("class", size)],
        [small(None, wording.before), main, small(Some("after"), wording.after)]
    );
    let more = |words: String| element!("p", [("class", "value-more")], [words]);
    element!(
        "div",
        [("class", "value")],
        [main, more((text.threshold)(threshold)), wording.detail.map(more)]
    )
}
