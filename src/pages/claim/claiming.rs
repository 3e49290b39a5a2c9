//! One claim, from the request to the card.

use std::rc::Rc;

use mall_contract::ClaimRequest;

use super::life::Life;
use super::state::Action;
use crate::api::claims::{self, Outcome};
use crate::api::events::Report;
use crate::host::clock;

/// After so many milliseconds without an answer the card says that it is being looked into.
const SLOW: u32 = 4_000;

/// Asks until the result is known, and tells the page of each step. The result is reported once for
/// each request, also when it was sent from a page that was left.
pub async fn claim(life: Rc<Life>, request: ClaimRequest, asked_before: bool) {
    let (offer, name) = (request.offer_id.clone(), request.request_id.clone());
    let unknown = {
        let (life, offer) = (life.clone(), offer.clone());
        move |why| life.tell(Action::ResultUnknown(offer.clone(), why))
    };
    let slow = {
        let unknown = unknown.clone();
        clock::after(SLOW, move || unknown(None))
    };
    let outcome = claims::resolve(&life.session.caller, request, asked_before, unknown).await;
    drop(slow);
    let (what, action) = match outcome {
        Outcome::Granted(coupon) => {
            (Report::Claimed(offer.clone(), coupon.id.clone()), Action::Granted(offer, *coupon))
        }
        Outcome::Refused(refusal) => {
            (Report::Refused(offer.clone(), name, refusal.code()), Action::Refused(offer, refusal))
        }
    };
    life.tell(action);
    life.session.report.emit(what);
}
