//! Claim links. The bearer of a link may see and claim the offers after one payment, or of one placement, for a limited
//! time.

use mall_contract::{MallId, PaymentId, PlacementCode, Refusal};

use super::secret::Secret;
use crate::clock::Ms;
use crate::db::claims::LinkSource;

/// A link's lifetime after its payment was reported, in milliseconds.
pub const LIFETIME_MS: Ms = 24 * 60 * 60 * 1000;

/// The purpose is signed too, so that a text signed for another purpose is no claim link.
const PURPOSE: &[u8] = b"claim link 1";
const OF_PLACEMENT: &[u8] = b"placement link 1";

/// The version that begins the text of each link.
const VERSION: &str = "1";
const VERSION_OF_PLACEMENT: &str = "q1";

/// Returns the signed link of a payment: `1.{mall}.{payment}.{expiry}.{signature}`.
#[must_use]
pub fn make(secret: &Secret, mall: &MallId, payment: &PaymentId, expires_at: Ms) -> String {
    signed(secret, VERSION, PURPOSE, mall, payment.as_str(), expires_at)
}

/// Returns the signed link of a placement: `q1.{mall}.{code}.{expiry}.{signature}`. Everybody who opens the placement's
/// address gets one.
#[must_use]
pub fn make_for_placement(
    secret: &Secret,
    mall: &MallId,
    code: &PlacementCode,
    expires_at: Ms,
) -> String {
    signed(secret, VERSION_OF_PLACEMENT, OF_PLACEMENT, mall, code.as_str(), expires_at)
}

fn signed(
    secret: &Secret,
    version: &str,
    purpose: &[u8],
    mall: &MallId,
    name: &str,
    expires_at: Ms,
) -> String {
    let signature = secret.sign(&[
        purpose,
        mall.as_str().as_bytes(),
        name.as_bytes(),
        &expires_at.to_be_bytes(),
    ]);
    format!("{version}.{mall}.{name}.{expires_at:x}.{signature}")
}

/// The payment or placement that a link was made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// A payment.
    Payment(PaymentId),
    /// A placement whose code was scanned.
    Placement(PlacementCode),
}

/// A link that was made by this server for a mall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub occasion: Occasion,
    /// The instant at which it expires; this instant is excluded.
    pub expires_at: Ms,
}

impl Link {
    /// Returns the payment or the placement that the link is for, as columns.
    #[must_use]
    pub fn source(&self) -> LinkSource<'_> {
        match &self.occasion {
            Occasion::Payment(id) => LinkSource { payment: Some(id), placement: None },
            Occasion::Placement(code) => LinkSource { payment: None, placement: Some(code) },
        }
    }

    /// Returns the payment it is for.
    ///
    /// # Errors
    /// `link_invalid` for a link of a placement.
    pub fn payment(&self) -> Result<&PaymentId, Refusal> {
        match &self.occasion {
            Occasion::Payment(payment) => Ok(payment),
            Occasion::Placement(_) => Err(Refusal::LinkInvalid),
        }
    }

    /// Checks that it has not expired.
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
pub fn read(secret: &Secret, mall: &MallId, text: &str) -> Result<Link, Refusal> {
    parse(secret, mall, text).ok_or(Refusal::LinkInvalid)
}

fn parse(secret: &Secret, mall: &MallId, text: &str) -> Option<Link> {
    let mut parts = text.split('.');
    let (version, mall_id, name) = (parts.next()?, parts.next()?, parts.next()?);
    let (expiry, signature) = (parts.next()?, parts.next()?);
    let purpose = match version {
        VERSION => PURPOSE,
        VERSION_OF_PLACEMENT => OF_PLACEMENT,
        _ => return None,
    };
    if parts.next().is_some() {
        return None;
    }
    // Spelt otherwise it would be another text with the same signature.
    let expires_at =
        Ms::from_str_radix(expiry, 16).ok().filter(|ms| format!("{ms:x}") == expiry)?;
    let signed = [purpose, mall_id.as_bytes(), name.as_bytes(), &expires_at.to_be_bytes()];
    if !secret.verify(&signed, signature) || mall_id != mall.as_str() {
        return None;
    }
    let occasion = match version {
        VERSION => Occasion::Payment(PaymentId::parse(name).ok()?),
        _ => Occasion::Placement(PlacementCode::parse(name).ok()?),
    };
    Some(Link { occasion, expires_at })
}

#[cfg(test)]
mod tests {
    use mall_contract::{PlacementCode, Refusal};
    use proptest::prelude::*;

    use super::{Occasion, Secret, make, make_for_placement, read};
    use crate::sample_id::id;

    fn secret(digit: &str) -> Secret {
        Secret::from_hex(&digit.repeat(64)).expect("a secret")
    }

    #[test]
    fn a_link_works_until_it_expires() {
        let link = make(&secret("a"), &id("mall"), &id("p1"), 1000);
        let link = read(&secret("a"), &id("mall"), &link).expect("a link");
        let payment = link.payment().map(|payment| payment.as_str());
        assert_eq!((payment, link.check(999)), (Ok("p1"), Ok(())));
        assert_eq!(link.check(1000), Err(Refusal::LinkExpired));
    }

    #[test]
    fn a_link_works_only_for_its_payment_or_placement() {
        let code = PlacementCode::parse("7K01QD").expect("a code");
        let link = make_for_placement(&secret("a"), &id("mall"), &code, 1000);
        let read_back = read(&secret("a"), &id("mall"), &link).expect("a link");
        assert_eq!(read_back.occasion, Occasion::Placement(code));
        assert_eq!(read_back.payment(), Err(Refusal::LinkInvalid));
        let as_payment = link.replacen("q1.", "1.", 1);
        assert_eq!(read(&secret("a"), &id("mall"), &as_payment), Err(Refusal::LinkInvalid));
        let payment = make(&secret("a"), &id("mall"), &id("7K01QD"), 1000);
        let as_placement = format!("q{payment}");
        assert_eq!(read(&secret("a"), &id("mall"), &as_placement), Err(Refusal::LinkInvalid));
    }

    #[test]
    fn a_link_of_another_mall_or_server_is_invalid() {
        let link = make(&secret("a"), &id("mall"), &id("p1"), 1000);
        assert_eq!(read(&secret("a"), &id("other"), &link), Err(Refusal::LinkInvalid));
        assert_eq!(read(&secret("b"), &id("mall"), &link), Err(Refusal::LinkInvalid));
    }

    proptest! {
        #[test]
        fn any_change_makes_it_invalid(at in 0_usize..80, with in "[ -~]") {
            let link = make(&secret("a"), &id("mall"), &id("p1"), 0x1234_5678);
            let at = at % link.len();
            let mut changed = link.clone();
            changed.replace_range(at..=at, &with);
            // The last character of base64 carries bits that are not used.
            prop_assume!(changed != link && at + 1 < link.len());
            prop_assert_eq!(read(&secret("a"), &id("mall"), &changed), Err(Refusal::LinkInvalid));
        }

        #[test]
        fn foreign_text_never_panics(text in "\\PC{0,120}") {
            prop_assert!(read(&secret("a"), &id("mall"), &text).is_err());
        }
    }
}
