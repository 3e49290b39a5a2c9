//! Ids. Each kind is a type of its own, so that swapping two of them does not compile:
//!
//! ```compile_fail,E0308
//! use mall_contract::{CouponId, PersonId, ShopperId};
//!
//! fn give(coupon: &CouponId, shopper: &ShopperId, person: &PersonId) {}
//!
//! let coupon = CouponId::parse("c1").unwrap();
//! let shopper = ShopperId::parse("s1").unwrap();
//! let person = PersonId::parse("p1").unwrap();
//! give(&coupon, &person, &shopper);
//! ```

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The text is not usable as an id: empty, longer than [`MAX_BYTES`] bytes, or with a character
/// outside `A–Z a–z 0–9 _ -`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidId;

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id is 1 to 64 characters of A-Z a-z 0-9 _ -")
    }
}

impl std::error::Error for InvalidId {}

/// The longest id, in bytes.
pub const MAX_BYTES: usize = 64;

fn check(text: &str) -> Result<(), InvalidId> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    if (1..=MAX_BYTES).contains(&text.len()) && text.bytes().all(allowed) {
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

            /// Returns the id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::parse(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
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
    /// A mall, which is the tenant: every row in the database and every token belongs to exactly one.
    MallId
}
id! {
    /// A store of the mall. The mall chooses the id.
    StoreId
}
id! {
    /// An offer of a store, from which shoppers claim coupons. The mall chooses the id.
    OfferId
}
id! {
    /// A coupon: one claimed copy of an offer. The server makes the id.
    CouponId
}
id! {
    /// A payment as the server stores it. The mall's system names the same payment by its transaction id.
    PaymentId
}
id! {
    /// A placement. The mall chooses the id; shoppers see the placement's code instead.
    PlacementId
}
id! {
    /// A shopper: one browser or mini-program with its wallet, as its session cookie names it.
    ///
    /// The server knows no accounts. One human with two phones is two shoppers and may still be one
    /// [`PersonId`].
    ShopperId
}
id! {
    /// A person, for whom limits per person count: the payer where the payment names one, else the shopper.
    PersonId
}
id! {
    /// A member of staff, who logs in at a till or works for the mall.
    StaffId
}
id! {
    /// A redemption: one coupon that a till took. The server makes the id.
    RedemptionId
}
id! {
    /// A grant, under which a till takes coupons while it is offline. The server makes the id.
    GrantId
}
id! {
    /// A caller's id of one write. A request repeated with the same id gets the first answer again.
    RequestId
}

/// A shopper whose payer is not known is a person of their own.
impl From<ShopperId> for PersonId {
    fn from(shopper: ShopperId) -> Self {
        Self(shopper.0)
    }
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
        assert!("券".parse::<OfferId>().is_err());
        assert_eq!("latte".parse::<OfferId>().as_ref().map(AsRef::as_ref), Ok("latte"));
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
