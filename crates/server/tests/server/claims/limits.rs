//! One person gets no more coupons than the limit, in whatever way they claim.

use std::collections::HashSet;

use mall_contract::Refusal;
use serde_json::json;

use crate::goods::{latte, notice, offer};
use crate::mall::Mall;
use crate::shopper::{Shopper, coupon, together};

/// Sends twenty claims of one shopper at once, each with its own request id.
async fn twenty_claims(shopper: &Shopper, nth: u32) -> Vec<crate::mall::Answer> {
    let claims = (0..20).map(|i| {
        let shopper = shopper.clone();
        async move { shopper.claim_nth(&format!("tap-{nth}-{i}"), "latte", nth).await }
    });
    together(claims).await
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_claims_of_one_shopper_give_one_coupon() {
    for mall in Mall::with(&[latte(json!({"total_stock": 100}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        let answers = twenty_claims(&shopper, 1).await;
        let coupons: HashSet<String> = answers.iter().map(coupon).collect();
        assert_eq!(coupons.len(), 1, "all answers have the same coupon");
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        assert_eq!(mall.coupons().await, 1);
        assert_eq!(mall.claimed("latte").await, 1);
        assert_eq!(shopper.wallet().await.coupons.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_of_two_gives_two_coupons_one_after_the_other() {
    for mall in Mall::with(&[latte(json!({"per_person_limit": 2}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        let ahead = shopper.claim_nth("ahead", "latte", 2).await.refusal();
        assert_eq!(ahead, Refusal::Malformed { field: "nth".into() }, "the first is not held yet");
        twenty_claims(&shopper, 1).await;
        assert_eq!(mall.coupons().await, 1);
        assert_eq!(shopper.claim_nth("second", "latte", 2).await.status, 201);
        let third = shopper.claim_nth("third", "latte", 3).await.refusal();
        assert_eq!(third, Refusal::PersonLimit { limit: 2 });
        assert_eq!(mall.coupons().await, 2);
        assert_eq!(mall.claimed("latte").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_coupon_is_refused_at_a_limit_of_one() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        assert_eq!(shopper.claim("first", "latte").await.status, 201);
        let second = shopper.claim_nth("second", "latte", 2).await;
        assert_eq!(second.refusal(), Refusal::PersonLimit { limit: 1 });
        assert_eq!(shopper.claim_nth("none", "latte", 0).await.code(), "malformed");
        assert_eq!(mall.coupons().await, 1);
        assert_eq!(mall.claimed("latte").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_browsers_of_one_payer_share_one_limit() {
    let mut film = offer("film", "cinema");
    film["payment_minimum"] = json!(10_000_000);
    for mall in Mall::with(&[latte(json!({})), film]).await {
        let mut browsers = Vec::new();
        for i in 0..10 {
            let mut notice = notice(&format!("browser-{i}"));
            notice["payer"] = json!("same-payer");
            let browser = Shopper::who_paid(&mall, &notice).await;
            // The first act binds the payment, for which browsers of one payer wait for one another.
            assert_eq!(browser.claim("before", "film").await.status, 422);
            browsers.push(browser);
        }
        let claims = browsers.clone().into_iter().map(|browser| async move {
            let answer = browser.claim("first", "latte").await;
            (answer.status != 201).then(|| answer.refusal())
        });
        let refusals: Vec<Refusal> = together(claims).await.into_iter().flatten().collect();
        assert_eq!(refusals, vec![Refusal::PersonLimit { limit: 1 }; 9]);
        assert_eq!(mall.coupons().await, 1);
        assert_eq!(mall.claimed("latte").await, 1);

        let mut count = 0;
        for browser in &browsers {
            let page = browser.page().await;
            count +=
                usize::from(page.cards[0].not_eligible == Some(Refusal::PersonLimit { limit: 1 }));
        }
        assert_eq!(count, 9, "pages of the other browsers say so before the tap");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_links_in_one_browser_share_one_limit() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let first = Shopper::after(&mall, "lunch").await;
        let link = mall.pay(&notice("dinner")).await;
        let second = Shopper { link, ..first.clone() };
        assert_eq!(second.page().await.cards.len(), 1);
        let one = first.claim("r1", "latte").await;
        let other = second.claim("r2", "latte").await;
        assert_eq!(coupon(&one), coupon(&other));
        assert_eq!(mall.coupons().await, 1);
    }
}
