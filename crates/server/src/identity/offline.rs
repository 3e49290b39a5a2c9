//! Proofs for tills that are offline.
//!
//! A till checks them by HMAC with its store's key of the day. HMAC takes 16 digits in a QR code that must stay coarse;
//! a signature that only the server can make would take 103. All browsers that the page runs in have HMAC.
//!
//! A thief of a till can make codes that pass at this store's offline tills until midnight, within the store's limits.
//! They do not pass at another store or on another day, and an upload finds them, because the token in a code is not
//! made from this key.

use hmac::{Hmac, KeyInit, Mac};
use mall_contract::{Benefit, CouponCode, CouponId, Fen, MallId, OfflineProof, StoreId};
use sha2::Sha256;

use super::code;
use super::secret::Secret;

/// Returns the key of a store for a day of the mall, counted from 1970-01-01.
#[must_use]
pub fn day_key(secret: &Secret, mall: &MallId, store: &StoreId, day: i64) -> [u8; 32] {
    let parts =
        [b"offline day 1", mall.as_str().as_bytes(), store.as_str().as_bytes(), &day.to_be_bytes()];
    secret.derive(&parts)
}

/// Returns the largest amount that a coupon takes off an order. None if there is no bound: no till redeems such a
/// coupon offline.
#[must_use]
pub fn value(benefit: &Benefit) -> Option<Fen> {
    match benefit {
        Benefit::AmountOff(off) => Some(*off),
        Benefit::Discount { cap, .. } => *cap,
        Benefit::Exchange { .. } | Benefit::Unknown => None,
    }
}

/// Returns the proof of a code with its token in a step.
#[must_use]
pub fn prove(
    key: &[u8; 32],
    code: &CouponCode,
    token: u32,
    step: i64,
    [threshold, value]: [Fen; 2],
) -> OfflineProof {
    let mut proof = OfflineProof { threshold, value, mac: 0 };
    let text = format!("{code}-{token:08}-{}-{step}", proof.amounts());
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key");
    mac.update(text.as_bytes());
    let bytes = mac.finalize().into_bytes();
    proof.mac = bytes.iter().take(10).fold(0, |bits, byte| bits << 8 | u128::from(*byte));
    proof
}

/// The store, the instant and the code that a till reports of an offline redemption.
#[derive(Clone, Copy, Debug)]
pub struct ProofContext<'a> {
    pub mall: &'a MallId,
    /// The store whose till read it.
    pub store: &'a StoreId,
    pub coupon: &'a CouponId,
    pub code: &'a CouponCode,
    /// The token.
    pub token: u32,
    pub at: i64,
    /// The day of that in the mall.
    pub day: i64,
}

/// Checks whether a code was shown then and there with this proof, whose token only the server could make.
#[must_use]
pub fn is_proven(secret: &Secret, context: ProofContext<'_>, proof: &OfflineProof) -> bool {
    let key = day_key(secret, context.mall, context.store, context.day);
    code::steps(context.at).fold(false, |proven, step| {
        let token = code::token(secret, context.mall, context.coupon, step);
        let amounts = [proof.threshold, proof.value];
        let expected = prove(&key, context.code, token, step, amounts);
        proven | (u128::from(token ^ context.token) | (expected.mac ^ proof.mac) == 0)
    })
}

#[cfg(test)]
mod tests {
    use mall_contract::{CouponCode, Fen};

    use super::{ProofContext, Secret, code, day_key, is_proven, prove};
    use crate::sample_id::id;

    #[test]
    fn a_proof_belongs_to_one_store_day_code_and_half_minute() {
        let secret = Secret::from_hex(&"a".repeat(64)).expect("a secret");
        let code = CouponCode::from_bits(7);
        let token = code::token(&secret, &id("mall"), &id("c1"), 1000);
        let amounts = [Fen(2500), Fen(850)];
        let key = day_key(&secret, &id("mall"), &id("cafe"), 5);
        let proof = prove(&key, &code, token, 1000, amounts);
        let good = ProofContext {
            mall: &id("mall"),
            store: &id("cafe"),
            coupon: &id("c1"),
            code: &code,
            token,
            at: 1000 * code::STEP,
            day: 5,
        };
        assert!(is_proven(&secret, good, &proof));
        let other = CouponCode::from_bits(8);
        for wrong in [
            ProofContext { mall: &id("other"), ..good },
            ProofContext { store: &id("cinema"), ..good },
            ProofContext { coupon: &id("c2"), ..good },
            ProofContext { code: &other, ..good },
            ProofContext { token: token ^ 1, ..good },
            ProofContext { at: 1003 * code::STEP, ..good },
            ProofContext { day: 6, ..good },
        ] {
            assert!(!is_proven(&secret, wrong, &proof), "{wrong:?}");
        }
        let mut richer = proof.clone();
        richer.value = Fen(9000);
        assert!(!is_proven(&secret, good, &richer));
        // A forger who has the day's key, but not the server's secret.
        let forged = prove(&key, &code, 12_345_678, 1000, amounts);
        assert!(!is_proven(&secret, ProofContext { token: 12_345_678, ..good }, &forged));
    }
}
