//! Undoing a redemption: in time, by staff who may, and ten times at most.

use mall_contract::{
    CouponState, Redemption, Refusal, RevocationReason, Role, TillRefusal, coupon_state,
};
use serde_json::json;

use super::counter::{ClaimedCoupon, Counter, parse_redemption};
use crate::goods::{HOUR, NOON, latte};
use crate::mall::Mall;
use crate::refunds::refunded;
use crate::shopper::together;

const MINUTE: i64 = 60_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_can_be_used_again_after_an_undo() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let first = parse_redemption(&till.redeem("r1", &coupon.qr_text(0)).await);
        let colleague = Counter::of(&mall, "cafe", "Li", Role::Cashier).await;
        mall.clock.set(NOON + 10 * MINUTE - 1);
        let undone = parse_redemption(&colleague.undo(&first.id).await).undone.expect("undone");
        assert_eq!((undone.by.as_str(), undone.reason.as_str()), ("Li", "收错了"));
        assert_eq!(coupon.shopper.wallet().await.coupons[0].redemption, None);
        mall.clock.set(NOON + HOUR);
        assert_eq!(
            parse_redemption(&till.undo(&first.id).await).undone,
            Some(undone.clone()),
            "the same again"
        );
        assert_eq!(parse_redemption(&till.answer_to("r1").await).undone, Some(undone));
        let second = parse_redemption(&till.redeem("r2", &coupon.qr_text(0)).await);
        assert_ne!(second.id, first.id);
        parse_redemption(&till.undo(&first.id).await);
        let wallet_coupon = &coupon.shopper.wallet().await.coupons[0];
        assert!(
            matches!(wallet_coupon.redemption, Some(Redemption::Redeemed { .. })),
            "only the first was"
        );
        let steps = "SELECT COUNT(*) FROM coupon_steps WHERE (n = 1 AND step = 'redeemed') \
                     OR (n = 2 AND step = 'undone' AND reason = '收错了') OR (n = 3 AND step = 'redeemed')";
        assert_eq!(mall.number(steps).await, 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cashier_can_undo_for_ten_minutes_and_a_manager_for_an_hour() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let manager = Counter::of(&mall, "cafe", "Zhao", Role::StoreManager).await;
        let first = parse_redemption(&till.redeem("r1", &coupon.qr_text(0)).await);
        mall.clock.set(NOON + 10 * MINUTE);
        let late = till.undo(&first.id).await.refusal();
        assert!(
            matches!(late, Refusal::Till(TillRefusal::UndoTooLate { until }) if until.ms == NOON + 10 * MINUTE)
        );
        mall.clock.set(NOON + HOUR - 1);
        assert!(parse_redemption(&manager.undo(&first.id).await).undone.is_some());
        let second = parse_redemption(&till.redeem("r2", &coupon.qr_text(0)).await);
        mall.clock.set(NOON + 2 * HOUR - 1);
        assert_eq!(manager.undo(&second.id).await.code(), "undo_too_late");
        assert_eq!(manager.undo("nothing").await.code(), "unknown_redemption");
        let nul = json!({"redemption_id": "\u{0}", "reason": "x"});
        let undone = manager.post("/v1/till/redemptions/%00/undo", &nul).await;
        assert_eq!(undone.code(), "unknown_redemption");
        let path = format!("/v1/till/redemptions/{}/undo", second.id);
        for (field, value) in [
            ("reason", json!("")),
            ("reason", json!("x".repeat(201))),
            ("redemption_id", json!("x")),
        ] {
            let mut body = json!({"redemption_id": second.id, "reason": "x"});
            body[field] = value;
            let refusal = manager.post(&path, &body).await.refusal();
            assert_eq!(refusal, Refusal::Malformed { field: field.into() });
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_is_undone_ten_times_at_most() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        for i in 0..10 {
            let row = parse_redemption(&till.redeem(&format!("r{i}"), &coupon.qr_text(0)).await);
            assert!(parse_redemption(&till.undo(&row.id).await).undone.is_some());
        }
        let last = parse_redemption(&till.redeem("last", &coupon.qr_text(0)).await);
        assert_eq!(
            till.undo(&last.id).await.refusal(),
            Refusal::Till(TillRefusal::UndoLimit { limit: 10 })
        );
        assert_eq!(mall.number("SELECT undone FROM coupons").await, 10);
        let standing = "SELECT COUNT(*) FROM redemptions WHERE undone_at IS NULL";
        assert_eq!(mall.number(standing).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_concurrent_undos_undo_once() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let first = parse_redemption(&till.redeem("r1", &coupon.qr_text(0)).await);
        let answers = together((0..20).map(|_| {
            let (till, id) = (till.clone(), first.id.clone());
            async move { till.undo(&id).await }
        }));
        assert!(answers.await.iter().all(|answer| parse_redemption(answer).undone.is_some()));
        assert_eq!(mall.number("SELECT undone FROM coupons").await, 1);
        assert_eq!(mall.number("SELECT COUNT(*) FROM coupon_steps").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_coupon_stays_expired_after_an_undo() {
    let today = latte(json!({"validity": {"after_claim": {"wait_days": 0, "days": 1}}}));
    for mall in Mall::with(&[today]).await {
        let coupon = ClaimedCoupon::after(&mall, "one").await;
        let midnight = NOON + 12 * HOUR;
        mall.clock.set(midnight - 1);
        let till = Counter::cafe(&mall).await;
        let first = parse_redemption(&till.redeem("r1", &coupon.qr_text(0)).await);
        mall.clock.set(midnight + 9 * MINUTE);
        assert!(parse_redemption(&till.undo(&first.id).await).undone.is_some());
        let wallet = coupon.shopper.wallet().await;
        let state = coupon_state(&wallet.coupons[0], wallet.server_time);
        assert_eq!(state, CouponState::Expired);
        assert_eq!(till.redeem("r2", &coupon.qr_text(0)).await.code(), "coupon_expired");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_revokes_a_coupon_whose_payment_was_refunded() {
    let keeping = latte(json!({"after_refund": "kept"}));
    for (offer, revoked) in [(latte(json!({"total_stock": 5})), true), (keeping, false)] {
        for mall in Mall::with(std::slice::from_ref(&offer)).await {
            let (till, coupon) =
                (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
            let first = parse_redemption(&till.redeem("r1", &coupon.qr_text(0)).await);
            assert_eq!(
                refunded(&mall, "f1", "one", 3600).await,
                (0, 0),
                "a used one is not revoked"
            );
            parse_redemption(&till.undo(&first.id).await);
            let wallet = coupon.shopper.wallet().await;
            let state = coupon_state(&wallet.coupons[0], wallet.server_time);
            let reason = RevocationReason::PaymentRefunded;
            let expected =
                if revoked { CouponState::Revoked { reason } } else { CouponState::Usable };
            assert_eq!(state, expected);
            assert_eq!(mall.claimed("latte").await, i64::from(!revoked), "its piece goes back");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_step_can_be_changed_or_removed() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        parse_redemption(&till.redeem("r1", &coupon.qr_text(0)).await);
        for sql in ["UPDATE coupon_steps SET actor = 'nobody'", "DELETE FROM coupon_steps"] {
            let mut access = mall.app.database.access();
            let mut tx = access.write().await.unwrap();
            let refused = sqlx::query(sql).execute(&mut *tx).await.unwrap_err().to_string();
            assert!(refused.contains("steps of coupons are never"), "{refused}");
        }
        assert_eq!(mall.number("SELECT COUNT(*) FROM coupon_steps").await, 1);
    }
}
