//! What each page is drawn from.

use serde::{Deserialize, Serialize};

use crate::{Arrangement, Coupon, Fen, Moment, Offer, PaymentMethod, Refusal, Store};

/// The mall a page belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mall {
    /// Its name, in the language asked for.
    pub name: String,
}

/// A claim page: the offers after one payment, or those of one placement.
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
    /// What led to it.
    pub source: Source,
    /// How the list is arranged.
    pub arrangement: Arrangement,
    /// What the list can be narrowed to.
    pub choices: Choices,
    /// Offers in this arrangement, all portions together.
    pub total: u32,
    /// Where in the list `cards` begins, from 0.
    pub from: u32,
    /// One portion of the list.
    pub cards: Vec<OfferCard>,
    /// Names the shopper where cookies do not reach: a short-lived signed token for this payment's
    /// claims, sent back as `Authorization: Bearer`. None where a cookie does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass: Option<String>,
}

/// What a list of offers can be narrowed to: only what would leave something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Choices {
    /// Top-level categories, those with most offers first.
    pub categories: Vec<Choice>,
    /// Floors, the lowest first.
    pub floors: Vec<String>,
}

/// A category to narrow a list to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Choice {
    /// Its id.
    pub id: String,
    /// Its name, in the language asked for.
    pub name: String,
}

/// A page for a payment whose notice has not come yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingPage {
    /// The mall.
    pub mall: Mall,
    /// The server's clock when this was written.
    pub server_time: Moment,
    /// Where to ask whether it has come: a path with a query.
    pub ask: String,
}

/// The page that reads codes, by camera, from a picture or typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScanPage {
    /// The mall.
    pub mall: Mall,
    /// The server's clock when this was written.
    pub server_time: Moment,
    /// The host, with its port if it has one, that the mall's own codes lead to.
    pub host: String,
    /// What was typed, where that led nowhere: at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<String>,
    /// The address of WeChat's script, which scans inside WeChat; none where the mall has no account there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wechat_script: Option<String>,
}

/// What leads to a claim page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Source {
    /// A payment.
    Payment(PaymentSummary),
    /// The QR code of a placement.
    Placement(PlacementSummary),
}

impl Source {
    /// The floor where the shopper is.
    #[must_use]
    pub fn floor(&self) -> &str {
        match self {
            Self::Payment(paid) => &paid.store.floor,
            Self::Placement(place) => &place.floor,
        }
    }

    /// The payment, where it is one.
    #[must_use]
    pub fn paid(&self) -> Option<&PaymentSummary> {
        match self {
            Self::Payment(paid) => Some(paid),
            Self::Placement(_) => None,
        }
    }

    /// The size of an order like the shopper's last one; zero where none is known.
    #[must_use]
    pub fn order(&self) -> Fen {
        match self {
            Self::Payment(paid) => paid.amount,
            Self::Placement(_) => Fen(0),
        }
    }
}

/// The place whose QR code leads to a claim page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PlaceLine))]
pub struct PlacementSummary {
    /// What it is called, in the language asked for.
    pub name: String,
    /// The floor it is on.
    pub floor: String,
}

/// The payment a claim page follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PaidLine))]
pub struct PaymentSummary {
    /// Where it was paid.
    pub store: Store,
    /// What was paid.
    pub amount: Fen,
    /// When.
    pub paid_at: Moment,
    /// How.
    pub method: PaymentMethod,
    /// Whether all of it was refunded.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub refunded: bool,
}

/// An offer as it stands for one shopper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfferCard {
    /// The offer.
    pub offer: Offer,
    /// The top-level category it belongs to, one of the page's choices.
    pub category: String,
    /// Why it is shown, in the language asked for: `刚吃完饭，来杯咖啡`.
    pub why: String,
    /// The shopper's own coupons of it, oldest first.
    pub held: Vec<Coupon>,
    /// Why this shopper may not claim it, beyond what the offer itself says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_eligible: Option<Refusal>,
}
