//! Refunds: each counts once, together they never exceed the payment, and they revoke coupons.

use axum::http::Request;
use mall_contract::{ClaimResponse, CouponState, RefundResponse, RevocationReason, coupon_state};
use serde_json::{Value, json};

use crate::goods::{NOON_TEXT, latte, notice, offer};
use crate::mall::Mall;
use crate::shopper::{Shopper, together};

pub fn refund(id: &str, transaction: &str, amount: i64) -> Value {
    json!({"refund_id": id, "transaction_id": transaction, "amount": amount, "refunded_at": NOON_TEXT})
}

pub async fn refunded(mall: &Mall, id: &str, transaction: &str, amount: i64) -> (i64, u32) {
    let answer = mall.tell_refund(&refund(id, transaction, amount)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let answer: RefundResponse = answer.json();
    (answer.left.0, answer.revoked)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_needs_a_signature_and_a_known_payment() {
    for mall in Mall::with(&[]).await {
        mall.pay(&notice("one")).await;
        let before = mall.rows().await;
        let unsigned = Request::post("/v1/refunds")
            .header("host", "mall.test")
            .header("content-type", "application/json")
            .body(refund("r1", "one", 100).to_string());
        assert_eq!(mall.ask(unsigned.unwrap()).await.code(), "signature_invalid");
        assert_eq!(mall.tell_refund(&refund("r1", "two", 100)).await.code(), "unknown_payment");
        let wrong = [
            ("refund_id", json!("")),
            ("refund_id", json!("x".repeat(65))),
            ("refund_id", json!("a\u{0}")),
            ("transaction_id", json!("x".repeat(65))),
            ("amount", json!(0)),
            ("amount", json!(-1)),
            ("amount", json!(i64::MAX)),
            ("amount", json!("1")),
            ("refunded_at", json!("2027-01-01T00:00:00+08:00")),
            ("refunded_at", json!("yesterday")),
            ("more", json!(1)),
        ];
        for (field, value) in wrong {
            let mut notice = refund("r1", "one", 100);
            notice[field] = value.clone();
            let answer = mall.tell_refund(&notice).await;
            assert_eq!(answer.code(), "malformed", "{field} {value}");
            assert!(answer.text().contains(&format!("\"{field}\"")), "{}", answer.text());
        }
        assert_eq!(mall.rows().await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_refund_is_one_refund() {
    for mall in Mall::with(&[]).await {
        mall.pay(&notice("one")).await;
        mall.pay(&notice("two")).await;
        let notices = (0..10).map(|_| {
            let mall = mall.clone();
            async move { mall.tell_refund(&refund("r1", "one", 1600)).await }
        });
        let answers = together(notices).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        assert!(answers.iter().all(|answer| answer.json::<RefundResponse>().left.0 == 2000));
        for other in [refund("r1", "one", 1601), refund("r1", "two", 1600)] {
            assert_eq!(mall.tell_refund(&other).await.code(), "refund_conflict");
        }
        refunded(&mall, "r2", "one", 2000).await;
        let again: RefundResponse = mall.tell_refund(&refund("r1", "one", 1600)).await.json();
        assert_eq!(again.left.0, 2000, "the first answer");
        assert_eq!(mall.number("SELECT COUNT(*) FROM refunds").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refunds_never_exceed_the_payment() {
    for mall in Mall::with(&[]).await {
        mall.pay(&notice("one")).await;
        assert_eq!(mall.tell_refund(&refund("r", "one", 3601)).await.code(), "refund_conflict");
        let notices = (0..20).map(|i| {
            let mall = mall.clone();
            async move { mall.tell_refund(&refund(&format!("r{i}"), "one", 1000)).await }
        });
        let answers = together(notices).await;
        let counted = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(counted, 3, "of 36 yuan");
        for answer in answers.iter().filter(|answer| answer.status != 201) {
            assert_eq!(answer.code(), "refund_conflict");
        }
        assert_eq!(mall.number("SELECT refunded FROM payments").await, 3000);
        assert_eq!(mall.number("SELECT COUNT(*) FROM refunds").await, 3, "no trace of the others");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_refund_ends_claims_and_revokes_unused_coupons() {
    let mut permanent = offer("kept", "cinema");
    permanent["after_refund"] = json!("kept");
    for mall in
        Mall::with(&[latte(json!({})), permanent, offer("film", "cinema"), offer("used", "cafe")])
            .await
    {
        let shopper = Shopper::after(&mall, "one").await;
        for id in ["latte", "kept", "used"] {
            assert_eq!(shopper.claim(id, id).await.status, 201);
        }
        let sql = "UPDATE coupons SET redeemed_at = 1 WHERE offer_id = 'used'";
        sqlx::query(sql).execute(&mut *mall.app.request().db.read().await.unwrap()).await.unwrap();
        let somebody = Shopper::after(&mall, "two").await;
        assert_eq!(somebody.claim("s1", "latte").await.status, 201);

        assert_eq!(refunded(&mall, "r1", "one", 1600).await, (2000, 0));
        assert!(!shopper.page().await.source.paid().expect("a payment").refunded, "a part is left");
        assert_eq!(refunded(&mall, "r2", "one", 2000).await, (0, 1));

        assert_eq!(shopper.claim("r3", "film").await.code(), "payment_refunded");
        // The refund is said first, whatever else is wrong with the claim.
        assert_eq!(shopper.claim("r4", "unknown").await.code(), "payment_refunded");
        let page = shopper.page().await;
        assert!(page.source.paid().expect("a payment").refunded);
        let card = |id: &str| page.cards.iter().find(|card| card.offer.id.as_str() == id).unwrap();
        let refusal = card("film").not_eligible.as_ref().expect("a refusal");
        assert_eq!(refusal.code(), "payment_refunded");
        let state = |id: &str| coupon_state(&card(id).held[0], page.server_time);
        let reason = RevocationReason::PaymentRefunded;
        assert_eq!(state("latte"), CouponState::Revoked { reason });
        assert_eq!(state("kept"), CouponState::Usable);
        assert!(matches!(state("used"), CouponState::Used { .. }));
        let html = shopper.get(&format!("/pay/{}", shopper.link)).await.text();
        assert!(html.contains("已退款</h1>") && !html.contains("支付成功</h1>"), "{html}");
        let first: ClaimResponse = shopper.answer_to("latte").await.json();
        assert!(first.coupon.redemption.is_some(), "an old answer has the coupon's current state");
        assert_eq!(somebody.page().await.cards.iter().filter(|c| !c.held.is_empty()).count(), 1);
        let others = "SELECT COUNT(*) FROM coupons WHERE revoked_at IS NOT NULL";
        assert_eq!(mall.number(others).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refunded_money_does_not_count_towards_a_minimum() {
    for mall in Mall::with(&[latte(json!({"payment_minimum": 3000}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        refunded(&mall, "r1", "one", 700).await;
        assert_eq!(shopper.claim("c1", "latte").await.code(), "payment_too_small");
        assert_eq!(
            shopper.page().await.cards[0].not_eligible.as_ref().unwrap().code(),
            "payment_too_small"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_during_a_refund_is_refused_or_revoked() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let crowd = Shopper::crowd(&mall, 40).await;
        let claims = crowd.iter().cloned().map(|shopper| -> Task {
            Box::pin(async move { shopper.claim("c1", "latte").await.status })
        });
        let refunds = (0..40).map(|i| -> Task {
            let mall = mall.clone();
            Box::pin(async move {
                mall.tell_refund(&refund(&format!("r{i}"), &format!("crowd-{i}"), 3600))
                    .await
                    .status
            })
        });
        let both = claims.zip(refunds).flat_map(|(one, other)| [one, other]);
        let statuses = together(both).await;
        assert!(statuses.iter().all(|status| [201, 409].contains(status)), "{statuses:?}");
        let good = "SELECT COUNT(*) FROM coupons WHERE revoked_at IS NULL";
        assert_eq!(mall.number(good).await, 0, "no coupon outlives its payment");
        let granted = statuses.iter().step_by(2).filter(|status| **status == 201).count();
        assert_eq!(mall.coupons().await, granted as i64);
        let query = "SELECT CAST(SUM(revoked) AS BIGINT) FROM refunds";
        assert_eq!(mall.number(query).await, granted as i64);
    }
}

pub type Task = std::pin::Pin<Box<dyn Future<Output = u16> + Send>>;
