use std::rc::Rc;

use mall_contract::samples::{self, NOW, offer_id};
use mall_contract::*;

use super::{Action, Announcement, BatchOutcome, ListStatus, State};
use crate::pages::store::Reduce;

/// Returns a card that changes soon, so that the page waits for it.
fn card(name: &str) -> OfferCard {
    let mut card = samples::card(name);
    card.offer.claim_from = NOW + -1000;
    card.offer.claim_until = NOW + 60_000;
    card.offer.stock.day_ends = NOW + 500_000;
    card
}

fn coupon(name: &str, id: &str) -> Coupon {
    Coupon { valid_until: NOW + 90_000, ..samples::coupon(name, id) }
}

fn page(cards: Vec<OfferCard>, server_time: Moment) -> ClaimPage {
    ClaimPage { server_time, ..samples::page("l", cards) }
}

fn start(cards: Vec<OfferCard>) -> State {
    State::new(&page(cards, NOW), NOW)
}

fn order(state: &State) -> Vec<&str> {
    state.cards().map(|card| card.data.offer.id.as_str()).collect()
}

fn after(state: State, actions: impl IntoIterator<Item = Action>) -> Rc<State> {
    actions.into_iter().fold(Rc::new(state), |state, action| state.reduce(action))
}

fn card_state_of<'a>(state: &'a State, name: &str) -> CardState<'a> {
    state.card(&offer_id(name)).expect("a card").state(state.now)
}

#[test]
fn a_claim_goes_from_tap_to_coupon() {
    let start = start(vec![card("a"), card("b")]);
    let tapped = after(start.clone(), [Action::ClaimTapped(vec![offer_id("a")])]);
    assert_eq!(card_state_of(&tapped, "a"), CardState::Claiming);
    assert_eq!(card_state_of(&tapped, "b"), CardState::Claimable);

    let granted = Action::Granted(offer_id("a"), coupon("a", "c1"));
    let done = after(start, [Action::ClaimTapped(vec![offer_id("a")]), granted]);
    assert!(matches!(card_state_of(&done, "a"), CardState::Held { another: false, .. }));
    assert_eq!(done.announcement, Some(Announcement::Claimed(offer_id("a"))));
}

#[test]
fn a_coupon_is_usable_from_the_moment_it_is_shown() {
    let mut fresh = coupon("a", "c1");
    (fresh.claimed_at, fresh.valid_from) = (NOW + 700, NOW + 700);
    let state = after(start(vec![card("a")]), [Action::Granted(offer_id("a"), fresh)]);
    assert!(matches!(
        card_state_of(&state, "a"),
        CardState::Held { state: CouponState::Usable, .. }
    ));
}

#[test]
fn the_same_answer_twice_is_one_coupon() {
    let granted = || Action::Granted(offer_id("a"), coupon("a", "c1"));
    let state = after(start(vec![card("a")]), [granted(), granted()]);
    let card = state.card(&offer_id("a")).expect("a card");
    assert_eq!((card.data.held.len(), card.data.offer.stock.left), (1, Some(59)));
}

#[test]
fn an_unknown_result_stays_until_the_server_decides() {
    let unknown = || Action::ResultUnknown(offer_id("a"), None);
    let fresh = page(vec![card("a")], NOW + 5);
    let state = after(start(vec![card("a")]), [unknown(), Action::ListLoaded(fresh), unknown()]);
    assert_eq!(card_state_of(&state, "a"), CardState::Checking);
    let refused = Action::Refused(offer_id("a"), Refusal::SoldOut);
    let state = after((*state).clone(), [refused]);
    assert_eq!(card_state_of(&state, "a"), CardState::Refused(Refusal::SoldOut));
}

#[test]
fn a_refresh_keeps_the_order_on_the_screen_and_held_coupons() {
    let start = start(vec![card("a"), card("b"), card("gone"), card("held")]);
    let granted = Action::Granted(offer_id("held"), coupon("held", "c1"));
    let fresh = page(vec![card("new"), card("b"), card("a")], NOW + 5);
    let state = after(start, [granted, Action::ListLoaded(fresh)]);
    assert_eq!(order(&state), ["a", "b", "held", "new"]);
    assert_eq!(state.now, NOW + 5);
}

#[test]
fn a_refresh_removes_an_outdated_refusal() {
    let refused = Action::Refused(offer_id("a"), Refusal::OfferPaused);
    let fresh = page(vec![card("a")], NOW + 5);
    let state = after(start(vec![card("a")]), [refused, Action::ListLoaded(fresh)]);
    assert_eq!(card_state_of(&state, "a"), CardState::Claimable);
}

#[test]
fn a_change_redraws_only_its_card() {
    let before = Rc::new(start(vec![card("a"), card("b")]));
    let after = before.clone().reduce(Action::ClaimTapped(vec![offer_id("a")]));
    assert!(!Rc::ptr_eq(&before.loaded[0], &after.loaded[0]));
    assert!(Rc::ptr_eq(&before.loaded[1], &after.loaded[1]));
}

#[test]
fn the_next_change_is_the_nearest_instant_that_changes_a_card() {
    let mut soon = card("soon");
    soon.offer.claim_from = NOW + 30;
    let state = start(vec![card("a"), soon]);
    assert_eq!(state.next_change(), Some(NOW + 30));
    let state = after(state, [Action::TimePassed(NOW + 30)]);
    assert_eq!(card_state_of(&state, "soon"), CardState::Claimable);
    assert_eq!(state.next_change(), Some(NOW + 60_000));
}

#[test]
fn a_result_of_an_unknown_offer_changes_nothing() {
    let state = after(start(vec![card("a")]), [Action::ClaimTapped(vec![offer_id("other")])]);
    assert_eq!(card_state_of(&state, "a"), CardState::Claimable);
}

/// Returns one part of a list, as the server answers.
fn part(arrangement: &str, from: u32, total: u32, names: &[&str]) -> ClaimPage {
    let cards = names.iter().map(|name| card(name)).collect();
    let arrangement = Arrangement::parse(arrangement);
    ClaimPage { arrangement, from, total, ..page(cards, NOW) }
}

#[test]
fn parts_of_a_list_follow_one_another_without_repetition() {
    let state = State::new(&part("", 0, 5, &["a", "b"]), NOW);
    assert_eq!((state.next_part(), state.total()), (Some(2), 5));
    // One was sold in between, so the list moved up by one.
    let state =
        after(state, [Action::ListRequested, Action::ListLoaded(part("", 2, 5, &["b", "c", "d"]))]);
    assert_eq!(order(&state), ["a", "b", "c", "d"]);
    assert_eq!((state.next_part(), state.list_status), (None, ListStatus::Idle));
}

#[test]
fn a_complete_list_is_arranged_without_a_request() {
    let mut toy = card("toy");
    toy.category = "toys".into();
    toy.offer.benefit = Benefit::AmountOff(Fen(900));
    let arranged = |query| Action::Arranged(Arrangement::parse(query));
    let state = after(start(vec![card("a"), toy]), [arranged("sort=largest")]);
    assert_eq!((order(&state), state.is_provisional()), (vec!["toy", "a"], false));
    let state = after((*state).clone(), [arranged("category=toys")]);
    assert_eq!((order(&state), state.total()), (vec!["toy"], 1));
    let state = after((*state).clone(), [arranged("")]);
    assert_eq!(order(&state), ["a", "toy"]);
}

#[test]
fn a_partly_known_list_is_provisional_until_the_server_has_arranged_it() {
    let state = State::new(&part("", 0, 9, &["a", "b"]), NOW);
    let state = after(state, [Action::Arranged(Arrangement::parse("sort=expiring"))]);
    assert_eq!((order(&state), state.is_provisional()), (vec!["a", "b"], true));
    let answer = |query, names: &[&str]| Action::ListLoaded(part(query, 0, 9, names));
    let late = after((*state).clone(), [answer("", &["x"])]);
    assert_eq!(order(&late), ["a", "b"], "the answer to an older wish changes nothing");
    let state = after((*state).clone(), [answer("sort=expiring", &["c", "b"])]);
    assert_eq!((order(&state), state.is_provisional()), (vec!["c", "b"], false));
    assert_eq!(state.next_part(), Some(2));
}

#[test]
fn a_page_that_begins_in_the_middle_is_never_complete() {
    let state = State::new(&part("", 2, 4, &["c", "d"]), NOW);
    let state = after(state, [Action::Arranged(Arrangement::parse("floor=L1"))]);
    assert!(state.is_provisional());
}

#[test]
fn a_claim_of_several_offers_has_a_result_for_each() {
    let tapped = Action::ClaimTapped(vec![offer_id("a"), offer_id("b"), offer_id("c")]);
    let granted = Action::Granted(offer_id("a"), coupon("a", "c1"));
    let refused = Action::Refused(offer_id("b"), Refusal::SoldOut);
    let busy = Refusal::Busy { retry_after: 3 };
    let queued = Action::ResultUnknown(offer_id("c"), Some(busy.clone()));
    let state = start(vec![card("a"), card("b"), card("c"), card("d")]);
    assert_eq!((state.claimable().len(), state.batch_outcome()), (4, None));
    let state = after(state, [tapped, granted, refused, queued]);
    assert_eq!(state.batch_outcome(), Some(BatchOutcome { claimed: 1, refused: 1, pending: 1 }));
    assert_eq!(card_state_of(&state, "c"), CardState::Queued(busy));
    assert_eq!(state.claimable(), [offer_id("d")]);
}
