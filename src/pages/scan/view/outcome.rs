//! Draws the outcome of reading in words.

use yew::Html;

use super::context::ViewContext;
use super::message::message;
use crate::pages::scan::intent::Intent;
use crate::pages::scan::state::Outcome;
use crate::route::Route;
use crate::ui::element::{element, nodes};

/// Draws an outcome that opens no page.
pub fn outcome(context: &ViewContext<'_>, outcome: &Outcome) -> Html {
    let text = context.text;
    let again = |class| context.button(class, Intent::Scan, nodes![text.scan_another]);
    match outcome {
        Outcome::NoCode => message(&text.no_code, Html::default(), again("button quiet")),
        Outcome::NotAPicture => {
            message(&text.not_a_picture, Html::default(), again("button quiet"))
        }
        Outcome::Coupon => {
            let wallet = context.session.text().to_wallet;
            let wallet =
                element!("a", [("class", "button"), ("href", Route::Wallet.path())], [wallet]);
            message(&text.coupon_code, Html::default(), nodes![wallet, again("button quiet")])
        }
        Outcome::Foreign(read) => {
            let read = if read.is_empty() { text.empty_code } else { read.as_str() };
            let read = element!("bdi", [], [read]);
            let read = element!("blockquote", [("translate", "no")], [read]);
            message(&text.foreign_code, read, again("button"))
        }
        // The stage draws these itself.
        Outcome::None | Outcome::Reading | Outcome::Page(_) | Outcome::NotACode(_) => {
            Html::default()
        }
    }
}
