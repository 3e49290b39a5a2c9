//! Codes of coupons, and the tokens that show that a code is on its holder's screen just now.
//!
//! Both are derived from the server's secret and the coupon's id. The database has only a hash of the code, and nothing
//! of the tokens, so a reader of the database can show no coupon. The holder's page gets codes and tokens, never the
//! secret.

use std::ops::RangeInclusive;

use hmac::{Hmac, KeyInit, Mac};
use mall_contract::{CouponCode, CouponId, MallId};
use sha2::Sha256;

use super::secret::{self, Secret};
use crate::clock::Ms;

/// The time step of tokens, in milliseconds, as RFC 6238 recommends.
pub const STEP: Ms = mall_contract::CODE_STEP_MS;

/// Tokens handed ahead: those of ten minutes.
pub const TOKENS_IN_ADVANCE: i64 = 20;

/// Steps that a token is still good for after its own, for who shows it slowly: up to 89 seconds in all.
const TOLERANCE_AFTER_STEPS: i64 = 2;

/// Steps that a token is good for before its own, for a phone whose clock is ahead.
const TOLERANCE_BEFORE_STEPS: i64 = 1;

/// Returns the code of a coupon: 80 bits.
#[must_use]
pub fn of(secret: &Secret, mall: &MallId, coupon: &CouponId) -> CouponCode {
    let bytes =
        secret.derive(&[b"coupon code 1", mall.as_str().as_bytes(), coupon.as_str().as_bytes()]);
    CouponCode::from_bits(bytes.iter().take(10).fold(0, |bits, byte| bits << 8 | u128::from(*byte)))
}

/// Returns the hash that the database keeps of a code. A code is as long and random as a key, so plain SHA-256 hides
/// it.
#[must_use]
pub fn hash(code: &CouponCode) -> String {
    secret::sha256(code.as_str())
}

/// Returns the number of the time step that an instant is in.
#[must_use]
pub fn step(now: Ms) -> i64 {
    now.div_euclid(STEP)
}

/// Returns the steps whose tokens are good at an instant.
pub fn steps(now: Ms) -> RangeInclusive<i64> {
    step(now) - TOLERANCE_AFTER_STEPS..=step(now) + TOLERANCE_BEFORE_STEPS
}

/// Returns the token of a coupon in a step: 8 decimal digits.
#[must_use]
pub fn token(secret: &Secret, mall: &MallId, coupon: &CouponId, step: i64) -> u32 {
    let key =
        secret.derive(&[b"coupon token 1", mall.as_str().as_bytes(), coupon.as_str().as_bytes()]);
    totp(&key, step.unsigned_abs())
}

/// Checks whether a token is the coupon's own in one of the steps around now.
#[must_use]
pub fn is_live(secret: &Secret, mall: &MallId, coupon: &CouponId, shown: u32, now: Ms) -> bool {
    // All are compared, whichever is right.
    steps(now).fold(false, |live, step| live | (token(secret, mall, coupon, step) ^ shown == 0))
}

/// Computes a token by RFC 6238 with HMAC-SHA-256 and 8 digits, truncated by RFC 4226.
fn totp(key: &[u8], counter: u64) -> u32 {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key");
    mac.update(&counter.to_be_bytes());
    let bytes = mac.finalize().into_bytes();
    let at = usize::from(bytes[31] & 15);
    let word = [bytes[at] & 0x7f, bytes[at + 1], bytes[at + 2], bytes[at + 3]];
    u32::from_be_bytes(word) % 100_000_000
}

#[cfg(test)]
mod tests {
    use super::{STEP, Secret, is_live, of, step, token, totp};
    use crate::sample_id::id;

    fn secret(digit: &str) -> Secret {
        Secret::from_hex(&digit.repeat(64)).expect("a secret")
    }

    #[test]
    fn tokens_are_those_of_rfc_6238() {
        // Appendix B, with SHA-256.
        let key = b"12345678901234567890123456789012";
        let vectors = [
            (59, 46_119_246),
            (1_111_111_109, 68_084_774),
            (1_111_111_111, 67_062_674),
            (1_234_567_890, 91_819_424),
            (2_000_000_000, 90_698_825),
            (20_000_000_000, 77_737_706),
        ];
        for (seconds, expected) in vectors {
            assert_eq!(totp(key, step(seconds * 1000).unsigned_abs()), expected, "{seconds}");
        }
    }

    #[test]
    fn a_token_is_valid_from_one_step_before_its_own_to_two_after() {
        let begin = 1000 * STEP;
        let shown = token(&secret("a"), &id("mall"), &id("c1"), 1000);
        let live = |now| is_live(&secret("a"), &id("mall"), &id("c1"), shown, now);
        assert!(!live(begin - STEP - 1) && live(begin - STEP));
        assert!(live(begin + 3 * STEP - 1) && !live(begin + 3 * STEP));
        assert!(!is_live(&secret("a"), &id("mall"), &id("c2"), shown, begin));
        assert!(!is_live(&secret("a"), &id("other"), &id("c1"), shown, begin));
        assert!(!is_live(&secret("b"), &id("mall"), &id("c1"), shown, begin));
    }

    #[test]
    fn a_code_belongs_to_one_coupon_of_one_mall() {
        let code = of(&secret("a"), &id("mall"), &id("c1"));
        assert_eq!(of(&secret("a"), &id("mall"), &id("c1")), code);
        assert_ne!(of(&secret("a"), &id("mall"), &id("c2")), code);
        assert_ne!(of(&secret("a"), &id("other"), &id("c1")), code);
        assert_ne!(of(&secret("b"), &id("mall"), &id("c1")), code);
    }
}
