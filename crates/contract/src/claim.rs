//! Claims: turning an offer into a coupon for one shopper.

use serde::{Deserialize, Serialize};

use crate::{Coupon, OfferId, RequestId};

/// Asks for one coupon of an offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimRequest {
    /// The caller's own name for this claim, unique for the shopper. Asked again with the same
    /// content it gives the first answer; with other content it is refused.
    pub request_id: RequestId,
    /// The signed claim link the offer was shown under.
    pub link: String,
    /// The offer.
    pub offer_id: OfferId,
    /// Which of the shopper's coupons of this offer is meant, counted from 1. Two tabs that both
    /// ask for the first one get the same one.
    pub nth: u32,
}

/// A claim that was granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ClaimAnswer))]
pub struct ClaimResponse {
    /// The request it answers.
    pub request_id: RequestId,
    /// The coupon.
    pub coupon: Coupon,
}
