//! Which coupon a till may take that cannot ask: the rule for its page, and for a store's own system.

use crate::{
    CODE_STEP_MS, CodePayload, CouponCode, Fen, Moment, OfflineGrant, OfflineProof,
    OfflineRedemption, Refusal,
};

/// What has to be proven before a code may be believed: that the first 80 bits of HMAC-SHA256 of one of the
/// texts, under the key, are those of its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofCheck {
    /// Whose code it is, if it proves itself.
    pub code: CouponCode,
    /// What it says of the coupon.
    pub proof: OfflineProof,
    /// The store's key for the day, 32 bytes as 64 hexadecimal digits.
    pub key: String,
    /// The texts, one for each step in which the code may have been shown.
    pub texts: [String; 4],
}

impl ProofCheck {
    /// Whether the HMACs of the texts prove it.
    #[must_use]
    pub fn passes<'a>(&self, macs: impl IntoIterator<Item = &'a [u8]>) -> bool {
        let bits =
            |mac: &[u8]| mac.iter().take(10).fold(0, |bits, byte| bits << 8 | u128::from(*byte));
        macs.into_iter().any(|mac| mac.len() == 32 && bits(mac) == self.proof.mac)
    }
}

/// What has to be proven of a code that was read at `now`, by a till with this leave.
///
/// # Errors
/// `code_unknown` for what is no code at all, `offline_not_granted` when the leave is over,
/// `offline_not_proven` for a code that proves nothing.
pub fn proof_check(grant: &OfflineGrant, text: &str, now: Moment) -> Result<ProofCheck, Refusal> {
    let shown = CodePayload::parse(text).map_err(|_| Refusal::CodeUnknown)?;
    let is_now = |from: Moment, until: Moment| (from..until).contains(&now);
    if !is_now(grant.server_time, grant.ends_at) {
        return Err(Refusal::OfflineNotGranted);
    }
    let key = grant.keys.iter().find(|key| is_now(key.from, key.until));
    let key = key.ok_or(Refusal::OfflineNotGranted)?.key.clone();
    let CodePayload { code, token: Some(token), proof: Some(proof) } = shown else {
        return Err(Refusal::OfflineNotProven);
    };
    let step = now.ms.div_euclid(CODE_STEP_MS);
    let text = |step: i64| format!("{code}-{token:08}-{}-{step}", proof.amounts());
    let texts = [-2, -1, 0, 1].map(|from_now| text(step + from_now));
    Ok(ProofCheck { code, proof, key, texts })
}

/// Why a till may not take a coupon whose code is proven, or nothing when it may.
///
/// The code itself says the smallest order and what it is worth; where it was used is known only as far as this
/// till has taken it, `taken` being what it has not told yet.
#[must_use]
pub fn offline_refusal(
    grant: &OfflineGrant,
    taken: &[OfflineRedemption],
    by: &str,
    proven: &ProofCheck,
    amount: Option<Fen>,
) -> Option<Refusal> {
    let ProofCheck { code, proof, .. } = proven;
    if let Some(before) = taken.iter().find(|taken| is_of(taken, code)) {
        return Some(Refusal::CouponUsed { at: before.taken_at, by: by.to_owned() });
    }
    let count = taken.iter().filter(|taken| taken.grant_id == grant.id).count();
    if proof.value > grant.most_value || count >= grant.most_count as usize {
        let OfflineGrant { most_value, most_count, .. } = *grant;
        return Some(Refusal::OfflineOverLimit { most_value, most_count });
    }
    let short = proof.threshold.0 - amount?.0;
    (short > 0).then_some(Refusal::ThresholdNotMet { least: proof.threshold, short: Fen(short) })
}

/// Whether it was this coupon that was taken.
fn is_of(taken: &OfflineRedemption, code: &CouponCode) -> bool {
    CodePayload::parse(&taken.code).is_ok_and(|shown| shown.code == *code)
}

#[cfg(test)]
mod tests {
    use super::{ProofCheck, offline_refusal, proof_check};
    use crate::{DayKey, Fen, Moment, OfflineGrant, OfflineRedemption, Refusal, RequestId};

    const NOON: Moment = Moment::new(1_795_406_400_000, 480);
    const SHOWN: &str = "7K01QD8M2ZWX3V5T-12345678-0002E40000TJ7K01QD8M2ZWX3V5T";

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

    fn taken(code: &str, grant: &str) -> OfflineRedemption {
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
    fn what_is_to_be_proven_is_of_the_code_its_step_and_the_days_key() {
        let proving = proving(SHOWN, 599_999).expect("something to prove");
        let step = (NOON.ms + 599_999) / 30_000;
        let texts =
            [-2, -1, 0, 1].map(|s| format!("7K01QD8M2ZWX3V5T-12345678-0002E40000TJ-{}", step + s));
        assert_eq!((proving.texts, proving.key), (texts, "a".repeat(64)));
        assert_eq!(self::proving(SHOWN, 600_000).map(|p| p.key), Ok("b".repeat(64)));
    }

    #[test]
    fn a_till_proves_nothing_without_leave_or_proof() {
        assert_eq!(proving("hello", 0), Err(Refusal::CodeUnknown));
        assert_eq!(proving(SHOWN, 1_800_000), Err(Refusal::OfflineNotGranted));
        assert_eq!(proving(SHOWN, -1), Err(Refusal::OfflineNotGranted));
        for bare in ["7K01QD8M2ZWX3V5T", "7K01QD8M2ZWX3V5T-12345678"] {
            assert_eq!(proving(bare, 0), Err(Refusal::OfflineNotProven));
        }
    }

    #[test]
    fn only_the_very_bits_prove_it() {
        let proving = proving(SHOWN, 0).expect("something to prove");
        let mut right = [7; 32];
        right[..10].copy_from_slice(&proving.proof.mac.to_be_bytes()[6..]);
        assert!(proving.passes([[0; 32].as_slice(), &right]));
        assert!(!proving.passes([&right[..10]]));
        right[9] ^= 1;
        assert!(!proving.passes([right.as_slice()]));
        assert!(!proving.passes([]));
    }

    #[test]
    fn a_till_takes_within_its_bounds_and_each_coupon_once() {
        let proven = proving(SHOWN, 0).expect("something to prove");
        let check = |taken: &[OfflineRedemption], amount| {
            offline_refusal(&grant(), taken, "Li", &proven, amount)
        };
        assert_eq!(check(&[], None), None);
        assert_eq!(check(&[], Some(Fen(2500))), None);
        let short = Refusal::ThresholdNotMet { least: Fen(2500), short: Fen(1) };
        assert_eq!(check(&[], Some(Fen(2499))), Some(short));
        let used = Refusal::CouponUsed { at: NOON, by: "Li".into() };
        assert_eq!(check(&[taken(SHOWN, "other")], None), Some(used.clone()));
        // With another token: it is the same coupon.
        let again = SHOWN.replace("12345678", "87654321");
        assert_eq!(check(&[taken(&again, "g")], None), Some(used));
        let other = |n: i32| taken(&format!("7K01QD8M2ZWX3V5{n}"), "g");
        let most = Some(Refusal::OfflineOverLimit { most_value: Fen(1000), most_count: 2 });
        assert_eq!(check(&[other(1)], None), None);
        assert_eq!(check(&[other(1), other(2)], None), most);
        let small = OfflineGrant { most_value: Fen(849), ..grant() };
        let refusal = offline_refusal(&small, &[], "Li", &proven, None);
        assert_eq!(
            refusal,
            Some(Refusal::OfflineOverLimit { most_value: Fen(849), most_count: 2 })
        );
    }
}
