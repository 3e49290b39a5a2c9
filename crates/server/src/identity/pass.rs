//! Passes: texts that name the shopper for the claims of one payment, where cookies are not sent.

use mall_contract::{MallId, PaymentId, Refusal, ShopperId};

use super::link::{self, Link};
use super::secret::Secret;
use crate::clock::Ms;

/// The lifetime of a receipt's pass, in milliseconds. A page in use gets a new pass each time it reads its data again.
pub const LIFETIME_MS: Ms = 30 * 60 * 1000;

/// The purpose is signed too, so that no link is a pass and no pass is a link.
const PURPOSE: &[u8] = b"claim pass 2";

/// The proof that a pass was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassKind {
    /// Knowledge of the payment's numbers, as its receipt and its bill have them.
    Receipt,
    /// The key of a browser on another site's page, which keeps it.
    Browser,
}

impl PassKind {
    /// Returns the lifetime of such a pass, in milliseconds. An embedded page stays open longer than a receipt, so its
    /// pass works as long as its link.
    #[must_use]
    pub fn lifetime(self) -> Ms {
        match self {
            Self::Receipt => LIFETIME_MS,
            Self::Browser => link::LIFETIME_MS,
        }
    }

    /// The version at the beginning of the text; it is signed too.
    fn version(self) -> &'static str {
        match self {
            Self::Receipt => "1",
            Self::Browser => "b1",
        }
    }
}

/// A signed text that lets a shopper see and claim the offers after one payment, for a limited time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    pub shopper: ShopperId,
    /// The payment it is for.
    pub payment: PaymentId,
    pub kind: PassKind,
    /// The instant at which it expires; this instant is excluded.
    pub expires_at: Ms,
}

impl Pass {
    /// Returns a new pass that works as long as its kind does, but not longer than the payment's link.
    ///
    /// # Errors
    /// `link_invalid` for a link of a placement: cookies reach its page.
    pub fn new(shopper: &ShopperId, link: &Link, kind: PassKind, now: Ms) -> Result<Self, Refusal> {
        let (shopper, payment) = (shopper.clone(), link.payment()?.clone());
        let expires_at = link.expires_at.min(now + kind.lifetime());
        Ok(Self { shopper, payment, kind, expires_at })
    }

    /// Returns the signed text: `{version}.{mall}.{shopper}.{payment}.{expiry}.{signature}`.
    #[must_use]
    pub fn sign(&self, secret: &Secret, mall: &MallId) -> String {
        let Self { shopper, payment, kind, expires_at } = self;
        let version = kind.version();
        let expiry = expires_at.to_be_bytes();
        let signature = secret.sign(&parts(*kind, mall, shopper, payment, &expiry));
        format!("{version}.{mall}.{shopper}.{payment}.{expires_at:x}.{signature}")
    }

    /// Reads a pass of a mall.
    ///
    /// # Errors
    /// `session_missing`, one answer for all that is wrong with it and for one that is over.
    pub fn read(secret: &Secret, mall: &MallId, text: &str, now: Ms) -> Result<Self, Refusal> {
        let pass = parse(secret, mall, text);
        pass.filter(|pass| now < pass.expires_at).ok_or(Refusal::SessionMissing)
    }

    /// Reads a pass of whatever mall it names.
    #[must_use]
    pub fn of_its_mall(secret: &Secret, text: &str, now: Ms) -> Option<Self> {
        let mall = MallId::parse(text.split('.').nth(1)?).ok()?;
        Self::read(secret, &mall, text, now).ok()
    }

    /// Checks that it is for this payment.
    ///
    /// # Errors
    /// `session_missing`: for any other payment its bearer is unknown.
    pub fn check(&self, payment: &PaymentId) -> Result<(), Refusal> {
        if self.payment == *payment { Ok(()) } else { Err(Refusal::SessionMissing) }
    }
}

fn parts<'a>(
    kind: PassKind,
    mall: &'a MallId,
    shopper: &'a ShopperId,
    payment: &'a PaymentId,
    expiry: &'a [u8; 8],
) -> [&'a [u8]; 6] {
    [
        PURPOSE,
        kind.version().as_bytes(),
        mall.as_str().as_bytes(),
        shopper.as_str().as_bytes(),
        payment.as_str().as_bytes(),
        expiry,
    ]
}

fn parse(secret: &Secret, mall: &MallId, text: &str) -> Option<Pass> {
    let mut words = text.split('.');
    let (version, mall_id, shopper) = (words.next()?, words.next()?, words.next()?);
    let (payment, expiry, signature) = (words.next()?, words.next()?, words.next()?);
    let kinds = [PassKind::Receipt, PassKind::Browser];
    let kind = kinds.into_iter().find(|kind| kind.version() == version)?;
    if words.next().is_some() {
        return None;
    }
    let (shopper, payment) = (ShopperId::parse(shopper).ok()?, PaymentId::parse(payment).ok()?);
    // Spelt otherwise it would be another text with the same signature.
    let expires_at =
        Ms::from_str_radix(expiry, 16).ok().filter(|ms| format!("{ms:x}") == expiry)?;
    let bytes = expires_at.to_be_bytes();
    let genuine = secret.verify(&parts(kind, mall, &shopper, &payment, &bytes), signature);
    if !genuine || mall_id != mall.as_str() {
        return None;
    }
    Some(Pass { shopper, payment, kind, expires_at })
}

#[cfg(test)]
mod tests {
    use mall_contract::{PaymentId, Refusal};
    use proptest::prelude::*;

    use super::{LIFETIME_MS, Link, Pass, PassKind, Secret};
    use crate::identity::link;
    use crate::identity::link::Occasion;
    use crate::sample_id::id;

    fn secret(digit: &str) -> Secret {
        Secret::from_hex(&digit.repeat(64)).expect("a secret")
    }

    fn payment(id: &str) -> PaymentId {
        PaymentId::parse(id).expect("an id")
    }

    fn to(expires_at: i64) -> Link {
        Link { occasion: Occasion::Payment(payment("p1")), expires_at }
    }

    fn pass() -> Pass {
        Pass::new(&id("s1"), &to(10 * LIFETIME_MS), PassKind::Receipt, 1000).expect("a payment")
    }

    #[test]
    fn a_pass_works_half_an_hour_for_its_payment() {
        let text = pass().sign(&secret("a"), &id("mall"));
        let read = |now| Pass::read(&secret("a"), &id("mall"), &text, now);
        assert_eq!(read(1000 + LIFETIME_MS - 1), Ok(pass()));
        assert_eq!(read(1000 + LIFETIME_MS), Err(Refusal::SessionMissing));
        assert_eq!(pass().check(&payment("p1")), Ok(()));
        assert_eq!(pass().check(&payment("p2")), Err(Refusal::SessionMissing));
    }

    #[test]
    fn a_pass_does_not_outlive_the_link() {
        assert_eq!(
            Pass::new(&id("s1"), &to(1500), PassKind::Browser, 1000).expect("a payment").expires_at,
            1500
        );
    }

    #[test]
    fn a_receipts_pass_cannot_be_turned_into_a_browsers() {
        let text = pass().sign(&secret("a"), &id("mall"));
        assert!(text.starts_with("1."));
        let turned = format!("b{text}");
        let read = Pass::read(&secret("a"), &id("mall"), &turned, 1000);
        assert_eq!(read, Err(Refusal::SessionMissing));
        let browsers = Pass { kind: PassKind::Browser, ..pass() };
        let text = browsers.sign(&secret("a"), &id("mall"));
        assert_eq!(Pass::read(&secret("a"), &id("mall"), &text, 1000), Ok(browsers));
    }

    #[test]
    fn a_text_signed_for_another_purpose_is_no_pass() {
        let text = pass().sign(&secret("a"), &id("mall"));
        assert!(Pass::read(&secret("a"), &id("other"), &text, 1000).is_err());
        assert!(Pass::read(&secret("b"), &id("mall"), &text, 1000).is_err());
        let link = link::make(&secret("a"), &id("mall"), &payment("p1"), 5000);
        assert!(Pass::read(&secret("a"), &id("mall"), &link, 1000).is_err());
        assert!(link::read(&secret("a"), &id("mall"), &text).is_err());
        // The same words, signed as a link would be.
        let (words, _) = text.rsplit_once('.').expect("a signature");
        let signature = link.rsplit('.').next().expect("a signature");
        assert!(
            Pass::read(&secret("a"), &id("mall"), &format!("{words}.{signature}"), 1000).is_err()
        );
    }

    proptest! {
        #[test]
        fn any_change_makes_it_invalid(at in 0_usize..120, with in "[ -~]") {
            let text = pass().sign(&secret("a"), &id("mall"));
            let at = at % text.len();
            let mut changed = text.clone();
            changed.replace_range(at..=at, &with);
            // The last character of base64 carries bits that are not used.
            prop_assume!(changed != text && at + 1 < text.len());
            let read = Pass::read(&secret("a"), &id("mall"), &changed, 1000);
            prop_assert_eq!(read, Err(Refusal::SessionMissing));
        }

        #[test]
        fn foreign_text_never_panics(text in "\\PC{0,120}") {
            prop_assert!(Pass::read(&secret("a"), &id("mall"), &text, 0).is_err());
        }
    }
}
