//! Names of things, each a type of its own so that one cannot be passed for another.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The text is not usable as an id: empty, longer than [`MAX_LENGTH`] bytes, or with a character
/// outside `A–Z a–z 0–9 _ -`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidId;

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id is 1 to 64 characters of A-Z a-z 0-9 _ -")
    }
}

impl std::error::Error for InvalidId {}

/// Longest id in bytes.
pub const MAX_LENGTH: usize = 64;

fn check(text: &str) -> Result<(), InvalidId> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    if (1..=MAX_LENGTH).contains(&text.len()) && text.bytes().all(allowed) {
        Ok(())
    } else {
        Err(InvalidId)
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[A-Za-z0-9_-]{1,64}$"))]
        pub struct $name(String);

        impl $name {
            /// Reads an id.
            ///
            /// # Errors
            /// [`InvalidId`] when the text is not 1 to 64 characters of `A–Z a–z 0–9 _ -`.
            pub fn parse(text: impl Into<String>) -> Result<Self, InvalidId> {
                let text = text.into();
                check(&text).map(|()| Self(text))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::parse(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// A store of the mall.
    StoreId
}
id! {
    /// An offer: what a store gives.
    OfferId
}
id! {
    /// A coupon: one claimed copy of an offer.
    CouponId
}
id! {
    /// A payment as the server knows it, not the payer's transaction id.
    PaymentId
}
id! {
    /// A placement, as the mall itself calls it; shoppers know its code.
    PlacementId
}
id! {
    /// A caller's own name for one write; asking again with it gives the first answer.
    RequestId
}

#[cfg(test)]
mod tests {
    use super::{OfferId, RequestId};

    #[test]
    fn only_plain_short_text_is_an_id() {
        assert!(OfferId::parse("latte-1_A").is_ok());
        for bad in ["", " ", "a b", "券", "a/b", "a\n", &"x".repeat(65)] {
            assert!(OfferId::parse(bad).is_err(), "{bad:?}");
        }
        assert!(RequestId::parse("x".repeat(64)).is_ok());
    }

    #[test]
    fn a_bad_id_does_not_pass_the_json_edge() {
        assert!(serde_json::from_str::<OfferId>(r#""<script>""#).is_err());
        assert_eq!(
            serde_json::to_string(&OfferId::parse("a").expect("valid")).expect("json"),
            r#""a""#
        );
    }
}
