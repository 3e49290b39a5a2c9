//! What each page is drawn from.

use serde::{Deserialize, Serialize};

use crate::{Coupon, Fen, Moment, Offer, PaymentMethod, Refusal, Store};

/// The mall a page belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mall {
    /// Its name, in the language asked for.
    pub name: String,
}

/// The claim page of one payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimPage {
    /// The mall.
    pub mall: Mall,
    /// The server's clock when this was written.
    pub server_time: Moment,
    /// The claim link this was asked with.
    pub link: String,
    /// When that link stops working; this instant is excluded.
    pub link_expires_at: Moment,
    /// What was paid.
    pub paid: PaidLine,
    /// The offers, best first.
    pub cards: Vec<OfferCard>,
}

/// The payment a claim page follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaidLine {
    /// Where it was paid.
    pub store: Store,
    /// What was paid.
    pub amount: Fen,
    /// When.
    pub paid_at: Moment,
    /// How.
    pub method: PaymentMethod,
}

/// An offer as it stands for one shopper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfferCard {
    /// The offer.
    pub offer: Offer,
    /// Why it is shown, in the language asked for: `刚吃完饭，来杯咖啡`.
    pub why: String,
    /// The shopper's own coupons of it, oldest first.
    pub held: Vec<Coupon>,
    /// Why this shopper may not claim it, beyond what the offer itself says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_eligible: Option<Refusal>,
}

/// A shopper's coupons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wallet {
    /// The mall.
    pub mall: Mall,
    /// The server's clock when this was written.
    pub server_time: Moment,
    /// All coupons, newest claim first.
    pub coupons: Vec<Coupon>,
}
