use mall_contract::samples::{self, HOUR, NOW};
use mall_contract::{
    CODE_STEP_MS, Coupon, CouponPage, Moment, QrText, Redemption, RevocationReason,
};

use super::{Action, Display, State};
use crate::pages::store::Reduce;

/// Returns a coupon as the server sends it at a moment. Its texts are named by their places.
fn shown(at: Moment, texts: usize) -> CouponPage {
    let text = |i: usize| QrText { from: at + CODE_STEP_MS * i as i64, text: format!("T{i}") };
    CouponPage {
        mall: samples::mall(),
        coupon: Coupon { valid_until: NOW + HOUR, ..samples::coupon("latte", "c1") },
        way: None,
        undone_at: None,
        code: Some("7K01-QD8M-2ZWX-3V5T".into()),
        shown: (0..texts).map(text).collect(),
        server_time: at,
    }
}

fn opened(texts: usize) -> State {
    State::new(&shown(NOW, texts))
}

fn after(state: &State, ms: i64) -> State {
    state.reduce(Action::Tick(NOW + ms)).as_ref().clone()
}

fn text(state: &State) -> Option<String> {
    match state.display() {
        Display::Code { text, .. } => Some(text.to_owned()),
        _ => None,
    }
}

#[test]
fn each_code_stands_for_its_half_minute_without_a_network() {
    let state = opened(20).reduce(Action::NoResponse);
    for (ms, expected) in [(0, "T0"), (29_999, "T0"), (30_000, "T1"), (599_999, "T19")] {
        assert_eq!(text(&after(&state, ms)).as_deref(), Some(expected), "{ms}");
    }
    assert_eq!(after(&state, 600_000).display(), Display::RanOut);
    let until = NOW + CODE_STEP_MS;
    assert_eq!(state.display(), Display::Code { text: "T0", until });
}

#[test]
fn codes_are_asked_for_while_half_of_them_is_left() {
    let state = opened(20);
    assert!(!after(&state, 0).needs_codes() && !after(&state, 300_000).needs_codes());
    assert!(after(&state, 300_001).needs_codes() && after(&state, 700_000).needs_codes());
    let fresh = shown(NOW + 300_001, 20);
    assert!(!after(&state, 300_001).reduce(Action::Loaded(fresh.into())).needs_codes());
}

#[test]
fn nothing_is_asked_for_that_the_coupon_does_not_last_for() {
    let mut last = shown(NOW, 2);
    last.coupon.valid_until = NOW + 2 * CODE_STEP_MS;
    assert!(!State::new(&last).needs_codes());
    assert_eq!(after(&State::new(&last), 2 * CODE_STEP_MS).display(), Display::Expired);
    let mut later = shown(NOW, 0);
    later.coupon.valid_from = NOW + HOUR / 2;
    let later = State::new(&later);
    assert_eq!(later.display(), Display::NotYet { from: NOW + HOUR / 2 });
    assert!(!later.needs_codes() && after(&later, HOUR / 2 - 1).needs_codes());
}

#[test]
fn a_till_takes_it_and_gives_it_back() {
    let mut used = shown(NOW + 1000, 0);
    used.coupon.redemption = Some(Redemption::Redeemed { at: NOW });
    let state = opened(20).reduce(Action::Loaded(used.into()));
    assert_eq!(state.display(), Display::Used { at: NOW });
    assert!(!state.needs_codes() && !state.is_over() && !state.shows_code());
    let mut back = shown(NOW + 2000, 20);
    back.undone_at = Some(NOW + 2000);
    let state = state.reduce(Action::Loaded(back.into()));
    assert_eq!(text(&state).as_deref(), Some("T0"));
    assert_eq!(state.page.undone_at, Some(NOW + 2000));
}

#[test]
fn an_answer_that_was_overtaken_changes_nothing() {
    let mut used = shown(NOW + 1000, 0);
    used.coupon.redemption = Some(Redemption::Redeemed { at: NOW });
    let state = opened(20).reduce(Action::Loaded(used.into()));
    let late = state.reduce(Action::Loaded(shown(NOW, 20).into()));
    assert_eq!(late.display(), Display::Used { at: NOW });
}

#[test]
fn what_was_taken_back_is_over() {
    let mut revoked = shown(NOW, 0);
    let reason = RevocationReason::PaymentRefunded;
    revoked.coupon.redemption = Some(Redemption::Revoked { at: NOW, reason });
    let state = State::new(&revoked);
    assert_eq!(state.display(), Display::Revoked { reason });
    assert!(state.is_over() && !state.needs_codes());
}

#[test]
fn a_clock_that_was_lost_shows_no_code_that_may_be_an_old_one() {
    let state = opened(20).reduce(Action::ClockLost);
    assert!(state.unreachable && state.needs_codes());
    assert_eq!(state.display(), Display::RanOut);
    assert!(state.page.code.is_some(), "somebody may type it");
    let told = state.reduce(Action::Loaded(shown(NOW, 20).into()));
    assert_eq!(text(&told).as_deref(), Some("T0"));
}

#[test]
fn an_answer_ends_being_cut_off() {
    let state = opened(20).reduce(Action::NoResponse);
    assert!(state.unreachable);
    assert!(!state.reduce(Action::Loaded(shown(NOW, 20).into())).unreachable);
}
