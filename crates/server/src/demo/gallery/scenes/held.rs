//! Cards of offers the shopper holds a coupon of.

use mall_contract::{Coupon, OfferCard, Redemption, RevocationReason, Validity};

use super::{Content, Scene, one, scene};
use crate::demo::gallery::goods::{Goods, HOUR, NOW, coupon};

pub fn scenes(goods: Goods) -> Vec<Scene> {
    let held = |change: fn(&mut Coupon)| holding(goods, change);
    vec![
        scene("held-usable", "Claimed, can be used now.", held(|_| {})),
        scene("held-not-yet", "Claimed, can be used from tomorrow.", not_yet(goods)),
        scene(
            "held-used",
            "Claimed, a till took it.",
            held(|coupon| coupon.redemption = Some(used())),
        ),
        scene("held-expired", "Claimed, its time is over.", held(expire)),
        scene(
            "held-revoked-refund",
            "Claimed, taken back because the payment was refunded.",
            held(|coupon| coupon.redemption = Some(revoked(RevocationReason::PaymentRefunded))),
        ),
        scene(
            "held-revoked-withdrawn",
            "Claimed, taken back by the store or the mall.",
            held(|coupon| coupon.redemption = Some(revoked(RevocationReason::Withdrawn))),
        ),
        scene(
            "claim-another",
            "One is held, another may be claimed.",
            one(goods, |card| {
                card.offer.per_person_limit = 3;
                card.held.push(coupon(card));
            }),
        ),
    ]
}

/// A till took it a quarter of an hour ago.
pub fn used() -> Redemption {
    Redemption::Redeemed { at: NOW + -HOUR / 4 }
}

/// It was taken back half an hour ago.
pub fn revoked(reason: RevocationReason) -> Redemption {
    Redemption::Revoked { at: NOW + -HOUR / 2, reason }
}

/// Its time was over yesterday.
pub fn expire(coupon: &mut Coupon) {
    coupon.claimed_at = NOW + -9 * 24 * HOUR;
    coupon.valid_from = coupon.claimed_at;
    coupon.valid_until = NOW.midnight_after(0);
}

fn holding(goods: Goods, change: fn(&mut Coupon)) -> Content {
    one(goods, |card: &mut OfferCard| {
        let mut coupon = coupon(card);
        change(&mut coupon);
        card.held.push(coupon);
    })
}

fn not_yet(goods: Goods) -> Content {
    one(goods, |card| {
        card.offer.validity = Validity::AfterClaim { wait_days: 1, days: 7 };
        card.held.push(coupon(card));
    })
}
