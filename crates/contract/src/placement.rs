//! Placements: places in the mall with a QR code.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::word::word_enum;
use crate::{Moment, OfferId, PlacementId, StoreId, base32};

/// Base32 digits of a code: 30 bits are quick to type, and a guess rarely hits a code.
const CODE_DIGITS: usize = 6;

/// The text is not a placement's code: not six digits of Crockford's Base32. Case, look-alike letters, spaces
/// and hyphens do not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidPlacementCode;

impl fmt::Display for InvalidPlacementCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a code is six letters and digits, without I, L, O and U")
    }
}

impl std::error::Error for InvalidPlacementCode {}

/// The short code of a placement, in its address and printed below its QR code. It is public.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[0-9A-HJKMNP-TV-Z]{6}$"))]
pub struct PlacementCode(String);

impl PlacementCode {
    /// Parses a code as people type it. Case, width, blanks and dashes do not matter; O reads as 0, I and L read as 1.
    ///
    /// # Errors
    /// Returns [`InvalidPlacementCode`] when the rest is not six digits.
    pub fn parse(text: &str) -> Result<Self, InvalidPlacementCode> {
        base32::parse(text, CODE_DIGITS).map(Self).ok_or(InvalidPlacementCode)
    }

    /// Makes a code of the lowest 30 bits of a number.
    #[must_use]
    pub fn from_bits(bits: u32) -> Self {
        Self(base32::encode(bits.into(), CODE_DIGITS))
    }

    /// Returns the code as text.
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

word_enum! {
    /// The object that carries the QR code.
    pub enum PlacementKind {
        /// A table.
        Table = "table",
        /// A poster or a stand.
        Poster = "poster",
        /// A lift.
        Lift = "lift",
        /// A shop window.
        Window = "window",
        /// A counter.
        Counter = "counter",
        /// Something else.
        Other = "other",
    }
}

word_enum! {
    /// The state of a placement.
    #[derive(Default)]
    pub enum PlacementState {
        /// The code leads to offers.
        #[default]
        Live = "live",
        /// The placement is stopped for now.
        Paused = "paused",
        /// The placement has ended and stays so.
        Ended = "ended",
    }
}

/// The offers that a placement's code leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PlacementOffers {
    /// Offers that fit the place and the hour. At a store they follow the mall's links and leave out
    /// competitors.
    #[default]
    Recommended,
    /// These 1 to 100 offers, in this order.
    Chosen(Vec<OfferId>),
    /// The offers of one store.
    Store(StoreId),
    /// The offers of stores in a category or below it, by the category's id.
    Category(String),
}

/// A placement as the mall sets it up. A repeated notice with the same id changes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlacementNotice {
    /// The id, which the mall chooses.
    pub id: PlacementId,
    /// The name that shoppers see, 1 to 60 characters.
    pub name: String,
    /// The name in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// The floor as the mall writes it, 1 to 20 characters.
    pub floor: String,
    /// The spot on the floor, for the people who put the code up, at most 120 characters.
    #[serde(default)]
    pub place: String,
    /// The object that carries the code.
    pub kind: PlacementKind,
    /// The store that it is in; none for the mall's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store_id: Option<StoreId>,
    /// The offers that the code leads to.
    #[serde(default)]
    pub offers: PlacementOffers,
    /// The state of the placement.
    #[serde(default)]
    pub state: PlacementState,
}

/// A placement with its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Placement {
    /// The code. It never changes.
    pub code: PlacementCode,
    /// The address in its QR code.
    pub url: String,
    /// The settings that the mall gave.
    #[serde(flatten)]
    pub set_up: PlacementNotice,
}

/// All placements of a mall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Placements {
    /// The placements, sorted by id.
    pub placements: Vec<Placement>,
}

/// The result of importing a file of placements, or of a dry run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PlacementsImported))]
pub struct PlacementImportResult {
    /// The number of new placements.
    pub created: u32,
    /// The number of changed placements.
    pub changed: u32,
    /// The number of placements that were the same before.
    pub unchanged: u32,
    /// The number of placements that ended, because the file does not have them.
    pub ended: u32,
    /// The number of placements that the file does not have and that stay as they are.
    pub missing: u32,
    /// The first placements of each kind.
    pub first: PlacementImportNames,
}

/// The first placements of an import by what became of them, at most 20 of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PlacementsImportedFirst))]
pub struct PlacementImportNames {
    /// New ones.
    pub created: Vec<PlacementId>,
    /// Changed ones.
    pub changed: Vec<PlacementId>,
    /// Those that ended.
    pub ended: Vec<PlacementId>,
    /// Those that the file does not have and that stay.
    pub missing: Vec<PlacementId>,
}

/// The counts of a placement in a span of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlacementCount {
    /// The placement.
    pub id: PlacementId,
    /// Browsers that opened its code's address, each counted once a day.
    pub scans: u64,
    /// Coupons claimed there.
    pub claims: u64,
    /// Coupons claimed there on any day and redeemed in the span.
    pub redemptions: u64,
}

/// The counts of a mall's placements in a span of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlacementCounts {
    /// One entry for each placement, sorted by id.
    pub counts: Vec<PlacementCount>,
}

/// Claims of strangers at a placement that were held back: from one network, in one minute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlacementBurst {
    /// The placement.
    pub id: PlacementId,
    /// The network's address: a whole IPv4 address, or the first 64 bits of an IPv6 address.
    pub network: String,
    /// The minute's first instant.
    pub minute: Moment,
    /// The number of claims that were held back.
    pub held_back: u64,
}

/// The bursts of a span of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlacementBursts {
    /// The newest first; of one minute, the largest first.
    pub bursts: Vec<PlacementBurst>,
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
        for typed in [
            "7K01QD",
            "7k01qd",
            " 7KO-lqd ",
            "7koiqd",
            "7K 01 QD",
            "７Ｋ０１－ＱＤ",
            "７ｋ—０１　ｑｄ",
        ] {
            assert_eq!(code(typed).as_deref(), Some("7K01QD"), "{typed}");
        }
        for bad in ["", "7K01Q", "7K01QDX", "7K01QU", "7K01Q券", "7K01Q/", "??????"] {
            assert_eq!(code(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn every_code_parses_back(bits: u32) {
            let code = PlacementCode::from_bits(bits);
            prop_assert_eq!(PlacementCode::parse(code.as_str()), Ok(code.clone()));
            prop_assert_eq!(PlacementCode::from_bits(bits & 0x3fff_ffff), code);
        }
    }
}
