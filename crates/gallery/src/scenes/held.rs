//! Cards of offers of which the shopper has a coupon.

use mall_contract::{Coupon, RevocationReason, Validity};

use super::scene::{Content, Scene, scene};
use crate::samples::{Samples, coupon, expire, redeemed, revoked};

pub fn scenes(samples: Samples) -> Vec<Scene> {
    let scene_of_held = |change: fn(&mut Coupon)| held_coupon(samples, change);
    vec![
        scene("held-usable", "Claimed, can be used now.", scene_of_held(|_| {})),
        scene("held-not-yet", "Claimed, can be used from tomorrow.", not_yet(samples)),
        scene(
            "held-used",
            "Claimed, a till took it.",
            scene_of_held(|coupon| coupon.redemption = Some(redeemed())),
        ),
        scene("held-expired", "Claimed, its time is over.", scene_of_held(expire)),
        scene(
            "held-revoked-refund",
            "Claimed, taken back because the payment was refunded.",
            scene_of_held(|coupon| {
                coupon.redemption = Some(revoked(RevocationReason::PaymentRefunded))
            }),
        ),
        scene(
            "held-revoked-withdrawn",
            "Claimed, taken back by the store or the mall.",
            scene_of_held(|coupon| coupon.redemption = Some(revoked(RevocationReason::Withdrawn))),
        ),
        scene(
            "claim-another",
            "One is held, another may be claimed.",
            Content::one_card(samples, |card| {
                card.offer.per_person_limit = 3;
                card.held.push(coupon(card));
            }),
        ),
    ]
}

fn held_coupon(samples: Samples, change: fn(&mut Coupon)) -> Content {
    Content::one_card(samples, |card| {
        let mut coupon = coupon(card);
        change(&mut coupon);
        card.held.push(coupon);
    })
}

fn not_yet(samples: Samples) -> Content {
    Content::one_card(samples, |card| {
        card.offer.validity = Validity::AfterClaim { wait_days: 1, days: 7 };
        card.held.push(coupon(card));
    })
}
