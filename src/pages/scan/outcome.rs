//! What came of reading, in words.

use yew::Html;

use super::Drawing;
use super::life::Wish;
use super::stage::saying;
use super::state::Outcome;
use crate::route::Route;
use crate::ui::element::{element, nodes};

/// Draws an outcome that leads nowhere by itself.
pub fn outcome(drawing: &Drawing<'_>, outcome: &Outcome) -> Html {
    let text = drawing.text;
    let again = |class| drawing.button(class, Wish::Scan, nodes![text.again]);
    match outcome {
        Outcome::NoCode => saying(&text.no_code, Html::default(), again("button quiet")),
        Outcome::NoPicture => saying(&text.no_picture, Html::default(), again("button quiet")),
        Outcome::Coupon => {
            let wallet = drawing.life.session.text().to_wallet;
            let wallet =
                element!("a", [("class", "button"), ("href", Route::Wallet.path())], [wallet]);
            saying(&text.coupon, Html::default(), nodes![wallet, again("button quiet")])
        }
        Outcome::Foreign(read) => {
            let read = if read.is_empty() { text.nothing_in_it } else { read.as_str() };
            let read = element!("bdi", [], [read]);
            let read = element!("blockquote", [("translate", "no")], [read]);
            saying(&text.foreign, read, again("button"))
        }
        // The stage itself shows these.
        Outcome::None | Outcome::Reading | Outcome::Leads(_) | Outcome::NotACode(_) => {
            Html::default()
        }
    }
}
