use std::collections::BTreeSet;

use mall_contract::samples::{self, DAY, HOUR, NOW};
use mall_contract::{
    CODE_STEP_MS, Coupon, CouponId, CouponPage, Expiring, Moment, QrText, Redemption,
    RevocationReason, Wallet, WalletCounts, WalletState,
};
use proptest::prelude::*;

use super::{Action, ListStatus, Part, State};
use crate::pages::store::Reduce;

/// Returns a coupon that can be used for `validity` milliseconds.
fn coupon(name: &str, validity: i64) -> Coupon {
    Coupon { valid_until: NOW + validity, ..samples::coupon("latte", name) }
}

fn used_coupon(name: &str) -> Coupon {
    Coupon { redemption: Some(Redemption::Redeemed { at: NOW }), ..coupon(name, DAY) }
}

fn wallet(state: WalletState, coupons: Vec<Coupon>, next: Option<&str>) -> Wallet {
    Wallet {
        mall: samples::mall(),
        server_time: NOW,
        state,
        store: None,
        counts: WalletCounts { usable: 9, used: 5, ended: 2 },
        expiring: None,
        coupons,
        next: next.map(str::to_owned),
    }
}

fn usable(validity: &[(&str, i64)], next: Option<&str>) -> Wallet {
    let coupons = validity.iter().map(|(name, validity)| coupon(name, *validity)).collect();
    wallet(WalletState::Usable, coupons, next)
}

fn open_state(validity: &[(&str, i64)], next: Option<&str>) -> State {
    State::new(&usable(validity, next))
}

fn after(state: &State, actions: impl IntoIterator<Item = Action>) -> State {
    actions.into_iter().fold(state.clone(), |state, action| state.reduce(action).as_ref().clone())
}

fn list_loaded(wallet: Wallet, part: Part) -> Action {
    Action::ListLoaded(wallet.into(), part)
}

fn names(state: &State) -> Vec<&str> {
    state.coupons().unwrap_or_default().iter().map(|coupon| coupon.id.as_str()).collect()
}

fn id(name: &str) -> CouponId {
    CouponId::parse(name).expect("an id")
}

/// Returns a coupon as the server sends it at a moment, with codes for this many half minutes.
fn coupon_page(coupon: Coupon, at: Moment, codes: i64) -> CouponPage {
    let text = |i| QrText { from: at + i * CODE_STEP_MS, text: format!("T{i}") };
    CouponPage {
        mall: samples::mall(),
        coupon,
        way: None,
        undone_at: None,
        code: None,
        shown: (0..codes).map(text).collect(),
        server_time: at,
    }
}

fn coupon_loaded(page: CouponPage) -> Action {
    Action::CouponLoaded(page.into())
}

#[test]
fn the_next_part_is_added_once() {
    let state = open_state(&[("a", DAY), ("b", 2 * DAY)], Some("usable.1.b"));
    let next = state.next_part().expect("more");
    assert_eq!(next.query(), "?after=usable.1.b");
    let behind = usable(&[("b", 2 * DAY), ("c", 3 * DAY)], None);
    let state = after(&state, [Action::ListRequested, list_loaded(behind, Part::Next)]);
    assert_eq!(names(&state), ["a", "b", "c"]);
    assert_eq!((state.list_status, state.next_part()), (ListStatus::Idle, None));
}

#[test]
fn a_refresh_keeps_the_parts_after_it() {
    let coupons = [("a", DAY), ("b", 2 * DAY), ("c", 3 * DAY), ("d", 4 * DAY)];
    let state = open_state(&coupons, Some("usable.4.d"));
    // `b` was used in between, and `n` is new.
    let begin = usable(&[("a", DAY), ("n", 2 * DAY + 1), ("c", 3 * DAY)], Some("usable.3.c"));
    let state = after(&state, [list_loaded(begin, Part::First)]);
    assert_eq!(names(&state), ["a", "n", "c", "d"]);
    assert_eq!(state.next_part().expect("more").after, "usable.4.d");
    let all = usable(&[("a", DAY)], None);
    let state = after(&state, [list_loaded(all, Part::First)]);
    assert_eq!((names(&state), state.next_part()), (vec!["a"], None));
    let none = after(&state, [list_loaded(usable(&[], None), Part::First)]);
    assert_eq!(names(&none), [""; 0]);
}

#[test]
fn a_response_to_another_request_is_ignored() {
    let state = open_state(&[("a", DAY)], None);
    let state = after(&state, [Action::StateChosen(WalletState::Used), Action::ListRequested]);
    assert_eq!(state.coupons(), None);
    let state = after(&state, [list_loaded(usable(&[("b", DAY)], None), Part::First)]);
    assert_eq!((state.coupons(), state.list_status), (None, ListStatus::Loading));
    let answer = wallet(WalletState::Used, vec![used_coupon("u")], None);
    let state = after(&state, [list_loaded(answer, Part::First)]);
    assert_eq!((names(&state), state.list_status), (vec!["u"], ListStatus::Idle));
    let searched = after(&state, [Action::Searched(" 咖啡 ".into())]);
    assert_eq!(searched.query().query(), "?state=used&store=%E5%92%96%E5%95%A1");
    let other = Wallet { store: Some("面".into()), ..usable(&[("x", DAY)], None) };
    assert_eq!(after(&searched, [list_loaded(other, Part::First)]).coupons(), None);
    let back = after(&searched, [Action::Searched(String::new())]);
    assert_eq!(names(&back), ["u"], "what was read is there at once");
}

#[test]
fn a_failed_read_is_shown_and_the_list_stays() {
    let state = open_state(&[("a", DAY)], None);
    let failure = Action::ListFailed { unreachable: true };
    let quiet = after(&state, [failure.clone()]);
    assert_eq!(
        (names(&quiet), quiet.unreachable, quiet.list_status),
        (vec!["a"], true, ListStatus::Idle)
    );
    assert_eq!(quiet.as_of, NOW);
    let requested = after(&state, [Action::ListRequested, failure]);
    assert_eq!((requested.unreachable, requested.list_status), (true, ListStatus::Failed));
    let refused = after(&state, [Action::ListRequested, Action::ListFailed { unreachable: false }]);
    assert_eq!((refused.unreachable, refused.list_status), (false, ListStatus::Failed));
    let offline = after(
        &state,
        [Action::NetworkChanged { online: false }, Action::NetworkChanged { online: true }],
    );
    assert!(offline.unreachable, "until the server has answered");
    let again = after(&offline, [list_loaded(usable(&[("a", DAY)], None), Part::First)]);
    assert!(!again.unreachable);
}

#[test]
fn an_expired_coupon_leaves_its_list_and_is_counted_in_the_other() {
    let state = open_state(&[("a", HOUR), ("b", DAY)], None);
    assert_eq!(state.next_change(), NOW + 60_000);
    let nearly = after(&state, [Action::TimePassed(NOW + (HOUR - 30_000))]);
    assert_eq!(nearly.next_change(), NOW + HOUR, "not at the next minute, which is later");
    let state = after(&state, [Action::TimePassed(NOW + HOUR)]);
    assert_eq!(names(&state), ["b"]);
    assert_eq!(state.counts, WalletCounts { usable: 8, used: 5, ended: 3 });
    let past = after(&state, [Action::TimePassed(NOW)]);
    assert_eq!(past.now, NOW + HOUR, "time does not go back");
}

#[test]
fn the_reminder_changes_with_time_and_redemptions() {
    let validity = [("a", HOUR), ("b", 2 * DAY), ("c", 4 * DAY)];
    let state = open_state(&validity, Some("usable.1.c"));
    let first = |state: &State| state.expiring().map(|e| (e.count, e.first));
    assert_eq!(first(&state), Some((2, NOW + HOUR)));
    let state = after(&state, [Action::TimePassed(NOW + 2 * HOUR)]);
    assert_eq!(first(&state), Some((1, NOW + 2 * DAY)));
    let redeemed = coupon_page(used_coupon("b"), NOW + 2 * HOUR, 0);
    let state = after(&state, [coupon_loaded(redeemed)]);
    assert_eq!(first(&state), None);
    let day = after(&state, [Action::TimePassed(NOW + DAY)]);
    assert_eq!(first(&day), Some((1, NOW + 4 * DAY)));
}

#[test]
fn the_servers_reminder_is_used_while_the_list_is_incomplete() {
    let reminder = Some(Expiring { count: 30, first: NOW + HOUR });
    let wallet_page = Wallet { expiring: reminder, ..usable(&[("a", HOUR)], Some("usable.1.a")) };
    let state = State::new(&wallet_page);
    assert_eq!(state.expiring(), reminder);
    let used = Wallet { expiring: reminder, ..wallet(WalletState::Used, vec![], None) };
    let state = after(&State::new(&used), [Action::TimePassed(NOW + HOUR)]);
    assert_eq!(state.expiring(), None, "the first of them is over");
}

#[test]
fn a_coupon_opens_while_its_codes_are_valid() {
    let state = open_state(&[("a", DAY)], None);
    assert!(state.needs_codes(&id("a")) && state.prefetched(&id("a")).is_none());
    let state = after(&state, [coupon_loaded(coupon_page(coupon("a", DAY), NOW, 20))]);
    assert!(!state.needs_codes(&id("a")));
    let open = after(&state, [Action::CouponOpened(id("a"))]);
    assert_eq!(open.open_coupon.as_ref().map(|page| page.server_time), Some(NOW));
    assert_eq!(after(&open, [Action::CouponClosed]).open_coupon, None);
    let later = after(&state, [Action::TimePassed(NOW + 6 * 60_000)]);
    assert!(later.needs_codes(&id("a")), "they do not last");
    let sent_at = later.prefetched(&id("a")).expect("still some").server_time;
    assert_eq!(sent_at, NOW, "the server's later answers are newer");
    let over = after(&state, [Action::TimePassed(NOW + 10 * 60_000)]);
    assert_eq!(over.prefetched(&id("a")), None);
    assert!(!state.needs_codes(&id("unknown")));
}

#[test]
fn a_coupon_that_starts_later_opens_without_codes() {
    let later = Coupon { valid_from: NOW + DAY, ..coupon("a", 2 * DAY) };
    let state = State::new(&wallet(WalletState::Usable, vec![later.clone()], None));
    let state = after(&state, [coupon_loaded(coupon_page(later, NOW, 0))]);
    assert!(state.prefetched(&id("a")).is_some() && !state.needs_codes(&id("a")));
}

#[test]
fn a_redeemed_coupon_moves_to_the_used_ones() {
    let state = open_state(&[("a", DAY), ("b", DAY)], None);
    let history = wallet(WalletState::Used, vec![used_coupon("u")], None);
    let state = after(
        &state,
        [
            Action::StateChosen(WalletState::Used),
            list_loaded(history, Part::First),
            Action::StateChosen(WalletState::Usable),
            coupon_loaded(coupon_page(coupon("a", DAY), NOW, 20)),
            Action::CouponOpened(id("a")),
            Action::CouponClosed,
            coupon_loaded(coupon_page(used_coupon("a"), NOW + 1, 0)),
        ],
    );
    assert_eq!(names(&state), ["b"]);
    assert_eq!(state.counts, WalletCounts { usable: 8, used: 6, ended: 2 });
    assert_eq!(state.prefetched(&id("a")), None);
    let history = after(&state, [Action::StateChosen(WalletState::Used)]);
    assert_eq!(history.coupons(), None, "it is read anew");
    let older = coupon_loaded(coupon_page(coupon("a", DAY), NOW, 20));
    assert_eq!(after(&state, [older]).prefetched(&id("a")), None, "an older answer is left");
}

#[test]
fn the_number_of_kept_codes_is_limited() {
    let many: Vec<Coupon> = (0..20).map(|i| coupon(&format!("c{i}"), DAY)).collect();
    let mut state = State::new(&wallet(WalletState::Usable, many.clone(), None));
    for coupon in many {
        state = after(&state, [coupon_loaded(coupon_page(coupon, NOW, 20))]);
    }
    assert!(state.prefetched(&id("c0")).is_none() && state.prefetched(&id("c19")).is_some());
}

fn ends() -> impl Strategy<Value = Vec<(u8, i64)>> {
    prop::collection::btree_map(0..40_u8, 1..30_i64, 0..30).prop_map(|all| {
        let mut all: Vec<_> = all.into_iter().collect();
        all.sort_by_key(|(name, end)| (*end, *name));
        all
    })
}

proptest! {
    /// Checks that after a refresh and all later parts the list is the server's, whatever was known before.
    #[test]
    fn reading_all_parts_gives_the_servers_list(before in ends(), now in ends(), size in 1..7_usize) {
        let answer = |all: &[(u8, i64)], from: usize| {
            let part = all.iter().skip(from).take(size);
            let coupons = part.map(|(name, end)| coupon(&format!("c{name}"), end * HOUR)).collect();
            let more = from + size < all.len();
            wallet(WalletState::Usable, coupons, more.then_some("usable.1.x"))
        };
        let mut state = State::new(&answer(&before, 0));
        for from in (size..before.len()).step_by(size) {
            state = after(&state, [list_loaded(answer(&before, from), Part::Next)]);
        }
        state = after(&state, [list_loaded(answer(&now, 0), Part::First)]);
        let all = names(&state).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let distinct: BTreeSet<_> = all.iter().collect();
        prop_assert_eq!(distinct.len(), all.len());
        let begin: Vec<_> = now.iter().take(size).map(|(name, _)| format!("c{name}")).collect();
        prop_assert_eq!(&all[..begin.len()], &begin[..]);
    }

    /// Checks that each list holds only coupons of its state, however time passes and tills redeem coupons.
    #[test]
    fn each_list_holds_coupons_of_its_state_only(all in ends(), steps in prop::collection::vec((0..40_u8, 0..8_i64), 0..20)) {
        let coupons = all.iter().map(|(name, end)| coupon(&format!("c{name}"), end * HOUR)).collect();
        let mut state = State::new(&wallet(WalletState::Usable, coupons, None));
        for (name, hours) in steps {
            let now = state.now + hours * HOUR;
            let revoked = Redemption::Revoked { at: now, reason: RevocationReason::Withdrawn };
            let revoked_coupon = Coupon { redemption: Some(revoked), ..coupon(&format!("c{name}"), 99 * HOUR) };
            state = after(&state, [Action::TimePassed(now), coupon_loaded(coupon_page(revoked_coupon, now, 0))]);
            for coupon in state.coupons().unwrap_or_default() {
                prop_assert_eq!(WalletState::of(coupon, state.now), WalletState::Usable);
            }
        }
    }
}
