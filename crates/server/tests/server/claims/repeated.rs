//! A request id has one answer for ever.

use std::collections::HashSet;

use serde_json::json;

use crate::goods::{HOUR, NOON, latte, offer};
use crate::mall::Mall;
use crate::shopper::{Shopper, coupon, together};

#[tokio::test(flavor = "multi_thread")]
async fn one_request_sent_twenty_times_at_once_is_one_claim() {
    for mall in Mall::with(&[latte(json!({"per_person_limit": 5}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        let same = (0..20).map(|_| {
            let shopper = shopper.clone();
            async move { shopper.claim("same", "latte").await }
        });
        let answers = together(same).await;
        let bodies: HashSet<String> = answers.iter().map(|answer| answer.text()).collect();
        assert_eq!(bodies.len(), 1, "{bodies:?}");
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        assert_eq!(mall.coupons().await, 1);
        assert_eq!(mall.claimed("latte").await, 1);
        assert_eq!(mall.number("SELECT COUNT(*) FROM claims").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_id_with_other_content_is_refused_and_writes_nothing() {
    for mall in Mall::with(&[latte(json!({"per_person_limit": 2})), offer("tea", "cafe")]).await {
        let shopper = Shopper::after(&mall, "one").await;
        let first = shopper.claim("same", "latte").await;
        let before = mall.rows().await;
        assert_eq!(shopper.claim("same", "tea").await.code(), "request_id_reused");
        assert_eq!(shopper.claim_nth("same", "latte", 2).await.code(), "request_id_reused");
        assert_eq!(mall.rows().await, before);

        let other_link =
            Shopper { link: mall.pay(&crate::goods::notice("two")).await, ..shopper.clone() };
        other_link.page().await;
        let before = mall.rows().await;
        assert_eq!(other_link.claim("same", "latte").await.code(), "request_id_reused");
        assert_eq!(mall.rows().await, before);
        assert_eq!(coupon(&shopper.claim("same", "latte").await), coupon(&first));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_claim_stays_refused_when_stock_comes_back() {
    for mall in Mall::with(&[latte(json!({"total_stock": 1}))]).await {
        let first = Shopper::after(&mall, "first").await;
        let late = Shopper::after(&mall, "late").await;
        assert_eq!(first.claim("r1", "latte").await.status, 201);
        assert_eq!(late.claim("r1", "latte").await.code(), "sold_out");
        mall.import(&[latte(json!({"total_stock": 10}))]).await;
        assert_eq!(late.claim("r1", "latte").await.code(), "sold_out");
        assert_eq!(late.answer_to("r1").await.code(), "sold_out");
        assert_eq!(mall.coupons().await, 1);
        assert_eq!(late.claim("r2", "latte").await.status, 201, "a new request is a new claim");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_outlives_its_link() {
    for mall in Mall::with(&[latte(json!({"per_person_limit": 2}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        let first = shopper.claim("r1", "latte").await;
        mall.clock.set(NOON + 25 * HOUR);
        let again = shopper.claim("r1", "latte").await;
        assert_eq!((again.status, again.text()), (200, first.text()));
        assert_eq!(shopper.claim_nth("r2", "latte", 2).await.code(), "link_expired");
        assert_eq!(mall.coupons().await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_to_a_claim_can_be_read_again() {
    for mall in Mall::with(&[latte(json!({})), offer("toy", "toyshop")]).await {
        let shopper = Shopper::after(&mall, "one").await;
        assert_eq!(shopper.answer_to("never-sent").await.code(), "unknown_request");
        let granted = shopper.claim("granted", "latte").await;
        let again = shopper.answer_to("granted").await;
        assert_eq!((again.status, again.text()), (200, granted.text()));
        shopper.claim("refused", "toy").await;
        assert_eq!(shopper.answer_to("refused").await.code(), "not_for_this_payment");

        let other = Shopper::after(&mall, "other").await;
        assert_eq!(other.answer_to("granted").await.code(), "unknown_request");
        assert_eq!(mall.get("/v1/claims/granted").await.code(), "session_missing");
        assert_eq!(shopper.answer_to("not%20an%20id").await.code(), "malformed");
        assert_eq!(other.claim("granted", "latte").await.status, 201, "ids are each shopper's own");
    }
}
