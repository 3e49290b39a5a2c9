//! Proofs of work: a stranger's page computes one before its claim while strangers come in a burst. A script that claims
//! for many strangers computes as many.
//!
//! A challenge is signed for one shopper at one placement. Its proof is a number, behind a full stop at the challenge's
//! end, with which the SHA-256 of the whole text begins with so many zero bits.

use mall_contract::{MallId, PlacementCode, ShopperId};
use sha2::{Digest, Sha256};

use super::secret::Secret;
use crate::clock::Ms;

/// The lifetime of a challenge, in milliseconds.
pub const LIFETIME_MS: Ms = 3 * 60 * 1000;

/// The purpose is signed too, so that no other text is a challenge.
const PURPOSE: &[u8] = b"proof of work 1";

/// The longest proof that is read, in bytes.
const LENGTH: usize = 120;

/// The shopper and the place of a challenge.
#[derive(Clone, Copy)]
pub struct Worker<'a> {
    pub mall: &'a MallId,
    pub shopper: &'a ShopperId,
    pub place: &'a PlacementCode,
}

/// A proof that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The zero bits of the challenge.
    pub bits: u32,
    /// A text by which it is known that the challenge was used.
    pub name: String,
}

impl Worker<'_> {
    /// Returns a challenge to compute a proof with so many zero bits.
    #[must_use]
    pub fn challenge(&self, secret: &Secret, bits: u32, now: Ms) -> String {
        let expires_at = now + LIFETIME_MS;
        format!("{bits}.{expires_at:x}.{}", self.signature(secret, bits, expires_at))
    }

    /// Checks a proof. It is none if it is for another shopper or place, too late, or without the work.
    #[must_use]
    pub fn check(&self, secret: &Secret, proof: &str, now: Ms) -> Option<Proof> {
        let (challenge, _) = proof.rsplit_once('.').filter(|_| proof.len() <= LENGTH)?;
        let mut words = challenge.split('.');
        let (bits, expires_at, signature) = (words.next()?, words.next()?, words.next()?);
        let bits = bits.parse().ok()?;
        let expires_at = Ms::from_str_radix(expires_at, 16).ok()?;
        let genuine = secret.verify(&self.parts(&numbers(bits, expires_at)), signature);
        let good = genuine && words.next().is_none() && now < expires_at;
        (good && zero_bits(proof) >= bits).then(|| Proof { bits, name: signature.to_owned() })
    }

    fn signature(&self, secret: &Secret, bits: u32, expires_at: Ms) -> String {
        secret.sign(&self.parts(&numbers(bits, expires_at)))
    }

    fn parts<'a>(&'a self, numbers: &'a [u8]) -> [&'a [u8]; 5] {
        let Self { mall, shopper, place } = self;
        let [mall, shopper] = [mall.as_str().as_bytes(), shopper.as_str().as_bytes()];
        [PURPOSE, mall, shopper, place.as_str().as_bytes(), numbers]
    }
}

fn numbers(bits: u32, expires_at: Ms) -> Vec<u8> {
    [&bits.to_be_bytes()[..], &expires_at.to_be_bytes()].concat()
}

/// Returns the number of zero bits at the beginning of a text's hash.
fn zero_bits(text: &str) -> u32 {
    let hash = Sha256::digest(text);
    let zero_bytes = hash.iter().take_while(|byte| **byte == 0).count();
    zero_bytes as u32 * 8 + hash.get(zero_bytes).map_or(0, |byte| byte.leading_zeros())
}

/// Computes the proof of a challenge, as the page's script does.
#[must_use]
pub fn compute(challenge: &str) -> String {
    let bits = challenge.split('.').next().and_then(|bits| bits.parse().ok()).unwrap_or(0);
    let mut proofs = (0_u64..).map(|number| format!("{challenge}.{number}"));
    proofs.find(|proof| zero_bits(proof) >= bits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use mall_contract::{MallId, PlacementCode, ShopperId};
    use proptest::prelude::*;

    use super::{LIFETIME_MS, Proof, Worker, compute, zero_bits};
    use crate::identity::secret::Secret;
    use crate::sample_id::id;

    fn secret() -> Secret {
        Secret::from_hex(&"a".repeat(64)).expect("a secret")
    }

    fn check(who: &str, place: u32, proof: &str, now: i64) -> Option<Proof> {
        let (mall, shopper): (MallId, ShopperId) = (id("mall"), id(who));
        let place = PlacementCode::from_bits(place);
        Worker { mall: &mall, shopper: &shopper, place: &place }.check(&secret(), proof, now)
    }

    fn challenge(bits: u32) -> String {
        let (mall, shopper): (MallId, ShopperId) = (id("mall"), id("alice"));
        let place = PlacementCode::from_bits(7);
        Worker { mall: &mall, shopper: &shopper, place: &place }.challenge(&secret(), bits, 1000)
    }

    #[test]
    fn a_proof_is_good_for_its_shopper_and_place_and_some_minutes() {
        let proof = compute(&challenge(8));
        let checked = check("alice", 7, &proof, 1000 + LIFETIME_MS - 1);
        assert_eq!(checked.map(|proof| proof.bits), Some(8));
        assert_eq!(check("alice", 7, &proof, 1000 + LIFETIME_MS), None);
        assert_eq!(check("bob", 7, &proof, 1000), None);
        assert_eq!(check("alice", 8, &proof, 1000), None);
    }

    #[test]
    fn a_challenge_without_the_work_is_no_proof() {
        let challenge = challenge(12);
        let without = (0..).map(|number| format!("{challenge}.{number}"));
        let without = without.into_iter().find(|text| zero_bits(text) < 12).expect("most are");
        assert_eq!(check("alice", 7, &without, 1000), None);
        assert_eq!(check("alice", 7, &challenge, 1000), None);
        let easier = compute(&challenge.replacen("12.", "1.", 1));
        assert_eq!(check("alice", 7, &easier, 1000), None);
    }

    #[test]
    fn zero_bits_are_counted_from_the_first() {
        // SHA-256 of "abc" is ba7816bf…, of "1" 6b86b273….
        assert_eq!((zero_bits("abc"), zero_bits("1")), (0, 1));
    }

    proptest! {
        #[test]
        fn foreign_text_never_panics(text in "\\PC{0,140}") {
            prop_assert_eq!(check("alice", 7, &text, 0), None);
        }
    }
}
