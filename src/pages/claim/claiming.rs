//! The page's dealings with the server and with time.

use std::cell::Cell;
use std::rc::Rc;

use mall_contract::{CardState, ClaimRequest, OfferId};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::state::{Action, News, State};
use crate::api::claims::{self, Outcome};
use crate::api::pages;
use crate::host::fetch::Abort;
use crate::host::{clock, document, visibility};
use crate::session::{Clock, Session};
use crate::text::Language;

/// After so many milliseconds without an answer the card says that it is being looked into.
const SLOW: u32 = 4_000;

/// What is shown is read anew when the shopper returns after so many milliseconds.
const STALE: i64 = 15_000;

/// Browsers count at most this many milliseconds in one timer.
const LONGEST_TIMER: i64 = i32::MAX as i64;

type Handle = UseReducerHandle<State>;

/// The handler of a tap on a card's button.
#[hook]
pub fn use_claim(state: &Handle, link: &str, session: &Session) -> Callback<OfferId> {
    let (state, link, language) = (state.clone(), link.to_owned(), session.language);
    Callback::from(move |offer: OfferId| {
        let Some(card) = state.card(&offer) else { return };
        let free = matches!(
            card.state(state.now),
            CardState::Claimable | CardState::Held { another: true, .. }
        );
        if !free {
            return;
        }
        if let Some(request) = claims::begin(&link, &offer, card.next_nth()) {
            state.dispatch(Action::ClaimTapped(offer));
            spawn_local(claim(request, language, false, state.dispatcher()));
        }
    })
}

/// What the page does when it opens: it takes up the claims whose result was unknown when it was
/// left, and from then on reads itself anew whenever the shopper comes back.
#[hook]
pub fn use_opened(state: &Handle, link: &str, session: &Session) {
    let (state, link, language) = (state.clone(), link.to_owned(), session.language);
    use_effect_with((), move |()| {
        for card in &state.cards {
            if let Some(request) = claims::pending(&link, &card.data.offer.id) {
                if request.nth < card.next_nth() {
                    claims::settled(&link, &request.offer_id);
                    continue;
                }
                state.dispatch(Action::ResultUnknown(request.offer_id.clone()));
                spawn_local(claim(request, language, true, state.dispatcher()));
            }
        }
        // A read that a newer one overtakes, or that outlives the page, is cancelled.
        let reading: Rc<Cell<Option<Abort>>> = Rc::default();
        let listener =
            visibility::on_return(refresh(state.dispatcher(), link, language, reading.clone()));
        move || {
            drop(listener);
            reading.take();
        }
    });
}

fn refresh(
    tell: UseReducerDispatcher<State>,
    link: String,
    language: Language,
    reading: Rc<Cell<Option<Abort>>>,
) -> impl Fn() + Clone {
    let last_read = Rc::new(Cell::new(clock::device_ms()));
    move || {
        if clock::device_ms() - last_read.get() < STALE {
            return;
        }
        last_read.set(clock::device_ms());
        let abort = Abort::new();
        let wanted = abort.as_ref().map(Abort::wanted);
        reading.set(abort);
        let (tell, link) = (tell.clone(), link.clone());
        spawn_local(async move {
            // What cannot be read now is left as it is; the server decides each claim.
            if let Ok(page) = pages::claim_page(&link, language.code(), wanted).await {
                tell.dispatch(Action::Refreshed(page));
            }
        });
    }
}

async fn claim(
    request: ClaimRequest,
    language: Language,
    asked_before: bool,
    tell: UseReducerDispatcher<State>,
) {
    let offer = request.offer_id.clone();
    let unknown = {
        let (tell, offer) = (tell.clone(), offer.clone());
        move || tell.dispatch(Action::ResultUnknown(offer.clone()))
    };
    let slow = clock::after(SLOW, unknown.clone());
    let outcome = claims::resolve(request, language.code(), asked_before, unknown).await;
    drop(slow);
    tell.dispatch(match outcome {
        Outcome::Granted(coupon) => Action::Granted(offer, *coupon),
        Outcome::Refused(refusal) => Action::Refused(offer, refusal),
    });
}

/// Redraws when time alone changes a card, and at no other time.
#[hook]
pub fn use_passing_time(state: &Handle, clock: Clock) {
    let dispatcher = state.dispatcher();
    use_effect_with((state.next_change(), state.now), move |(next, _)| {
        let timer = next.map(|next| {
            let wait = (next - clock.now()).clamp(0, LONGEST_TIMER);
            clock::after(wait as u32, move || dispatcher.dispatch(Action::TimePassed(clock.now())))
        });
        move || drop(timer)
    });
}

/// The button of a claim goes away with its answer; the focus then goes to what took its place.
#[hook]
pub fn use_kept_focus(state: &Handle) {
    use_effect_with(state.news.clone(), |news| {
        if let Some(News::Claimed(offer) | News::Refused(offer, _)) = news
            && document::focus_is_lost()
        {
            document::focus_on(&format!("act-{offer}"));
        }
    });
}
