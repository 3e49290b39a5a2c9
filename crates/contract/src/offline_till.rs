//! The rule that decides whether a till may redeem a coupon offline: one for the till's page and a store's own system.

use crate::{
    CODE_STEP_MS, CodePayload, CouponCode, Fen, Moment, OfflineGrant, OfflineProof,
    OfflineRedemption, Refusal, TillRefusal,
};

/// The check of a code's proof. The proof holds when the HMAC-SHA256 of one of the texts, under the key, begins with
/// the proof's 80 bits. The caller computes the HMACs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofCheck {
    /// The code of the coupon, if the proof holds.
    pub code: CouponCode,
    /// The proof inside the scanned code.
    pub proof: OfflineProof,
    /// The store's key for the day, 32 bytes as 64 hexadecimal digits.
    pub key: String,
    /// The texts to authenticate, one for each step in which the phone may have shown the code.
    pub texts: [String; 4],
}

impl ProofCheck {
    /// Checks whether one of the 32-byte HMACs of the texts matches the proof.
    #[must_use]
    pub fn passes<'a>(&self, macs: impl IntoIterator<Item = &'a [u8]>) -> bool {
        let bits =
            |mac: &[u8]| mac.iter().take(10).fold(0, |bits, byte| bits << 8 | u128::from(*byte));
        macs.into_iter().any(|mac| mac.len() == 32 && bits(mac) == self.proof.mac)
    }
}

/// Returns the check of a code that a till with this grant scans at `now`.
///
/// # Errors
/// Returns `code_unknown` for text that is not a code, `offline_not_granted` outside the grant's time, and
/// `offline_not_proven` for a code without a proof.
pub fn proof_check(grant: &OfflineGrant, text: &str, now: Moment) -> Result<ProofCheck, Refusal> {
    let payload = CodePayload::parse(text).map_err(|_| Refusal::Till(TillRefusal::CodeUnknown))?;
    let is_now = |from: Moment, until: Moment| (from..until).contains(&now);
    if !is_now(grant.server_time, grant.ends_at) {
        return Err(Refusal::Till(TillRefusal::OfflineNotGranted));
    }
    let key = grant.keys.iter().find(|key| is_now(key.from, key.until));
    let key = key.ok_or(Refusal::Till(TillRefusal::OfflineNotGranted))?.key.clone();
    let CodePayload { code, token: Some(token), proof: Some(proof) } = payload else {
        return Err(Refusal::Till(TillRefusal::OfflineNotProven));
    };
    let step = now.ms.div_euclid(CODE_STEP_MS);
    let text = |step: i64| format!("{code}-{token:08}-{}-{step}", proof.amounts());
    let texts = [-2, -1, 0, 1].map(|from_now| text(step + from_now));
    Ok(ProofCheck { code, proof, key, texts })
}

/// Returns the reason why a till may not redeem a coupon with a valid proof; `None` when it may.
///
/// The proof states the smallest order and the largest saving. An earlier use is known only when this till made it:
/// `pending` are its redemptions that are not uploaded yet.
#[must_use]
pub fn offline_refusal(
    grant: &OfflineGrant,
    pending: &[OfflineRedemption],
    by: &str,
    proven: &ProofCheck,
    amount: Option<Fen>,
) -> Option<Refusal> {
    let ProofCheck { code, proof, .. } = proven;
    if let Some(before) = pending.iter().find(|redemption| redeems(redemption, code)) {
        return Some(Refusal::Till(TillRefusal::CouponUsed {
            at: before.taken_at,
            by: by.to_owned(),
        }));
    }
    let count = pending.iter().filter(|redemption| redemption.grant_id == grant.id).count();
    if proof.value > grant.most_value || count >= grant.most_count as usize {
        let OfflineGrant { most_value, most_count, .. } = *grant;
        return Some(Refusal::Till(TillRefusal::OfflineOverLimit { most_value, most_count }));
    }
    let short = proof.threshold.0 - amount?.0;
    (short > 0).then_some(Refusal::Till(TillRefusal::ThresholdNotMet {
        least: proof.threshold,
        short: Fen(short),
    }))
}

/// Checks whether a redemption is of the coupon with this code.
fn redeems(redemption: &OfflineRedemption, code: &CouponCode) -> bool {
    CodePayload::parse(&redemption.code).is_ok_and(|payload| payload.code == *code)
}

#[cfg(test)]
mod tests {
    use super::{ProofCheck, offline_refusal, proof_check};
    use crate::{
        DayKey, Fen, Moment, OfflineGrant, OfflineRedemption, Refusal, RequestId, TillRefusal,
    };

    const NOON: Moment = Moment::new(1_795_406_400_000, 480);
    const QR_TEXT: &str = "7K01QD8M2ZWX3V5T-12345678-0002E40000TJ7K01QD8M2ZWX3V5T";

    fn grant() -> OfflineGrant {
        let key = |from: i64, until: i64, digit: &str| DayKey {
            from: NOON + from,
            until: NOON + until,
            key: digit.repeat(64),
        };
        OfflineGrant {
            id: "g".into(),
            ends_at: NOON + 1_800_000,
            most_value: Fen(1000),
            most_count: 2,
            keys: vec![key(-1000, 600_000, "a"), key(600_000, 10_000_000, "b")],
            server_time: NOON,
        }
    }

    fn redemption(code: &str, grant: &str) -> OfflineRedemption {
        OfflineRedemption {
            request_id: RequestId::parse("r-12345678").expect("an id"),
            grant_id: grant.into(),
            code: code.into(),
            order_number: "A1".into(),
            amount: Fen(3000),
            taken_at: NOON,
        }
    }

    fn proving(text: &str, after: i64) -> Result<ProofCheck, Refusal> {
        proof_check(&grant(), text, NOON + after)
    }

    #[test]
    fn a_check_uses_the_code_its_step_and_the_days_key() {
        let proving = proving(QR_TEXT, 599_999).expect("something to prove");
        let step = (NOON.ms + 599_999) / 30_000;
        let texts =
            [-2, -1, 0, 1].map(|s| format!("7K01QD8M2ZWX3V5T-12345678-0002E40000TJ-{}", step + s));
        assert_eq!((proving.texts, proving.key), (texts, "a".repeat(64)));
        assert_eq!(self::proving(QR_TEXT, 600_000).map(|p| p.key), Ok("b".repeat(64)));
    }

    #[test]
    fn a_till_accepts_nothing_without_a_grant_or_a_proof() {
        assert_eq!(proving("hello", 0), Err(Refusal::Till(TillRefusal::CodeUnknown)));
        assert_eq!(proving(QR_TEXT, 1_800_000), Err(Refusal::Till(TillRefusal::OfflineNotGranted)));
        assert_eq!(proving(QR_TEXT, -1), Err(Refusal::Till(TillRefusal::OfflineNotGranted)));
        for bare in ["7K01QD8M2ZWX3V5T", "7K01QD8M2ZWX3V5T-12345678"] {
            assert_eq!(proving(bare, 0), Err(Refusal::Till(TillRefusal::OfflineNotProven)));
        }
    }

    #[test]
    fn a_proof_must_match_in_every_bit() {
        let proving = proving(QR_TEXT, 0).expect("something to prove");
        let mut right = [7; 32];
        right[..10].copy_from_slice(&proving.proof.mac.to_be_bytes()[6..]);
        assert!(proving.passes([[0; 32].as_slice(), &right]));
        assert!(!proving.passes([&right[..10]]));
        right[9] ^= 1;
        assert!(!proving.passes([right.as_slice()]));
        assert!(!proving.passes([]));
    }

    #[test]
    fn a_till_redeems_within_its_limits_and_each_coupon_once() {
        let proven = proving(QR_TEXT, 0).expect("something to prove");
        let check = |pending: &[OfflineRedemption], amount| {
            offline_refusal(&grant(), pending, "Li", &proven, amount)
        };
        assert_eq!(check(&[], None), None);
        assert_eq!(check(&[], Some(Fen(2500))), None);
        let short = Refusal::Till(TillRefusal::ThresholdNotMet { least: Fen(2500), short: Fen(1) });
        assert_eq!(check(&[], Some(Fen(2499))), Some(short));
        let used = Refusal::Till(TillRefusal::CouponUsed { at: NOON, by: "Li".into() });
        assert_eq!(check(&[redemption(QR_TEXT, "other")], None), Some(used.clone()));
        // With another token: it is the same coupon.
        let again = QR_TEXT.replace("12345678", "87654321");
        assert_eq!(check(&[redemption(&again, "g")], None), Some(used));
        let other = |n: i32| redemption(&format!("7K01QD8M2ZWX3V5{n}"), "g");
        let most = Some(Refusal::Till(TillRefusal::OfflineOverLimit {
            most_value: Fen(1000),
            most_count: 2,
        }));
        assert_eq!(check(&[other(1)], None), None);
        assert_eq!(check(&[other(1), other(2)], None), most);
        let small = OfflineGrant { most_value: Fen(849), ..grant() };
        let refusal = offline_refusal(&small, &[], "Li", &proven, None);
        assert_eq!(
            refusal,
            Some(Refusal::Till(TillRefusal::OfflineOverLimit {
                most_value: Fen(849),
                most_count: 2
            }))
        );
    }
}
