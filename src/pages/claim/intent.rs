//! The intents of a shopper on the claim page.

use mall_contract::{Arrangement, OfferId};
use yew::Callback;

use crate::ui::element::{Kind, Value, on};

/// An intent of the shopper.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// Claims one coupon of each offer.
    Claim(Vec<OfferId>),
    /// Filters and sorts the list.
    Arrange(Arrangement),
    /// Reads more of the list.
    More,
}

/// Returns a listener that emits an intent on a tap. The element is a real link or submit button,
/// for browsers without the module; the listener keeps the browser from following it.
pub fn on_tap(on_intent: &Callback<Intent>, intent: Intent) -> Value {
    let on_intent = on_intent.clone();
    on(Kind::Click, move |event| {
        event.prevent_default();
        on_intent.emit(intent.clone());
    })
}
