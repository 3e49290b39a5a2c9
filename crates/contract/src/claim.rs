//! Claims: a shopper turns an offer into a coupon.

use serde::{Deserialize, Serialize};

use crate::{Coupon, OfferId, RequestId};

/// Asks for one coupon of an offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimRequest {
    /// The caller's id of this claim, unique for the shopper. The same id with the same content
    /// gets the first answer again; with other content it is refused.
    pub request_id: RequestId,
    /// The signed claim link that the offer was shown under.
    pub link: String,
    /// The offer to claim.
    pub offer_id: OfferId,
    /// The number of this coupon among the shopper's coupons of this offer, counted from 1. Coupons revoked after a
    /// refund do not count.
    ///
    /// A shopper who holds none claims with `nth` 1. A shopper who holds one and wants another claims with `nth` 2. So two
    /// tabs that both request the first coupon get the same one, and nobody gets two by accident.
    pub nth: u32,
}

/// A granted claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ClaimAnswer))]
pub struct ClaimResponse {
    /// The id of the request.
    pub request_id: RequestId,
    /// The claimed coupon.
    pub coupon: Coupon,
}
