//! Placements: places in the mall with a QR code.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{OfferId, PlacementId, StoreId, base32};

/// Length of a code in characters: 30 bits, so that a typed one is short and a guessed one rarely one.
const CODE_DIGITS: usize = 6;

/// The text is no code: after small letters, look-alikes, spaces and hyphens are put right it is not
/// six digits of Crockford's Base32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidPlacementCode;

impl fmt::Display for InvalidPlacementCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a code is six letters and digits, without I, L, O and U")
    }
}

impl std::error::Error for InvalidPlacementCode {}

/// The short code of a placement, in its address and printed beneath its QR code. It is no secret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[0-9A-HJKMNP-TV-Z]{6}$"))]
pub struct PlacementCode(String);

impl PlacementCode {
    /// Reads a code as people type it: small letters, spaces and hyphens are fine, O is 0, I and L are 1.
    ///
    /// # Errors
    /// [`InvalidPlacementCode`] when it is not six digits then.
    pub fn parse(text: &str) -> Result<Self, InvalidPlacementCode> {
        base32::parse(text, CODE_DIGITS).map(Self).ok_or(InvalidPlacementCode)
    }

    /// The code that the lowest 30 bits of a number stand for.
    #[must_use]
    pub fn from_bits(bits: u32) -> Self {
        Self(base32::encode(bits.into(), CODE_DIGITS))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PlacementCode {
    type Error = InvalidPlacementCode;

    fn try_from(text: String) -> Result<Self, InvalidPlacementCode> {
        Self::parse(&text)
    }
}

impl From<PlacementCode> for String {
    fn from(code: PlacementCode) -> Self {
        code.0
    }
}

impl fmt::Display for PlacementCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What carries the QR code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PlacementKind {
    /// A table.
    Table,
    /// A poster or a stand.
    Poster,
    /// A lift.
    Lift,
    /// A shop window.
    Window,
    /// A counter.
    Counter,
    /// Something else.
    Other,
}

/// Where a placement is in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PlacementState {
    /// Its code leads to offers.
    #[default]
    Live,
    /// Stopped for now.
    Paused,
    /// Over.
    Ended,
}

/// Which offers a placement's code leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PlacementOffers {
    /// Those that fit the place and the hour. At a store they go by the mall's links, and competitors'
    /// are not among them.
    #[default]
    Recommended,
    /// These, 1 to 100, in this order.
    Chosen(Vec<OfferId>),
    /// A store's.
    Store(StoreId),
    /// Those of stores of a category, or of one below it: its id.
    Category(String),
}

/// A placement as the mall sets it up. Told again with the same id, it is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlacementNotice {
    /// The mall's own name for it.
    pub id: PlacementId,
    /// What shoppers read that it is called, 1 to 60 characters.
    pub name: String,
    /// The same in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// The floor, as the mall writes it, 1 to 20 characters.
    pub floor: String,
    /// Where on the floor, for those who put it up, up to 120 characters.
    #[serde(default)]
    pub place: String,
    /// What carries the code.
    pub kind: PlacementKind,
    /// The store it stands in; none for the mall's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store_id: Option<StoreId>,
    /// Which offers it leads to.
    #[serde(default)]
    pub offers: PlacementOffers,
    /// Where it is in its life.
    #[serde(default)]
    pub state: PlacementState,
}

/// A placement with its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Placement {
    /// Its code. It stays the same, whatever changes.
    pub code: PlacementCode,
    /// What its QR code says: the address it leads to.
    pub url: String,
    /// How it is set up.
    #[serde(flatten)]
    pub set_up: PlacementNotice,
}

/// All placements of a mall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Placements {
    /// Sorted by id.
    pub placements: Vec<Placement>,
}

/// What came of a file of placements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PlacementsImported))]
pub struct PlacementImportResult {
    /// So many are new.
    pub created: u32,
    /// So many were there and are different now.
    pub changed: u32,
    /// So many were there just so.
    pub unchanged: u32,
}

/// What came of a placement in a span of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlacementCount {
    /// The placement.
    pub id: PlacementId,
    /// How many opened its code's address, each browser once a day.
    pub scans: u64,
    /// Coupons claimed there.
    pub claims: u64,
    /// Coupons claimed there, on whatever day, that a till took in the span.
    pub redemptions: u64,
}

/// What came of a mall's placements in a span of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlacementCounts {
    /// One for each placement, sorted by id.
    pub counts: Vec<PlacementCount>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::PlacementCode;

    fn code(text: &str) -> Option<String> {
        PlacementCode::parse(text).ok().map(String::from)
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        for typed in ["7K01QD", "7k01qd", " 7KO-lqd ", "7koiqd", "7K 01 QD"] {
            assert_eq!(code(typed).as_deref(), Some("7K01QD"), "{typed}");
        }
        for bad in ["", "7K01Q", "7K01QDX", "7K01QU", "7K01Q券", "7K01Q/", "??????"] {
            assert_eq!(code(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn every_code_reads_back_as_itself(bits: u32) {
            let made = PlacementCode::from_bits(bits);
            prop_assert_eq!(PlacementCode::parse(made.as_str()), Ok(made.clone()));
            prop_assert_eq!(PlacementCode::from_bits(bits & 0x3fff_ffff), made);
        }
    }
}
