//! Coupons, and what becomes of them.

use mall_contract::{Coupon, CouponId, OfferCard, Redemption, RevocationReason};

use super::values::{HOUR_MS, NOW, id};

/// Returns a coupon of a card's offer, claimed an hour ago.
pub fn coupon(card: &OfferCard) -> Coupon {
    let offer = &card.offer;
    let claimed_at = NOW + -HOUR_MS;
    let (valid_from, valid_until) = offer.validity.span(claimed_at);
    Coupon {
        id: id(CouponId::parse(format!("of-{}", offer.id))),
        offer_id: offer.id.clone(),
        store: offer.store.clone(),
        title: offer.title.clone(),
        benefit: offer.benefit.clone(),
        threshold: offer.threshold,
        rules: offer.rules.clone(),
        after_refund: offer.after_refund,
        claimed_at,
        valid_from,
        valid_until,
        redemption: None,
    }
}

/// Returns a redemption a quarter of an hour ago.
pub fn redeemed() -> Redemption {
    Redemption::Redeemed { at: NOW + -HOUR_MS / 4 }
}

/// Returns a revocation half an hour ago.
pub fn revoked(reason: RevocationReason) -> Redemption {
    Redemption::Revoked { at: NOW + -HOUR_MS / 2, reason }
}

/// Makes a coupon end at the last midnight.
pub fn expire(coupon: &mut Coupon) {
    coupon.claimed_at = NOW + -9 * 24 * HOUR_MS;
    coupon.valid_from = coupon.claimed_at;
    coupon.valid_until = NOW.midnight_after(0);
}
