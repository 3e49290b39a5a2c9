//! A refund gives back the piece to the offer and the claim to the person, once each.

use mall_contract::{CouponState, RevocationReason, coupon_state};
use serde_json::{Value, json};

use crate::goods::{HOUR, NOON, latte, notice, offer};
use crate::mall::Mall;
use crate::refunds::{Task, refund, refunded};
use crate::shopper::{Shopper, coupon, together};

/// Counts coupons that are not revoked.
const VALID_COUPONS: &str = "SELECT COUNT(*) FROM coupons WHERE revoked_at IS NULL";

/// Counts the claims of all days.
const CLAIMED_BY_DAY: &str = "SELECT CAST(COALESCE(SUM(claimed), 0) AS BIGINT) FROM offer_days";

/// Opens another payment in the same browser.
async fn after(shopper: &Shopper, notice: &Value) -> Shopper {
    let paid = Shopper { link: shopper.mall.pay(notice).await, ..shopper.clone() };
    paid.page().await;
    paid
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_can_be_claimed_again_after_a_refund_and_another_payment() {
    let last = json!({"total_stock": 1, "daily_stock": 1});
    for mall in Mall::with(&[latte(last)]).await {
        let shopper = Shopper::after(&mall, "one").await;
        let first = coupon(&shopper.claim("r1", "latte").await);
        let late = Shopper::after(&mall, "late").await;
        assert_eq!(late.claim("l1", "latte").await.code(), "sold_out");
        assert_eq!(refunded(&mall, "b1", "one", 3600).await, (0, 1));
        assert_eq!((mall.claimed("latte").await, mall.number(CLAIMED_BY_DAY).await), (0, 0));
        assert_eq!(shopper.claim_nth("r2", "latte", 2).await.code(), "payment_refunded");

        mall.clock.set(NOON + 1000);
        let again = after(&shopper, &notice("two")).await;
        let card = &again.page().await.cards[0];
        assert!(
            card.held.is_empty() && card.not_eligible.is_none(),
            "the revoked claim does not count"
        );
        let second = again.claim("r3", "latte").await;
        assert_eq!(second.status, 201, "{}", second.text());
        assert_ne!(coupon(&second), first);
        assert_eq!(again.claim_nth("r4", "latte", 2).await.code(), "person_limit");
        assert_eq!(late.claim("l2", "latte").await.code(), "sold_out");
        assert_eq!((mall.claimed("latte").await, mall.number(CLAIMED_BY_DAY).await), (1, 1));

        let old = shopper.page().await;
        let state = coupon_state(&old.cards[0].held[0], old.server_time);
        assert_eq!(state, CouponState::Revoked { reason: RevocationReason::PaymentRefunded });
        assert_eq!(shopper.wallet().await.coupons.len(), 2, "the wallet keeps both");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_reported_ten_times_gives_back_one_piece() {
    for mall in Mall::with(&[latte(json!({"total_stock": 5}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        assert_eq!(shopper.claim("r1", "latte").await.status, 201);
        assert_eq!(Shopper::after(&mall, "two").await.claim("r1", "latte").await.status, 201);
        let reports = (0..10).map(|_| {
            let mall = mall.clone();
            async move { mall.tell_refund(&refund("b1", "one", 3600)).await.status }
        });
        assert!(together(reports).await.iter().all(|status| [200, 201].contains(status)));
        assert_eq!((mall.claimed("latte").await, mall.number(CLAIMED_BY_DAY).await), (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_that_stays_with_the_shopper_gives_back_no_piece() {
    let mut permanent = offer("kept", "cinema");
    permanent["after_refund"] = json!("kept");
    for mall in Mall::with(&[latte(json!({})), permanent]).await {
        let shopper = Shopper::after(&mall, "one").await;
        for id in ["latte", "kept"] {
            assert_eq!(shopper.claim(id, id).await.status, 201);
        }
        let sql = "UPDATE coupons SET redeemed_at = 1 WHERE offer_id = 'latte'";
        sqlx::query(sql).execute(&mut *mall.app.request().db.read().await.unwrap()).await.unwrap();
        assert_eq!(refunded(&mall, "b1", "one", 3600).await, (0, 0));
        assert_eq!((mall.claimed("latte").await, mall.claimed("kept").await), (1, 1));
        let again = after(&shopper, &notice("two")).await;
        assert_eq!(again.claim_nth("r2", "latte", 2).await.code(), "person_limit");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_offer_keeps_its_count() {
    let until = "2026-11-23T18:00:00+08:00";
    for ended in [latte(json!({"state": "ended"})), latte(json!({"claim_until": until}))] {
        for mall in Mall::with(&[latte(json!({"claim_until": until}))]).await {
            let shopper = Shopper::after(&mall, "one").await;
            assert_eq!(shopper.claim("r1", "latte").await.status, 201);
            mall.import(std::slice::from_ref(&ended)).await;
            if ended["state"] == "live" {
                mall.clock.set(NOON + 6 * HOUR);
            }
            assert_eq!(refunded(&mall, "b1", "one", 3600).await, (0, 1));
            assert_eq!(mall.claimed("latte").await, 1, "{ended}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn yesterdays_piece_does_not_go_back_to_today() {
    for mall in Mall::with(&[latte(json!({"total_stock": 9, "daily_stock": 1}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        assert_eq!(shopper.claim("r1", "latte").await.status, 201);
        mall.clock.set(NOON + 20 * HOUR);
        let next_day = Shopper::after(&mall, "two").await;
        assert_eq!(next_day.claim("r1", "latte").await.status, 201);
        assert_eq!(refunded(&mall, "b1", "one", 3600).await, (0, 1));
        assert_eq!(mall.claimed("latte").await, 1);
        let third = Shopper::after(&mall, "three").await;
        assert_eq!(third.claim("r1", "latte").await.code(), "daily_limit");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_claims_and_refunds_neither_oversell_nor_lose_a_piece() {
    let some = json!({"total_stock": 10, "daily_stock": 10});
    let mut film = latte(some.clone());
    (film["id"], film["store"]) = (json!("film"), json!("cinema"));
    for mall in Mall::with(&[latte(some), film]).await {
        let crowd = Shopper::crowd(&mall, 30).await;
        let tasks = crowd.iter().cloned().enumerate().flat_map(|(i, shopper)| -> [Task; 3] {
            let (mall, other) = (mall.clone(), shopper.clone());
            let refund_notice = refund(&format!("b{i}"), &format!("crowd-{i}"), 3600);
            // Half of the payments are refunded while others claim.
            let refunds = async move {
                if i % 2 == 0 { mall.tell_refund(&refund_notice).await.status } else { 409 }
            };
            [
                Box::pin(async move { shopper.claim("c1", "latte").await.status }),
                Box::pin(async move { other.claim("c2", "film").await.status }),
                Box::pin(refunds),
            ]
        });
        let statuses = together(tasks).await;
        assert!(statuses.iter().all(|status| [201, 409].contains(status)), "{statuses:?}");
        for id in ["latte", "film"] {
            let good = mall.number(&format!("{VALID_COUPONS} AND offer_id = '{id}'")).await;
            assert!(good <= 10, "{good} of 10");
            assert_eq!(mall.claimed(id).await, good, "the count equals the coupons that are out");
            let day_query = format!("SELECT claimed FROM offer_days WHERE offer_id = '{id}'");
            assert_eq!(mall.number(&day_query).await, good);
        }
        let mut more = 0;
        while Shopper::after(&mall, &format!("more-{more}")).await.claim("c", "latte").await.status
            == 201
        {
            more += 1;
        }
        assert_eq!(mall.number(&format!("{VALID_COUPONS} AND offer_id = 'latte'")).await, 10);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payer_never_has_two_coupons_while_refunds_arrive() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let mut browsers = Vec::new();
        for i in 0..12 {
            let mut notice = notice(&format!("crowd-{i}"));
            notice["payer"] = json!("same-payer");
            browsers.push(Shopper::who_paid(&mall, &notice).await);
        }
        let tasks = browsers.iter().cloned().enumerate().flat_map(|(i, shopper)| -> [Task; 2] {
            let mall = mall.clone();
            let refund_notice = refund(&format!("b{i}"), &format!("crowd-{i}"), 3600);
            let refunds = async move {
                if i < 11 { mall.tell_refund(&refund_notice).await.status } else { 409 }
            };
            [Box::pin(async move { shopper.claim("c1", "latte").await.status }), Box::pin(refunds)]
        });
        let statuses = together(tasks).await;
        assert!(statuses.iter().all(|status| [201, 409].contains(status)), "{statuses:?}");
        let good = mall.number(VALID_COUPONS).await;
        assert!(good <= 1, "{good} of one");
        // Only the last browser's payment is left. It was refused before and may claim now.
        let last = browsers[11].claim("c2", "latte").await.status;
        assert_eq!(last, if good == 1 { 200 } else { 201 });
        assert_eq!((mall.number(VALID_COUPONS).await, mall.claimed("latte").await), (1, 1));
    }
}
