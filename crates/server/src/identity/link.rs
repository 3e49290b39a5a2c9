//! Claim links: who has one may see and claim the offers after one payment, for a while.

use mall_contract::{PaymentId, Refusal};

use super::secret::Secret;
use crate::clock::Ms;

/// How long a link works after its payment was reported, in milliseconds.
pub const LIFE: Ms = 24 * 60 * 60 * 1000;

/// What a link is for is part of what is signed: one made for another purpose is no claim link.
const PURPOSE: &[u8] = b"claim link 1";

/// The signed link of a payment: `1.{mall}.{payment}.{expiry}.{signature}`.
#[must_use]
pub fn make(secret: &Secret, mall: &str, payment: &str, expires_at: Ms) -> String {
    let signature =
        secret.sign(&[PURPOSE, mall.as_bytes(), payment.as_bytes(), &expires_at.to_be_bytes()]);
    format!("1.{mall}.{payment}.{expires_at:x}.{signature}")
}

/// A link that was made by this server for a mall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The payment it is for.
    pub payment: PaymentId,
    /// When it stops working; this instant is excluded.
    pub expires_at: Ms,
}

impl Link {
    /// Whether it still works.
    ///
    /// # Errors
    /// `link_expired` past its time.
    pub fn check(&self, now: Ms) -> Result<(), Refusal> {
        if now >= self.expires_at { Err(Refusal::LinkExpired) } else { Ok(()) }
    }
}

/// Reads a link, which may have expired.
///
/// # Errors
/// `link_invalid`, one answer for all that is wrong with it.
pub fn read(secret: &Secret, mall: &str, text: &str) -> Result<Link, Refusal> {
    parse(secret, mall, text).ok_or(Refusal::LinkInvalid)
}

fn parse(secret: &Secret, mall: &str, text: &str) -> Option<Link> {
    let mut parts = text.split('.');
    let (version, of_mall, payment) = (parts.next()?, parts.next()?, parts.next()?);
    let (expiry, signature) = (parts.next()?, parts.next()?);
    if version != "1" || parts.next().is_some() {
        return None;
    }
    let expires_at = Ms::from_str_radix(expiry, 16).ok()?;
    let signed = [PURPOSE, of_mall.as_bytes(), payment.as_bytes(), &expires_at.to_be_bytes()];
    if !secret.verify(&signed, signature) || of_mall != mall {
        return None;
    }
    Some(Link { payment: PaymentId::parse(payment).ok()?, expires_at })
}

#[cfg(test)]
mod tests {
    use mall_contract::Refusal;
    use proptest::prelude::*;

    use super::{Secret, make, read};

    fn secret(digit: &str) -> Secret {
        Secret::from_hex(&digit.repeat(64)).expect("a secret")
    }

    #[test]
    fn a_link_works_until_its_time_is_over() {
        let link = make(&secret("a"), "mall", "p1", 1000);
        let link = read(&secret("a"), "mall", &link).expect("a link");
        assert_eq!((link.payment.as_str(), link.check(999)), ("p1", Ok(())));
        assert_eq!(link.check(1000), Err(Refusal::LinkExpired));
    }

    #[test]
    fn a_link_of_another_mall_or_server_is_no_link() {
        let link = make(&secret("a"), "mall", "p1", 1000);
        assert_eq!(read(&secret("a"), "other", &link), Err(Refusal::LinkInvalid));
        assert_eq!(read(&secret("b"), "mall", &link), Err(Refusal::LinkInvalid));
    }

    proptest! {
        #[test]
        fn any_change_makes_it_invalid(at in 0_usize..80, with in "[ -~]") {
            let link = make(&secret("a"), "mall", "p1", 0x1234_5678);
            let at = at % link.len();
            let mut changed = link.clone();
            changed.replace_range(at..=at, &with);
            // The last character of base64 carries bits that are not used.
            prop_assume!(changed != link && at + 1 < link.len());
            prop_assert_eq!(read(&secret("a"), "mall", &changed), Err(Refusal::LinkInvalid));
        }

        #[test]
        fn foreign_text_never_panics(text in "\\PC{0,120}") {
            prop_assert!(read(&secret("a"), "mall", &text).is_err());
        }
    }
}
