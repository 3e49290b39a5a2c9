//! The rules that decide whether a till may redeem a coupon or undo a redemption. Preparing, redeeming and the page
//! share them.

use crate::staff::Role;
use crate::{Fen, Moment, Refusal, RevocationReason, StoreId, TillRefusal, UseWindow};

/// The number of times that the redemption of one coupon may be undone.
pub const UNDO_LIMIT: u32 = 10;

/// All facts about a coupon that decide whether a till may redeem it.
#[derive(Clone, Copy, Debug)]
pub struct CouponFacts<'a> {
    /// The store that accepts the coupon.
    pub store: &'a StoreId,
    /// The name of that store.
    pub store_name: &'a str,
    /// The smallest order that accepts the coupon.
    pub threshold: Fen,
    /// The weekly hours of use; empty for any time.
    pub windows: &'a [UseWindow],
    /// The first instant of use.
    pub valid_from: Moment,
    /// The end of use; this instant is excluded.
    pub valid_until: Moment,
    /// The reason of its revocation; `None` when it is not revoked.
    pub revoked: Option<RevocationReason>,
    /// The instant of its redemption and the name of who redeemed it; `None` when it is not used.
    pub used: Option<(Moment, &'a str)>,
}

/// The till and the order for which a coupon is to be redeemed.
#[derive(Clone, Copy, Debug)]
pub struct TillFacts<'a> {
    /// The till's store.
    pub store: &'a StoreId,
    /// The order's amount before the coupon; `None` when it is not known yet.
    pub amount: Option<Fen>,
}

/// Returns the reason why a till may not redeem a coupon at `now`; `None` when it may.
///
/// Another store learns only where the coupon belongs. A revocation or an expiry comes before an earlier use:
/// a revoked and used coupon must not read as a harmless second scan. Reasons that pass by waiting or by a larger
/// order come last.
#[must_use]
pub fn redeem_refusal(
    coupon: &CouponFacts<'_>,
    till: &TillFacts<'_>,
    now: Moment,
) -> Option<Refusal> {
    if coupon.store != till.store {
        return Some(Refusal::Till(TillRefusal::WrongStore {
            store: coupon.store_name.to_owned(),
        }));
    }
    if let Some(reason) = coupon.revoked {
        return Some(Refusal::Till(TillRefusal::CouponRevoked { reason }));
    }
    if now >= coupon.valid_until {
        return Some(Refusal::Till(TillRefusal::CouponExpired { at: coupon.valid_until }));
    }
    if let Some((at, by)) = coupon.used {
        return Some(Refusal::Till(TillRefusal::CouponUsed { at, by: by.to_owned() }));
    }
    if now < coupon.valid_from {
        return Some(Refusal::Till(TillRefusal::CouponNotYet { from: coupon.valid_from }));
    }
    if !coupon.windows.is_empty() && !coupon.windows.iter().any(|window| window.is_open(now)) {
        return Some(Refusal::Till(TillRefusal::WrongTimeWindow {
            windows: coupon.windows.to_vec(),
        }));
    }
    let short = Fen(coupon.threshold.0 - till.amount?.0);
    (short.0 > 0)
        .then_some(Refusal::Till(TillRefusal::ThresholdNotMet { least: coupon.threshold, short }))
}

/// Returns the reason why a role may not undo at `now` a redemption made at `redeemed_at`; `None` when it may.
///
/// `undone_before` counts how often redemptions of the coupon were undone already.
#[must_use]
pub fn undo_refusal(
    role: Role,
    redeemed_at: Moment,
    undone_before: u32,
    now: Moment,
) -> Option<Refusal> {
    let Some(within) = role.undo_window_ms() else {
        return Some(Refusal::Till(TillRefusal::NotAllowed));
    };
    let until = redeemed_at + within;
    if now >= until {
        return Some(Refusal::Till(TillRefusal::UndoTooLate { until }));
    }
    (undone_before >= UNDO_LIMIT)
        .then_some(Refusal::Till(TillRefusal::UndoLimit { limit: UNDO_LIMIT }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{CouponFacts, TillFacts, UNDO_LIMIT, redeem_refusal, undo_refusal};
    use crate::staff::Role;
    use crate::{Fen, Moment, Refusal, RevocationReason, StoreId, TillRefusal, UseWindow};

    /// A Monday noon in Shanghai.
    const NOON: Moment = Moment::new(1_795_406_400_000, 480);
    const HOUR: i64 = 3_600_000;

    fn id(text: &str) -> StoreId {
        StoreId::parse(text).expect("an id")
    }

    fn windows(json: &str) -> Vec<UseWindow> {
        serde_json::from_str(json).expect("windows")
    }

    fn good<'a>(store: &'a StoreId, windows: &'a [UseWindow]) -> CouponFacts<'a> {
        CouponFacts {
            store,
            store_name: "Café",
            threshold: Fen(2500),
            windows,
            valid_from: NOON + -HOUR,
            valid_until: NOON + HOUR,
            revoked: None,
            used: None,
        }
    }

    #[test]
    fn a_good_coupon_is_redeemed_from_its_first_to_before_its_last_instant() {
        let store = id("cafe");
        let (coupon, till) =
            (good(&store, &[]), TillFacts { store: &store, amount: Some(Fen(2500)) });
        assert_eq!(redeem_refusal(&coupon, &till, coupon.valid_from), None);
        assert_eq!(redeem_refusal(&coupon, &till, coupon.valid_until + -1), None);
        let at = coupon.valid_until;
        assert_eq!(
            redeem_refusal(&coupon, &till, at),
            Some(Refusal::Till(TillRefusal::CouponExpired { at }))
        );
        let from = coupon.valid_from;
        assert_eq!(
            redeem_refusal(&coupon, &till, from + -1),
            Some(Refusal::Till(TillRefusal::CouponNotYet { from }))
        );
    }

    #[test]
    fn lasting_reasons_come_before_passing_ones_and_another_store_learns_nothing() {
        let (store, other) = (id("cafe"), id("cinema"));
        let weekend = windows(r#"[{"days":["sat","sun"],"from":"00:00","until":"24:00"}]"#);
        let mut coupon = CouponFacts {
            revoked: Some(RevocationReason::Withdrawn),
            used: Some((NOON + -1, "Wang")),
            ..good(&store, &weekend)
        };
        let till = |store| TillFacts { store, amount: Some(Fen(0)) };
        let refusal = |coupon: &CouponFacts<'_>, now| redeem_refusal(coupon, &till(&store), now);
        let elsewhere = redeem_refusal(&coupon, &till(&other), NOON);
        assert_eq!(
            elsewhere,
            Some(Refusal::Till(TillRefusal::WrongStore { store: "Café".into() }))
        );
        let reason = RevocationReason::Withdrawn;
        assert_eq!(
            refusal(&coupon, NOON),
            Some(Refusal::Till(TillRefusal::CouponRevoked { reason }))
        );
        coupon.revoked = None;
        assert_eq!(
            refusal(&coupon, NOON + HOUR).as_ref().map(Refusal::code),
            Some("coupon_expired")
        );
        let used = Refusal::Till(TillRefusal::CouponUsed { at: NOON + -1, by: "Wang".into() });
        assert_eq!(refusal(&coupon, NOON), Some(used));
        coupon.used = None;
        let closed = Refusal::Till(TillRefusal::WrongTimeWindow { windows: weekend.clone() });
        assert_eq!(refusal(&coupon, NOON), Some(closed));
        coupon.windows = &[];
        let short =
            Refusal::Till(TillRefusal::ThresholdNotMet { least: Fen(2500), short: Fen(2500) });
        assert_eq!(refusal(&coupon, NOON), Some(short));
        let unknown = TillFacts { store: &store, amount: None };
        assert_eq!(redeem_refusal(&coupon, &unknown, NOON), None, "the amount comes later");
    }

    #[test]
    fn cashiers_and_managers_may_undo_within_their_windows() {
        let minutes = |n: i64| NOON + n * 60_000;
        let may = |role, after, before| undo_refusal(role, NOON, before, after).is_none();
        assert!(may(Role::Cashier, minutes(10) + -1, 0) && !may(Role::Cashier, minutes(10), 0));
        assert!(may(Role::StoreManager, minutes(60) + -1, 9));
        assert!(!may(Role::StoreManager, minutes(60), 0));
        assert!(!may(Role::StoreManager, NOON, UNDO_LIMIT));
        assert_eq!(
            undo_refusal(Role::Provider, NOON, 0, NOON),
            Some(Refusal::Till(TillRefusal::NotAllowed))
        );
    }

    proptest! {
        #[test]
        fn a_coupon_is_redeemed_only_if_no_rule_forbids_it(
            at in -2 * HOUR..2 * HOUR, amount in -10_i64..10_000, revoked: bool, used: bool, here: bool,
        ) {
            let (store, other) = (id("cafe"), id("cinema"));
            let lunch = windows(r#"[{"days":["mon"],"from":"11:30","until":"12:30"}]"#);
            let coupon = CouponFacts {
                revoked: revoked.then_some(RevocationReason::PaymentRefunded),
                used: used.then_some((NOON, "Wang")),
                ..good(&store, &lunch)
            };
            let till = TillFacts { store: if here { &store } else { &other }, amount: Some(Fen(amount)) };
            let open = (-HOUR / 2..HOUR / 2).contains(&at);
            let may = here && !revoked && !used && open && amount >= 2500;
            prop_assert_eq!(redeem_refusal(&coupon, &till, NOON + at).is_none(), may);
        }
    }
}
