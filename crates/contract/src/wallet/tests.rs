use proptest::prelude::*;

use super::{
    EXPIRES_SOON_MS, WalletCounts, WalletQuery, WalletState, expires_soon, wallet_sort_key,
};
use crate::{Coupon, CouponState, Moment, Redemption, RevocationReason, coupon_state, samples};

fn at(ms: i64) -> Moment {
    Moment::new(ms, 480)
}

fn coupon(from: i64, until: i64, redemption: Option<Redemption>) -> Coupon {
    Coupon { valid_from: at(from), valid_until: at(until), redemption, ..samples::coupon("o", "c") }
}

fn redemptions() -> impl Strategy<Value = Option<Redemption>> {
    prop_oneof![
        Just(None),
        (0..EXPIRES_SOON_MS).prop_map(|ms| Some(Redemption::Redeemed { at: at(ms) })),
        (0..EXPIRES_SOON_MS).prop_map(|ms| {
            Some(Redemption::Revoked { at: at(ms), reason: RevocationReason::Withdrawn })
        }),
    ]
}

proptest! {
    #[test]
    fn a_coupon_is_in_the_list_of_its_state(
        from in 0..2 * EXPIRES_SOON_MS, life in 1..2 * EXPIRES_SOON_MS, now in 0..5 * EXPIRES_SOON_MS, redemption in redemptions()
    ) {
        let coupon = coupon(from, from + life, redemption);
        let state = coupon_state(&coupon, at(now));
        let list = WalletState::of(&coupon, at(now));
        match state {
            CouponState::Usable | CouponState::NotYet { .. } => {
                prop_assert_eq!(list, WalletState::Usable);
                prop_assert!(wallet_sort_key(&coupon) > at(now));
            }
            CouponState::Used { at } => {
                prop_assert_eq!((list, wallet_sort_key(&coupon)), (WalletState::Used, at));
            }
            CouponState::Expired => {
                prop_assert_eq!(list, WalletState::Ended);
                prop_assert!(wallet_sort_key(&coupon) <= at(now));
            }
            CouponState::Revoked { .. } => prop_assert_eq!(list, WalletState::Ended),
        }
    }

    #[test]
    fn usable_coupons_expire_soon_within_three_days(
        until in 1..3 * EXPIRES_SOON_MS, now in 0..4 * EXPIRES_SOON_MS, redemption in redemptions()
    ) {
        let coupon = coupon(0, until, redemption);
        let expected = redemption.is_none() && now < until && until <= now + EXPIRES_SOON_MS;
        prop_assert_eq!(expires_soon(&coupon, at(now)), expected);
    }

    #[test]
    fn a_used_or_ended_coupon_never_becomes_usable(
        until in 1..EXPIRES_SOON_MS, now in 0..2 * EXPIRES_SOON_MS, later in 0..EXPIRES_SOON_MS, redemption in redemptions()
    ) {
        let coupon = coupon(0, until, redemption);
        let before = WalletState::of(&coupon, at(now));
        if before != WalletState::Usable {
            prop_assert_eq!(WalletState::of(&coupon, at(now + later)), before);
        }
    }

    #[test]
    fn every_search_is_one_value_of_the_query(store in "\\PC{0,40}", after in "[a-z0-9._-]{0,20}") {
        let query = WalletQuery { state: WalletState::Used, store, after };
        let text = query.query();
        prop_assert!(text.starts_with("?state=used"));
        prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b"?&=%-._~".contains(&b)));
        let parts = 1 + usize::from(!query.store.is_empty()) + usize::from(!query.after.is_empty());
        prop_assert_eq!(text.split('&').count(), parts);
    }
}

#[test]
fn exactly_three_days_are_soon_and_a_millisecond_more_is_not() {
    let coupon = coupon(0, 2 * EXPIRES_SOON_MS, None);
    assert!(expires_soon(&coupon, at(EXPIRES_SOON_MS)));
    assert!(!expires_soon(&coupon, at(EXPIRES_SOON_MS - 1)));
    assert!(!expires_soon(&coupon, at(2 * EXPIRES_SOON_MS)), "it is over");
}

#[test]
fn the_first_page_has_no_query() {
    assert_eq!(WalletQuery::default().query(), "");
    let store = "咖啡 &".to_owned();
    let query = WalletQuery { store, ..WalletQuery::default() };
    assert_eq!(query.query(), "?store=%E5%92%96%E5%95%A1%20%26");
}

#[test]
fn each_list_has_its_own_count() {
    let counts = WalletCounts { usable: 1, used: 2, ended: 3 };
    for (state, count) in WalletState::ALL.into_iter().zip(1..) {
        assert_eq!(counts.of(state), count);
    }
}
