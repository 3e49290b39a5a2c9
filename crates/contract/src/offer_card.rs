//! One offer of a list, with what the page needs to draw it for one shopper.

use serde::{Deserialize, Serialize};

use crate::{Coupon, Offer, Refusal};

/// An offer as one shopper sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfferCard {
    /// The offer.
    pub offer: Offer,
    /// The id of its top-level category, one of the page's choices.
    pub category: String,
    /// The reason to show it, in the requested language: `刚吃完饭，来杯咖啡`.
    pub why: String,
    /// The shopper's coupons of the offer, oldest first.
    pub held: Vec<Coupon>,
    /// The reason why this shopper may not claim it, apart from stock, limits and claim window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_eligible: Option<Refusal>,
}
