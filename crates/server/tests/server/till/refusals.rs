//! Refused redemptions: each has the reason that would remain if the others went away.

use mall_contract::{PrepareResponse, Refusal, Role, TillRefusal};
use serde_json::json;

use super::counter::{ClaimedCoupon, Counter, post};
use crate::goods::{HOUR, NOON, latte};
use crate::mall::Mall;
use crate::refunds::refunded;

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_is_redeemed_only_within_its_validity() {
    let tomorrow = latte(json!({"validity": {"after_claim": {"wait_days": 1, "days": 1}}}));
    for mall in Mall::with(&[tomorrow]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let midnight = NOON + 12 * HOUR;
        let at = async |now: i64, request: &str| {
            mall.clock.set(now);
            let till = Counter::of(&mall, "cafe", "Wang", Role::Cashier).await;
            till.redeem(request, &coupon.qr_text(0)).await
        };
        let early = till.redeem("r1", &coupon.qr_text(0)).await.refusal();
        assert!(
            matches!(early, Refusal::Till(TillRefusal::CouponNotYet { from }) if from.ms == midnight)
        );
        let late = at(midnight + 24 * HOUR, "r2").await.refusal();
        assert!(
            matches!(late, Refusal::Till(TillRefusal::CouponExpired { at }) if at.ms == midnight + 24 * HOUR)
        );
        assert_eq!(at(midnight + 24 * HOUR - 1, "r3").await.status, 201, "its last instant");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn use_windows_are_enforced_and_shown_to_the_shopper() {
    let windows = json!([{"days": ["mon", "tue"], "from": "13:00", "until": "17:00"}]);
    for mall in Mall::with(&[latte(json!({ "use_windows": windows }))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let rules = &coupon.shopper.wallet().await.coupons[0].rules;
        assert_eq!(rules[0], "仅限周一、周二 13:00–17:00 使用");
        let page =
            coupon.shopper.get(&format!("/v1/pay/{}?lang=en", coupon.shopper.link)).await.text();
        assert!(page.contains("Only Mon, Tue 13:00–17:00"), "{page}");
        assert_eq!(till.redeem("r1", &coupon.qr_text(0)).await.code(), "wrong_time_window");
        // The terms of the claim stay.
        mall.import(&[latte(json!({}))]).await;
        assert_eq!(till.redeem("r2", &coupon.qr_text(0)).await.code(), "wrong_time_window");
        mall.clock.set(NOON + HOUR);
        assert_eq!(till.redeem("r3", &coupon.qr_text(0)).await.status, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_stores_till_learns_only_the_coupons_store() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let coupon = ClaimedCoupon::after(&mall, "one").await;
        let cinema = Counter::of(&mall, "cinema", "Wang", Role::StoreManager).await;
        let cafe = Counter::cafe(&mall).await;
        let wrong = Refusal::Till(TillRefusal::WrongStore { store: "咖啡店".into() });
        assert_eq!(cinema.prepare(&coupon.qr_text(0)).await.refusal(), wrong);
        assert_eq!(cinema.redeem("r1", &coupon.qr_text(0)).await.refusal(), wrong);
        let redeemed =
            super::counter::parse_redemption(&cafe.redeem("r1", &coupon.qr_text(0)).await);
        assert_eq!(
            cinema.redeem("r2", &coupon.qr_text(0)).await.refusal(),
            wrong,
            "not that it is used"
        );
        assert_eq!(cinema.undo(&redeemed.id).await.code(), "unknown_redemption");
        assert_eq!(cinema.answer_to("r9").await.code(), "unknown_request");
        let day = cinema.get("/v1/till/redemptions").await.text();
        assert!(!day.contains(&redeemed.id) && !day.contains("latte"), "{day}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_and_revoked_coupon_is_refused_as_revoked() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        assert_eq!(till.redeem("r1", &coupon.qr_text(0)).await.status, 201);
        mall.clock.set(NOON + 15_000);
        assert_eq!(till.redeem("r2", &coupon.qr_text(0)).await.code(), "coupon_used");
        let sql = "UPDATE coupons SET revoked_at = 1, revoked_for = 'withdrawn'";
        sqlx::query(sql).execute(&mut *mall.app.request().db.read().await.unwrap()).await.unwrap();
        assert_eq!(till.redeem("r3", &coupon.qr_text(0)).await.code(), "coupon_revoked");
        let prepared: PrepareResponse = till.prepare(&coupon.qr_text(0)).await.json();
        assert_eq!(prepared.refused.expect("refused").refusal.code(), "coupon_revoked");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_of_a_refunded_payment_is_refused() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        refunded(&mall, "f1", "one", 3600).await;
        assert_eq!(till.redeem("r1", &coupon.qr_text(0)).await.code(), "coupon_revoked");
        assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 0);
        let steps = "SELECT COUNT(*) FROM coupon_steps WHERE step = 'revoked' AND actor = 'refund'";
        assert_eq!(mall.number(steps).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_order_is_named_and_writes_nothing() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let before = mall.rows().await;
        let good = json!({"request_id": "r1", "code": coupon.qr_text(0), "order_number": "A-1", "amount": 3000});
        let wrong = [
            ("request_id", json!("")),
            ("request_id", json!("a b")),
            ("order_number", json!("")),
            ("order_number", json!("x".repeat(65))),
            ("order_number", json!("a\u{0}")),
            ("amount", json!(-1)),
            ("amount", json!(1_000_000_001_i64)),
            ("amount", json!(i64::MAX)),
            ("amount", json!("30")),
            ("amount", json!(null)),
            ("more", json!(1)),
        ];
        for (field, value) in wrong {
            let mut body = good.clone();
            body[field] = value.clone();
            let answer = till.post("/v1/till/redemptions", &body).await;
            assert_eq!(answer.refusal(), Refusal::Malformed { field: field.into() }, "{value}");
        }
        let negative = json!({"code": coupon.qr_text(0), "amount": -1});
        assert_eq!(till.post("/v1/till/prepare", &negative).await.code(), "malformed");
        assert_eq!(
            till.redeem_for("r1", &coupon.qr_text(0), "A-1", 2499).await.code(),
            "threshold_not_met"
        );
        let rows = mall.rows().await;
        let requests =
            |rows: &[(&str, i64)]| rows.iter().find(|row| row.0 == "till_requests").unwrap().1;
        assert_eq!(requests(&rows), requests(&before) + 1, "only what was decided");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redemption_needs_a_log_in_on_our_own_site() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let before = mall.rows().await;
        let body = json!({"request_id": "r1", "code": coupon.qr_text(0), "order_number": "A-1", "amount": 3000});
        let request = post("/v1/till/redemptions", &body);
        assert_eq!(mall.ask(request.clone()).await.code(), "staff_session_missing");
        let shoppers = coupon.shopper.with_cookie(request.clone());
        assert_eq!(mall.ask(shoppers).await.code(), "staff_session_missing");
        let mut foreign = till.as_till(request);
        foreign.headers_mut().insert("origin", "https://evil.test".parse().unwrap());
        assert_eq!(mall.ask(foreign).await.code(), "cross_site");
        assert_eq!(mall.rows().await, before);
        let operator = Counter::of(&mall, "", "Boss", Role::Operator).await;
        assert_eq!(operator.redeem("r1", &coupon.qr_text(0)).await.code(), "not_allowed");
        let provider = Counter::of(&mall, "cafe", "Agency", Role::Provider).await;
        assert_eq!(provider.redeem("r1", &coupon.qr_text(0)).await.code(), "not_allowed");
    }
}
