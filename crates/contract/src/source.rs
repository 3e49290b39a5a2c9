//! The payment or the placement that leads to a claim page.

use serde::{Deserialize, Serialize};

use crate::{Fen, Moment, PaymentMethod, Store};

/// The event that leads to a claim page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Source {
    /// A payment.
    Payment(PaymentSummary),
    /// A scan of a placement's QR code.
    Placement(PlacementSummary),
    /// Another event, unknown to this build because the server is newer. No server answers with it.
    #[serde(skip)]
    Unknown,
}

impl Source {
    /// Returns the floor where the shopper is.
    #[must_use]
    pub fn floor(&self) -> &str {
        match self {
            Self::Payment(paid) => &paid.store.floor,
            Self::Placement(place) => &place.floor,
            Self::Unknown => "",
        }
    }

    /// Returns the payment; `None` for a placement.
    #[must_use]
    pub fn paid(&self) -> Option<&PaymentSummary> {
        match self {
            Self::Payment(paid) => Some(paid),
            Self::Placement(_) | Self::Unknown => None,
        }
    }

    /// Returns the amount of the shopper's last order; zero when none is known.
    #[must_use]
    pub fn order(&self) -> Fen {
        match self {
            Self::Payment(paid) => paid.amount,
            Self::Placement(_) | Self::Unknown => Fen(0),
        }
    }
}

/// The placement whose QR code led to a claim page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PlaceLine))]
pub struct PlacementSummary {
    /// The name of the place, in the requested language.
    pub name: String,
    /// The floor of the place.
    pub floor: String,
}

/// The payment that led to a claim page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PaidLine))]
pub struct PaymentSummary {
    /// The store that was paid.
    pub store: Store,
    /// The amount paid.
    pub amount: Fen,
    /// The instant of the payment.
    pub paid_at: Moment,
    /// The way of paying.
    pub method: PaymentMethod,
    /// True when the whole amount was refunded.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub refunded: bool,
}
