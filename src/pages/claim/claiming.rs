//! The page's dealings with the server and with time.

use mall_contract::{CardState, ClaimRequest, OfferId};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::state::{Action, News, State};
use crate::api::claims::{self, Outcome};
use crate::host::{clock, document};
use crate::session::{Clock, Session};
use crate::text::Language;

/// After so many milliseconds without an answer the card says that it is being looked into.
const SLOW: u32 = 4_000;

/// Browsers count at most this many milliseconds in one timer.
const LONGEST_TIMER: i64 = i32::MAX as i64;

type Handle = UseReducerHandle<State>;

/// The handler of a tap on a card's button, or on the one for all of them.
#[hook]
pub fn use_claim(state: &Handle, link: &str, session: &Session) -> Callback<Vec<OfferId>> {
    let (state, link, language) = (state.clone(), link.to_owned(), session.language);
    Callback::from(move |offers: Vec<OfferId>| {
        let begin = |offer: &OfferId| {
            let card = state.card(offer)?;
            let free = matches!(
                card.state(state.now),
                CardState::Claimable | CardState::Held { another: true, .. }
            );
            free.then(|| claims::begin(&link, offer, card.next_nth())).flatten()
        };
        let requests: Vec<ClaimRequest> = offers.iter().filter_map(begin).collect();
        let claimed = requests.iter().map(|request| request.offer_id.clone()).collect();
        state.dispatch(Action::ClaimTapped(claimed));
        for request in requests {
            spawn_local(claim(request, language, false, state.dispatcher()));
        }
    })
}

/// When the page opens it takes up the claims whose result was unknown when it was left.
#[hook]
pub fn use_taken_up(state: &Handle, link: &str, session: &Session) {
    let (state, link, language) = (state.clone(), link.to_owned(), session.language);
    use_effect_with((), move |()| {
        for card in state.cards() {
            if let Some(request) = claims::pending(&link, &card.data.offer.id) {
                if request.nth < card.next_nth() {
                    claims::settled(&link, &request.offer_id);
                    continue;
                }
                state.dispatch(Action::ResultUnknown(request.offer_id.clone(), None));
                spawn_local(claim(request, language, true, state.dispatcher()));
            }
        }
    });
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
