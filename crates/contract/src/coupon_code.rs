//! The code of a coupon, which a shopper shows and a cashier scans or types.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::base32;
use crate::offline::{self, OfflineProof};

/// Base32 digits of a code: 80 bits, so that nobody guesses one.
const CODE_DIGITS: usize = 16;

/// Decimal digits of a token.
const TOKEN_DIGITS: usize = 8;

/// The text is not a coupon's code: not sixteen digits of Crockford's Base32, nor those followed by a token and
/// a proof. Case, look-alike letters, spaces and hyphens do not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidCouponCode;

impl fmt::Display for InvalidCouponCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a coupon's code is sixteen letters and digits, without I, L, O and U")
    }
}

impl std::error::Error for InvalidCouponCode {}

/// A coupon's code. It never changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[0-9A-HJKMNP-TV-Z]{16}$"))]
pub struct CouponCode(String);

impl CouponCode {
    /// Parses a code as people type it. Case, width, blanks and dashes do not matter; O reads as 0, I and L read as 1.
    ///
    /// # Errors
    /// Returns [`InvalidCouponCode`] when the rest is not sixteen digits.
    pub fn parse(text: &str) -> Result<Self, InvalidCouponCode> {
        base32::parse(text, CODE_DIGITS).map(Self).ok_or(InvalidCouponCode)
    }

    /// Makes a code of the lowest 80 bits of a number.
    #[must_use]
    pub fn from_bits(bits: u128) -> Self {
        Self(base32::encode(bits, CODE_DIGITS))
    }

    /// Returns the code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the code in groups of four, for people: `7K01-QD8M-2ZWX-3V5T`.
    #[must_use]
    pub fn grouped(&self) -> String {
        let mut grouped = String::new();
        for (place, digit) in self.0.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                grouped.push('-');
            }
            grouped.push(digit);
        }
        grouped
    }
}

impl TryFrom<String> for CouponCode {
    type Error = InvalidCouponCode;

    fn try_from(text: String) -> Result<Self, InvalidCouponCode> {
        Self::parse(&text)
    }
}

impl From<CouponCode> for String {
    fn from(code: CouponCode) -> Self {
        code.0
    }
}

impl fmt::Display for CouponCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The content of a coupon's QR code: the coupon's code and a short-lived token.
/// A typed code has no token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodePayload {
    /// The coupon's code.
    pub code: CouponCode,
    /// The token, 0 to 99 999 999; none when the code was typed.
    pub token: Option<u32>,
    /// The proof for tills without a network; none when the store redeems nothing offline.
    pub proof: Option<OfflineProof>,
}

impl CodePayload {
    /// Parses a scanned or typed text.
    ///
    /// # Errors
    /// Returns [`InvalidCouponCode`] when it is neither a code nor a code with a token.
    pub fn parse(text: &str) -> Result<Self, InvalidCouponCode> {
        if let Ok(code) = CouponCode::parse(text) {
            return Ok(Self { code, token: None, proof: None });
        }
        let short = CODE_DIGITS + TOKEN_DIGITS;
        let all = base32::parse(text, short)
            .or_else(|| base32::parse(text, short + offline::PROOF_DIGITS));
        let all = all.ok_or(InvalidCouponCode)?;
        let (code, rest) = all.split_at(CODE_DIGITS);
        let (token, proof) = rest.split_at(TOKEN_DIGITS);
        let token = token.parse().map_err(|_| InvalidCouponCode)?;
        let (code, proof) = (CouponCode(code.to_owned()), OfflineProof::from_digits(proof));
        Ok(Self { code, token: Some(token), proof })
    }
}

/// Uses only the alphanumeric set of QR codes (ISO/IEC 18004), so that the modules are large.
impl fmt::Display for CodePayload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.token, &self.proof) {
            (None, _) => write!(f, "{}", self.code),
            (Some(token), None) => write!(f, "{}-{token:08}", self.code),
            (Some(token), Some(proof)) => write!(f, "{}-{token:08}-{proof}", self.code),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{CodePayload, CouponCode, OfflineProof};
    use crate::Fen;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = CouponCode::parse("7K01-QD8M-2ZWX-3V5T").expect("a code");
        assert_eq!(code.grouped(), "7K01-QD8M-2ZWX-3V5T");
        for typed in [
            "7k01qd8m2zwx3v5t",
            "7KOI QD8M 2ZWX 3V5T",
            " 7kol-qd8m-2zwx-3v5t ",
            "７Ｋ０１－ＱＤ８Ｍ－２ＺＷＸ－３Ｖ５Ｔ",
            "７ｋ０１—ｑｄ８ｍ　２ｚｗｘ　３ｖ５ｔ\u{200b}",
        ] {
            assert_eq!(CouponCode::parse(typed), Ok(code.clone()), "{typed}");
        }
        for bad in ["", "7K01QD", "7K01QD8M2ZWX3V5", "7K01QD8M2ZWX3V5TX", "7K01QD8M2ZWX3V5U"] {
            assert!(CouponCode::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_token_is_decimal_and_complete() {
        for bad in ["7K01QD8M2ZWX3V5T-1234567", "7K01QD8M2ZWX3V5T-1234567A"] {
            assert!(CodePayload::parse(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn every_payload_parses_back(bits: u128, token in proptest::option::of(0_u32..100_000_000)) {
            let amounts = bits as u32 >> 2;
            let proof = OfflineProof { threshold: Fen(amounts.into()), value: Fen((amounts / 3).into()), mac: bits >> 48 };
            let proof = token.filter(|token| token % 2 == 0).map(|_| proof);
            let payload = CodePayload { code: CouponCode::from_bits(bits), token, proof };
            prop_assert_eq!(CodePayload::parse(&payload.to_string()), Ok(payload.clone()));
            prop_assert_eq!(CouponCode::from_bits(bits & ((1 << 80) - 1)), payload.code);
        }
    }
}
