//! The terms of an offer hold: its window, its payment, its state.

use mall_contract::{Fen, Refusal};
use serde_json::json;

use crate::goods::{HOUR, NOON, latte, notice, offer};
use crate::mall::Mall;
use crate::shopper::Shopper;

#[tokio::test(flavor = "multi_thread")]
async fn the_claim_window_opens_and_closes_to_the_millisecond() {
    let window = latte(json!({
        "claim_from": "2026-11-23T13:00:00+08:00", "claim_until": "2026-11-23T14:00:00+08:00"
    }));
    for mall in Mall::with(&[window]).await {
        let mut shoppers = Shopper::crowd(&mall, 4).await.into_iter();
        let mut claim_at = async |now| {
            mall.clock.set(now);
            shoppers.next().unwrap().claim("r1", "latte").await
        };
        let (from, until) = (NOON + HOUR, NOON + 2 * HOUR);
        let Refusal::OfferNotStarted { starts_at } = claim_at(from - 1).await.refusal() else {
            panic!("the window has opened too early")
        };
        assert_eq!(starts_at.to_string(), "2026-11-23T13:00:00+08:00");
        assert_eq!(claim_at(from).await.status, 201);
        assert_eq!(claim_at(until - 1).await.status, 201);
        assert_eq!(claim_at(until).await.code(), "offer_ended");
        assert_eq!(mall.coupons().await, 2);
        assert_eq!(mall.claimed("latte").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_must_reach_the_offers_minimum() {
    for mall in Mall::with(&[latte(json!({"payment_minimum": 3601}))]).await {
        let shopper = Shopper::after(&mall, "36.00").await;
        let refusal = shopper.claim("r1", "latte").await.refusal();
        assert_eq!(refusal, Refusal::PaymentTooSmall { least: Fen(3601), short: Fen(1) });
        let mut enough = notice("36.01");
        enough["amount"] = json!(3601);
        let shopper = Shopper::who_paid(&mall, &enough).await;
        assert_eq!(shopper.claim("r1", "latte").await.status, 201);
        assert_eq!(mall.coupons().await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_claims_only_offers_recommended_after_its_payment() {
    let offers = [latte(json!({})), offer("broth", "hotpot"), offer("toy", "toyshop")];
    for mall in Mall::with(&offers).await {
        let shopper = Shopper::after(&mall, "one").await;
        let shown: Vec<String> =
            shopper.page().await.cards.iter().map(|card| card.offer.id.to_string()).collect();
        assert_eq!(shown, ["latte"], "neither a competitor's offer nor one without a link");
        assert_eq!(shopper.claim("r1", "broth").await.code(), "not_for_this_payment");
        assert_eq!(shopper.claim("r2", "toy").await.code(), "not_for_this_payment");
        assert_eq!(shopper.claim("r3", "nothing").await.code(), "unknown_offer");
        assert_eq!(mall.coupons().await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_live_offers_can_be_claimed() {
    let states = [
        ("paused", "offer_paused"),
        ("ended", "offer_ended"),
        ("draft", "unknown_offer"),
        ("submitted", "unknown_offer"),
        ("approved", "unknown_offer"),
    ];
    let mut offers = Vec::new();
    for (state, _) in states {
        let mut offer = offer(state, "cafe");
        offer["state"] = json!(state);
        offers.push(offer);
    }
    for mall in Mall::with(&offers).await {
        let shopper = Shopper::after(&mall, "one").await;
        assert!(shopper.page().await.cards.is_empty());
        for (state, code) in states {
            assert_eq!(shopper.claim(state, state).await.code(), code, "{state}");
        }
        assert_eq!(mall.coupons().await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_keeps_the_terms_of_its_claim() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        shopper.claim("r1", "latte").await;
        mall.import(&[latte(json!({"title": {"zh": "改了", "en": "Changed"}, "threshold": 9900}))])
            .await;
        let coupon = &shopper.wallet().await.coupons[0];
        assert_eq!((coupon.title.as_str(), coupon.threshold), ("latte券", Fen(2500)));
        assert_eq!(coupon.claimed_at.to_string(), "2026-11-23T12:00:00+08:00");
        assert_eq!(coupon.valid_until.to_string(), "2026-11-30T00:00:00+08:00");
    }
}
