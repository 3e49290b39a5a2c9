//! Coupons: claimed copies of offers, with the terms as they were at the claim.

use serde::{Deserialize, Serialize};

use crate::{AfterRefund, Benefit, CouponId, Fen, Moment, OfferId, Store};

/// One claimed coupon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Coupon {
    /// The coupon's id.
    pub id: CouponId,
    /// The offer it was claimed from.
    pub offer_id: OfferId,
    /// Where it is used.
    pub store: Store,
    /// The offer's title at the claim.
    pub title: String,
    /// What it gives.
    pub benefit: Benefit,
    /// Smallest order it can be used for; 0 for none.
    pub threshold: Fen,
    /// Rules beyond those above, a sentence each.
    pub rules: Vec<String>,
    /// What becomes of it, unused, when the payment it followed is refunded; none where it followed no
    /// payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_refund: Option<AfterRefund>,
    /// When it was claimed.
    pub claimed_at: Moment,
    /// From when it can be used.
    pub valid_from: Moment,
    /// Until when it can be used; this instant is excluded.
    pub valid_until: Moment,
    /// What has happened to it since; nothing while it is simply held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redemption: Option<Redemption>,
}

/// How a coupon came to an end other than by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Redemption {
    /// A till took it.
    Redeemed {
        /// When.
        at: Moment,
    },
    /// It was taken back.
    Revoked {
        /// When.
        at: Moment,
        /// Why.
        reason: RevocationReason,
    },
}

/// Why a coupon was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RevocationReason {
    /// The payment it was claimed after was refunded.
    PaymentRefunded,
    /// The store or the mall withdrew it.
    Withdrawn,
}

/// What a coupon is good for at some instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CouponState {
    /// Held, not usable before a moment.
    NotYet {
        /// From when.
        from: Moment,
    },
    /// Can be used now.
    Usable,
    /// A till took it.
    Used {
        /// When.
        at: Moment,
    },
    /// Its time is over.
    Expired,
    /// It was taken back.
    Revoked {
        /// Why.
        reason: RevocationReason,
    },
}

/// What a coupon is good for at `now`. Expiry is never stored: it is derived here.
#[must_use]
pub fn coupon_state(coupon: &Coupon, now: Moment) -> CouponState {
    match coupon.redemption {
        Some(Redemption::Redeemed { at }) => CouponState::Used { at },
        Some(Redemption::Revoked { reason, .. }) => CouponState::Revoked { reason },
        None if now >= coupon.valid_until => CouponState::Expired,
        None if now < coupon.valid_from => CouponState::NotYet { from: coupon.valid_from },
        None => CouponState::Usable,
    }
}
