//! One claim, from the request to its result.

use std::rc::Rc;

use mall_contract::ClaimRequest;

use crate::api::claims::{self, Outcome};
use crate::api::events::Report;
use crate::host::clock;
use crate::pages::claim::state::{Action, State};
use crate::pages::store::Store;

/// The card says "checking" when no response has come after this time.
const SLOW_AFTER_MS: u32 = 4_000;

/// Sends a claim until its result is known, and dispatches each step.
///
/// The result is reported once for each request, also when an earlier page sent it.
pub async fn resolve(store: Rc<Store<State>>, request: ClaimRequest, sent_before: bool) {
    let (offer, id) = (request.offer_id.clone(), request.request_id.clone());
    let on_unknown = {
        let (store, offer) = (store.clone(), offer.clone());
        move |reason| store.dispatch(Action::ResultUnknown(offer.clone(), reason))
    };
    let slow = {
        let on_unknown = on_unknown.clone();
        clock::after(SLOW_AFTER_MS, move || on_unknown(None))
    };
    let outcome = claims::resolve(&store.session.caller, request, sent_before, on_unknown).await;
    drop(slow);
    let (report, action) = match outcome {
        Outcome::Granted(coupon) => {
            (Report::Claimed(offer.clone(), coupon.id.clone()), Action::Granted(offer, *coupon))
        }
        Outcome::Refused(refusal) => {
            let code = refusal.code().to_owned();
            (Report::Refused(offer.clone(), id, code), Action::Refused(offer, refusal))
        }
    };
    store.dispatch(action);
    store.session.report.emit(report);
}
