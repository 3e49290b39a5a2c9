//! Enums whose values are words: the same word in JSON, in addresses and in the database.

use std::fmt;

/// A text is no word of an enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    /// The enum's name.
    pub kind: &'static str,
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the text is no word of {}", self.kind)
    }
}

impl std::error::Error for UnknownWord {}

/// Returns the index of a word among the words of an enum. One function for all enums, because each copy of it would
/// be downloaded.
pub(crate) fn position(text: &str, words: &[&str]) -> Option<usize> {
    words.iter().position(|word| *word == text)
}

/// Defines an enum of words, so that each word is spelt once. The enum has `ALL`, `as_str`, `FromStr`, `Display` and
/// serde; its other derives are written above it.
macro_rules! word_enum {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident {
            $($(#[$value_attribute:meta])* $value:ident = $word:tt,)+
        }
    ) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        $(#[$attribute])*
        pub enum $name {
            $($(#[$value_attribute])* #[serde(rename = $word)] $value,)+
        }

        impl $name {
            /// All values, in the order of their declaration.
            pub const ALL: [Self; Self::WORDS.len()] = [$(Self::$value),+];

            /// All words, in the same order.
            const WORDS: [&str; [$($word),+].len()] = [$($word),+];

            /// Returns the word of this value.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                Self::WORDS[self as usize]
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::word::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match $crate::word::position(text, &Self::WORDS) {
                    Some(index) => Ok(Self::ALL[index]),
                    None => Err($crate::word::UnknownWord { kind: stringify!($name) }),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use word_enum;

#[cfg(test)]
mod tests {
    use std::fmt::{Debug, Display};
    use std::str::FromStr;

    use serde::Serialize;
    use serde::de::DeserializeOwned;

    use super::UnknownWord;
    use crate::*;

    fn check<T>(all: &[T])
    where
        T: Copy + Debug + Display + PartialEq + Serialize + DeserializeOwned,
        T: FromStr<Err = UnknownWord>,
    {
        for value in all {
            let word = value.to_string();
            assert_eq!(word.parse(), Ok(*value));
            assert_eq!(serde_json::to_value(value).expect("JSON"), word.as_str());
            assert_eq!(serde_json::from_value::<T>(word.into()).expect("a word"), *value);
        }
        for unknown in ["", "Live", "live ", "\"live\""] {
            assert!(unknown.parse::<T>().is_err(), "{unknown}");
        }
    }

    #[test]
    fn each_word_is_the_same_in_text_and_json() {
        check(&AfterRefund::ALL);
        check(&CodeEntryMode::ALL);
        check(&EventKind::ALL);
        check(&OfferState::ALL);
        check(&PaymentMethod::ALL);
        check(&PlacementKind::ALL);
        check(&PlacementState::ALL);
        check(&RevocationReason::ALL);
        check(&Role::ALL);
        check(&Sort::ALL);
        check(&Surface::ALL);
        check(&Trouble::ALL);
        check(&WalletState::ALL);
        check(&Weekday::ALL);
    }
}
