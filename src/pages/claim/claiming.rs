//! One claim, from the request to the card.

use mall_contract::ClaimRequest;
use yew::UseReducerDispatcher;

use super::state::{Action, State};
use crate::api::claims::{self, Outcome};
use crate::host::clock;
use crate::text::Language;

/// After so many milliseconds without an answer the card says that it is being looked into.
const SLOW: u32 = 4_000;

/// Asks until the result is known, and tells the page of each step.
pub async fn claim(
    request: ClaimRequest,
    language: Language,
    asked_before: bool,
    tell: UseReducerDispatcher<State>,
) {
    let offer = request.offer_id.clone();
    let unknown = {
        let (tell, offer) = (tell.clone(), offer.clone());
        move |why| tell.dispatch(Action::ResultUnknown(offer.clone(), why))
    };
    let slow = {
        let unknown = unknown.clone();
        clock::after(SLOW, move || unknown(None))
    };
    let outcome = claims::resolve(request, language.code(), asked_before, unknown).await;
    drop(slow);
    tell.dispatch(match outcome {
        Outcome::Granted(coupon) => Action::Granted(offer, *coupon),
        Outcome::Refused(refusal) => Action::Refused(offer, refusal),
    });
}
