//! Coupons: claimed copies of offers, with the terms as they were at the claim.

use serde::{Deserialize, Serialize};

use crate::{AfterRefund, Benefit, CouponId, Fen, Moment, OfferId, RevocationReason, Store};

/// One claimed coupon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Coupon {
    /// The coupon's id.
    pub id: CouponId,
    /// The offer that the shopper claimed.
    pub offer_id: OfferId,
    /// The store that accepts it.
    pub store: Store,
    /// The offer's title at the claim.
    pub title: String,
    /// The benefit of the coupon.
    pub benefit: Benefit,
    /// The smallest order that accepts the coupon, in fen; 0 for no minimum.
    pub threshold: Fen,
    /// Further rules, a sentence each.
    pub rules: Vec<String>,
    /// The effect of a refund of the payment on the unused coupon; none when it followed no payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_refund: Option<AfterRefund>,
    /// The instant of the claim.
    pub claimed_at: Moment,
    /// The first instant of use.
    pub valid_from: Moment,
    /// The end of use; this instant is excluded.
    pub valid_until: Moment,
    /// The event that ended it, other than time; none while the shopper holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redemption: Option<Redemption>,
}

/// The event that ends a coupon before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Redemption {
    /// A till redeemed it.
    Redeemed {
        /// The instant of the redemption.
        at: Moment,
    },
    /// It was revoked.
    Revoked {
        /// The instant of the revocation.
        at: Moment,
        /// The reason.
        reason: RevocationReason,
    },
    /// Another end, unknown to this build because the server is newer. No server answers with it.
    #[serde(skip)]
    Unknown,
}

/// The state of a coupon at some instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CouponState {
    /// It is usable later.
    NotYet {
        /// The first instant of use.
        from: Moment,
    },
    /// It is usable now.
    Usable,
    /// A till redeemed it.
    Used {
        /// The instant of the redemption.
        at: Moment,
    },
    /// It is past its end.
    Expired,
    /// It was revoked.
    Revoked {
        /// The reason.
        reason: RevocationReason,
    },
}

/// Returns the state of a coupon at `now`. Expiry is never stored: it is derived here.
#[must_use]
pub fn coupon_state(coupon: &Coupon, now: Moment) -> CouponState {
    match coupon.redemption {
        Some(Redemption::Redeemed { at }) => CouponState::Used { at },
        Some(Redemption::Revoked { reason, .. }) => CouponState::Revoked { reason },
        // It is not shown as usable. The sentence for a withdrawn coupon names no cause.
        Some(Redemption::Unknown) => CouponState::Revoked { reason: RevocationReason::Withdrawn },
        None if now >= coupon.valid_until => CouponState::Expired,
        None if now < coupon.valid_from => CouponState::NotYet { from: coupon.valid_from },
        None => CouponState::Usable,
    }
}
