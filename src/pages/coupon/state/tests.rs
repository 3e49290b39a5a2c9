use mall_contract::samples::{self, HOUR, NOW};
use mall_contract::{
    CODE_STEP_MS, Coupon, CouponPage, Moment, QrText, Redemption, RevocationReason,
};

use super::{Action, Display, State};
use crate::pages::store::Reduce;

/// Returns a coupon as the server sends it at a moment. Its texts are named by their places.
fn coupon_page(at: Moment, texts: usize) -> CouponPage {
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

fn open_state(texts: usize) -> State {
    State::new(&coupon_page(NOW, texts), NOW)
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
fn each_code_is_shown_for_its_half_minute_without_a_network() {
    let state = open_state(20).reduce(Action::NoResponse);
    for (ms, expected) in [(0, "T0"), (29_999, "T0"), (30_000, "T1"), (599_999, "T19")] {
        assert_eq!(text(&after(&state, ms)).as_deref(), Some(expected), "{ms}");
    }
    assert_eq!(after(&state, 600_000).display(), Display::RanOut);
    let until = NOW + CODE_STEP_MS;
    assert_eq!(state.display(), Display::Code { text: "T0", until });
}

#[test]
fn codes_are_requested_while_half_of_them_is_left() {
    let state = open_state(20);
    assert!(!after(&state, 0).needs_codes() && !after(&state, 300_000).needs_codes());
    assert!(after(&state, 300_001).needs_codes() && after(&state, 700_000).needs_codes());
    let fresh = coupon_page(NOW + 300_001, 20);
    assert!(!after(&state, 300_001).reduce(Action::Loaded(fresh.into())).needs_codes());
}

#[test]
fn no_codes_are_requested_beyond_the_coupons_end() {
    let mut last = coupon_page(NOW, 2);
    last.coupon.valid_until = NOW + 2 * CODE_STEP_MS;
    assert!(!State::new(&last, NOW).needs_codes());
    assert_eq!(after(&State::new(&last, NOW), 2 * CODE_STEP_MS).display(), Display::Expired);
    let mut later = coupon_page(NOW, 0);
    later.coupon.valid_from = NOW + HOUR / 2;
    let later = State::new(&later, NOW);
    assert_eq!(later.display(), Display::NotYet { from: NOW + HOUR / 2 });
    assert!(!later.needs_codes() && after(&later, HOUR / 2 - 1).needs_codes());
}

#[test]
fn a_redemption_and_its_undo_are_shown() {
    let mut used = coupon_page(NOW + 1000, 0);
    used.coupon.redemption = Some(Redemption::Redeemed { at: NOW });
    let state = open_state(20).reduce(Action::Loaded(used.into()));
    assert_eq!(state.display(), Display::Used { at: NOW });
    assert!(!state.needs_codes() && !state.is_over() && !state.shows_code());
    let mut back = coupon_page(NOW + 2000, 20);
    back.undone_at = Some(NOW + 2000);
    let state = state.reduce(Action::Loaded(back.into()));
    assert_eq!(text(&state).as_deref(), Some("T0"));
    assert_eq!(state.page.undone_at, Some(NOW + 2000));
}

#[test]
fn an_outdated_response_changes_nothing() {
    let mut used = coupon_page(NOW + 1000, 0);
    used.coupon.redemption = Some(Redemption::Redeemed { at: NOW });
    let state = open_state(20).reduce(Action::Loaded(used.into()));
    let late = state.reduce(Action::Loaded(coupon_page(NOW, 20).into()));
    assert_eq!(late.display(), Display::Used { at: NOW });
}

#[test]
fn a_page_from_the_wallet_takes_what_the_server_says_later() {
    // A device's clock that was set forward makes the opened page think that it is later than it is.
    let open = State::new(&coupon_page(NOW, 20), NOW + 70_000);
    assert_eq!(text(&open).as_deref(), Some("T2"), "it is drawn as of now");
    let mut used = coupon_page(NOW + 3_000, 0);
    used.coupon.redemption = Some(Redemption::Redeemed { at: NOW + 2_000 });
    let shown = open.reduce(Action::Loaded(used.into()));
    assert_eq!(shown.display(), Display::Used { at: NOW + 2_000 });
}

#[test]
fn a_revoked_coupon_shows_its_end() {
    let mut revoked = coupon_page(NOW, 0);
    let reason = RevocationReason::PaymentRefunded;
    revoked.coupon.redemption = Some(Redemption::Revoked { at: NOW, reason });
    let state = State::new(&revoked, NOW);
    assert_eq!(state.display(), Display::Revoked { reason });
    assert!(state.is_over() && !state.needs_codes());
}

#[test]
fn a_lost_clock_shows_no_code() {
    let state = open_state(20).reduce(Action::ClockLost);
    assert!(state.unreachable && state.needs_codes());
    assert_eq!(state.display(), Display::RanOut);
    assert!(state.page.code.is_some(), "somebody may type it");
    let updated = state.reduce(Action::Loaded(coupon_page(NOW, 20).into()));
    assert_eq!(text(&updated).as_deref(), Some("T0"));
}

#[test]
fn a_response_ends_the_offline_state() {
    let state = open_state(20).reduce(Action::NoResponse);
    assert!(state.unreachable);
    assert!(!state.reduce(Action::Loaded(coupon_page(NOW, 20).into())).unreachable);
}
