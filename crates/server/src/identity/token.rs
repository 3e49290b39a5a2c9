//! Tokens of sessions: random, and signed, so that a token that was never given out is known without the database.

use subtle::ConstantTimeEq;

use super::secret::{self, Secret};
use crate::error::Error;

/// The purposes of tokens.
pub const STAFF: &[u8] = b"staff session 1";

/// Characters of the random part (128 bits), and of the signature (126 bits).
const RANDOM: usize = 22;
const SIGNATURE: usize = 21;

/// Returns a new token for a purpose: 43 characters of `A–Z a–z 0–9 _ -`.
///
/// # Errors
/// When the operating system has no random bytes.
pub fn make(secret: &Secret, purpose: &[u8]) -> Result<String, Error> {
    let random = secret::random_name()?;
    let signature = sign(secret, purpose, &random);
    Ok(random + &signature)
}

/// Checks whether a token was made for a purpose. The session itself may have ended.
#[must_use]
pub fn is_genuine(secret: &Secret, purpose: &[u8], text: &str) -> bool {
    let Some((random, signature)) = text.split_at_checked(RANDOM) else { return false };
    sign(secret, purpose, random).as_bytes().ct_eq(signature.as_bytes()).into()
}

fn sign(secret: &Secret, purpose: &[u8], random: &str) -> String {
    let mut signature = secret.sign(&[purpose, random.as_bytes()]);
    signature.truncate(SIGNATURE);
    signature
}

#[cfg(test)]
mod tests {
    use super::{STAFF, Secret, is_genuine, make};

    #[test]
    fn a_token_that_was_not_given_out_is_not_genuine() {
        let secret = |digit: &str| Secret::from_hex(&digit.repeat(64)).expect("a secret");
        let token = make(&secret("a"), STAFF).expect("a token");
        assert!(token.len() == 43 && is_genuine(&secret("a"), STAFF, &token), "{token}");
        assert!(!is_genuine(&secret("b"), STAFF, &token));
        assert!(!is_genuine(&secret("a"), b"another purpose", &token));
        for text in ["", &token[..42], &"A".repeat(43), &"券".repeat(15), &format!("{token}A")] {
            assert!(!is_genuine(&secret("a"), STAFF, text), "{text}");
        }
    }
}
