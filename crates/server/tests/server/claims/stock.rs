//! Stock is counted correctly, however many claims arrive at once.

use mall_contract::Refusal;
use serde_json::json;

use crate::goods::{HOUR, NOON, latte};
use crate::mall::{Answer, Mall};
use crate::shopper::{Shopper, together};

async fn all_claim_latte(shoppers: &[Shopper]) -> Vec<Answer> {
    let claims = shoppers
        .iter()
        .cloned()
        .enumerate()
        .map(|(i, shopper)| async move { shopper.claim(&format!("claim-{i}"), "latte").await });
    together(claims).await
}

fn count_granted(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status == 201).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_shoppers_get_fifty_pieces() {
    for mall in Mall::with(&[latte(json!({"total_stock": 50}))]).await {
        let crowd = Shopper::crowd(&mall, 200).await;
        let answers = all_claim_latte(&crowd).await;
        assert_eq!(count_granted(&answers), 50);
        let sold_out = answers.iter().filter(|a| a.status != 201 && a.code() == "sold_out").count();
        assert_eq!(sold_out, 150);
        assert_eq!(mall.coupons().await, 50);
        assert_eq!(mall.claimed("latte").await, 50);
        let today = mall.number("SELECT claimed FROM offer_days").await;
        assert_eq!(today, 50, "refused claims count for no day");
        let decided = "SELECT COUNT(*) FROM claims WHERE (coupon_id IS NULL) <> (refusal IS NULL)";
        assert_eq!(mall.number(decided).await, 200, "each claim has exactly one answer");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_daily_share_ends_and_opens_again_the_next_day() {
    for mall in Mall::with(&[latte(json!({"daily_stock": 10, "total_stock": 100}))]).await {
        let crowd = Shopper::crowd(&mall, 30).await;
        let answers = all_claim_latte(&crowd).await;
        assert_eq!(count_granted(&answers), 10);
        for answer in answers.iter().filter(|answer| answer.status != 201) {
            let Refusal::DailyLimit { again_at } = answer.refusal() else {
                panic!("{}", answer.text())
            };
            assert_eq!(again_at.to_string(), "2026-11-24T00:00:00+08:00");
        }
        assert_eq!(mall.coupons().await, 10);
        assert_eq!(mall.claimed("latte").await, 10);

        mall.clock.set(NOON + 12 * HOUR - 1);
        let tonight = Shopper::after(&mall, "tonight").await;
        assert_eq!(tonight.claim("before-midnight", "latte").await.code(), "daily_limit");
        mall.clock.set(NOON + 12 * HOUR);
        assert_eq!(tonight.claim("at-midnight", "latte").await.status, 201);
        assert_eq!(mall.coupons().await, 11);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_daily_share_without_a_next_day_is_sold_out() {
    let last_day = latte(json!({"daily_stock": 1, "claim_until": "2026-11-24T00:00:00+08:00"}));
    for mall in Mall::with(&[last_day]).await {
        let (one, other) =
            (Shopper::after(&mall, "one").await, Shopper::after(&mall, "other").await);
        assert_eq!(one.claim("r1", "latte").await.status, 201);
        assert_eq!(other.claim("r1", "latte").await.code(), "sold_out");
    }
}
