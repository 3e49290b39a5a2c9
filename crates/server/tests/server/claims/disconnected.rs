//! Callers that disconnect in the middle of a claim.

use std::time::Duration;

use serde_json::json;

use crate::goods::latte;
use crate::mall::Mall;
use crate::shopper::{Shopper, together};

/// Claims, and disconnects after a while. Returns whether an answer came before.
async fn claim_for(shopper: Shopper, timeout: Duration) -> bool {
    let request = shopper.claim_request("r1", "latte", 1);
    match tokio::time::timeout(timeout, shopper.mall.send(request)).await {
        Ok(answer) => {
            assert!(matches!(answer.status, 200 | 201 | 503), "{}", answer.text());
            true
        }
        Err(_) => false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_is_whole_or_absent_when_its_caller_disconnects() {
    for mall in Mall::with(&[latte(json!({"total_stock": 1000, "daily_stock": 1000}))]).await {
        let crowd = Shopper::crowd(&mall, 40).await;
        let mut answered = 0;
        // Disconnects before the first query, after the commit, and in between, on slow machines too.
        for round in 0..6_u32 {
            let claims = crowd.iter().enumerate().map(|(i, shopper)| {
                claim_for(shopper.clone(), Duration::from_millis((i as u64 * 2) << round))
            });
            answered += together(claims).await.into_iter().filter(|answered| *answered).count();
        }
        assert!(answered > 0);
        let coupons = mall.coupons().await;
        assert_eq!(mall.claimed("latte").await, coupons);
        assert_eq!(mall.number("SELECT COUNT(*) FROM claims").await, coupons);
        assert_eq!(mall.number("SELECT COUNT(*) FROM claims WHERE coupon_id IS NULL").await, 0);
        for shopper in &crowd {
            assert!(shopper.claim("r1", "latte").await.status < 300, "the next one is served");
        }
        let all = crowd.len() as i64;
        assert_eq!(mall.coupons().await, all);
        assert_eq!(mall.claimed("latte").await, all);
        assert_eq!(mall.number("SELECT claimed FROM offer_days").await, all);
    }
}
