//! Encrypted texts in the database, which only the server's secret opens.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::error::Unspecified;

use super::secret::{Secret, random};
use crate::error::Error;

/// Returns the key for one place. A text that was sealed for another place does not open with it.
fn key(secret: &Secret, place: &[&[u8]]) -> Result<LessSafeKey, Unspecified> {
    let key = UnboundKey::new(&CHACHA20_POLY1305, &secret.derive(place));
    key.map(LessSafeKey::new)
}

/// Seals a text for a place, as URL-safe base64.
///
/// # Errors
/// When the operating system has no random bytes to give.
pub fn seal(secret: &Secret, place: &[&[u8]], text: &str) -> Result<String, Error> {
    // Random ones of 96 bits do not meet: a place is sealed for some ten times a day.
    let nonce = random::<NONCE_LEN>()?;
    let mut bytes = text.as_bytes().to_vec();
    key(secret, place)
        .and_then(|key| {
            let nonce = Nonce::assume_unique_for_key(nonce);
            key.seal_in_place_append_tag(nonce, Aad::empty(), &mut bytes)
        })
        .map_err(|_| Error::fault("a text cannot be sealed", "ring"))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode([nonce.as_slice(), &bytes].concat()))
}

/// Returns the text that was sealed for a place under this secret; none if it was not.
#[must_use]
pub fn open(secret: &Secret, place: &[&[u8]], sealed: &str) -> Option<String> {
    let mut bytes = BASE64_URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let (nonce, sealed) = bytes.split_at_mut_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let text = key(secret, place).ok()?.open_in_place(nonce, Aad::empty(), sealed).ok()?;
    String::from_utf8(text.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::super::secret::Secret;
    use super::{open, seal};

    #[test]
    fn a_sealed_text_opens_in_its_place_only_and_reveals_nothing() {
        let secret = Secret::from_hex(&"ab".repeat(32)).expect("a secret");
        let sealed = seal(&secret, &[b"token", b"m"], "the text").expect("sealed");
        assert_eq!(open(&secret, &[b"token", b"m"], &sealed).as_deref(), Some("the text"));
        assert_ne!(seal(&secret, &[b"token", b"m"], "the text").expect("sealed"), sealed);
        let another = Secret::from_hex(&"ac".repeat(32)).expect("a secret");
        assert_eq!(open(&another, &[b"token", b"m"], &sealed), None);
        assert_eq!(open(&secret, &[b"ticket", b"m"], &sealed), None);
        let mut changed = sealed.clone();
        changed.replace_range(20..21, if &sealed[20..21] == "A" { "B" } else { "A" });
        for wrong in ["", "AAAA", "the text", &changed, &sealed[..sealed.len() - 4]] {
            assert_eq!(open(&secret, &[b"token", b"m"], wrong), None, "{wrong}");
        }
    }
}
