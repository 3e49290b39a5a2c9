//! The server's secret, and the keys and signatures that are derived from it.

use std::fmt;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use mall_contract::{InvalidId, MallId};
use sha2::{Digest, Sha256};

use crate::error::{Error, OrFault};
use crate::text_file;

type HmacSha256 = Hmac<Sha256>;

/// 32 random bytes that all servers of one database share. Printing it shows nothing.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// Returns a secret from 64 hexadecimal digits.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        decode_hex(text.trim())?.try_into().ok().map(Self)
    }

    /// Returns the secret in a file. It is made at the first start, and only its owner can read it.
    ///
    /// # Errors
    /// When the file cannot be read or made, or does not hold a secret.
    pub fn in_file(path: &Path) -> io::Result<Self> {
        match text_file::read(path) {
            Ok(text) => Self::from_hex(&text).ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidData, "it holds no secret of 64 hex digits")
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::make(path),
            Err(error) => Err(error),
        }
    }

    fn make(path: &Path) -> io::Result<Self> {
        let bytes = random::<32>().map_err(io::Error::other)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(hex(&bytes).as_bytes())?;
        file.sync_all()?;
        Ok(Self(bytes))
    }

    /// Computes an HMAC of the parts. Each part's length goes in too, so that parts cannot run into one another.
    fn mac(&self, parts: &[&[u8]]) -> HmacSha256 {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
        let mut mac = HmacSha256::new_from_slice(&self.0).expect("a key");
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac
    }

    /// Returns a key for one purpose, which the parts name.
    #[must_use]
    pub fn derive(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.mac(parts).finalize().into_bytes().into()
    }

    /// Signs parts for one purpose, as URL-safe base64.
    #[must_use]
    pub fn sign(&self, parts: &[&[u8]]) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.mac(parts).finalize().into_bytes())
    }

    /// Checks whether a signature is the one of these parts, in constant time.
    #[must_use]
    pub fn verify(&self, parts: &[&[u8]], signature: &str) -> bool {
        let Ok(signature) = BASE64_URL_SAFE_NO_PAD.decode(signature) else { return false };
        self.mac(parts).verify_slice(&signature).is_ok()
    }

    /// Returns the secret of an API key. It is derived, so none is stored.
    #[must_use]
    pub fn of_key(&self, mall: &MallId, key: &str) -> String {
        self.sign(&[b"api key", mall.as_str().as_bytes(), key.as_bytes()])
    }

    /// Returns a secret that belongs to no API key, in the time that [`Secret::of_key`] takes.
    #[must_use]
    pub fn of_unknown_key(&self, key: &str) -> String {
        self.sign(&[b"api key", b"", key.as_bytes()])
    }
}

/// Checks whether a hexadecimal HMAC-SHA256 is that of a message under a key, in constant time.
#[must_use]
pub fn hmac_matches(key: &str, message: &[&[u8]], signature: &str) -> bool {
    let (Ok(mut mac), Some(signature)) =
        (HmacSha256::new_from_slice(key.as_bytes()), decode_hex(signature))
    else {
        return false;
    };
    message.iter().for_each(|part| mac.update(part));
    mac.verify_slice(&signature).is_ok()
}

/// Returns the hexadecimal HMAC-SHA256 of a message under a key.
#[must_use]
pub fn hmac(key: &str, message: &[&[u8]]) -> String {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let mut mac = HmacSha256::new_from_slice(key.as_bytes()).expect("a key");
    message.iter().for_each(|part| mac.update(part));
    hex(&mac.finalize().into_bytes())
}

/// Returns the SHA-256 of a text, in hexadecimal.
#[must_use]
pub fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// Returns random bytes from the operating system.
///
/// # Errors
/// A fault when the system has none to give.
pub fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).or_fault("the system gives no random bytes")?;
    Ok(bytes)
}

/// Returns a random name of 128 bits: 22 characters of `A–Z a–z 0–9 _ -`.
///
/// # Errors
/// As [`random`].
pub fn random_name() -> Result<String, Error> {
    Ok(BASE64_URL_SAFE_NO_PAD.encode(random::<16>()?))
}

/// Returns a random id.
///
/// # Errors
/// When the operating system has no random bytes.
pub fn random_id<T: TryFrom<String, Error = InvalidId>>() -> Result<T, Error> {
    T::try_from(random_name()?).or_fault("a random id cannot be made")
}

/// Returns a random token of 256 bits that only its bearer knows: 43 characters of `A–Z a–z 0–9 _ -`.
///
/// # Errors
/// As [`random`].
pub fn random_token() -> Result<String, Error> {
    Ok(BASE64_URL_SAFE_NO_PAD.encode(random::<32>()?))
}

/// Bytes in hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn decode_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Secret, hmac, hmac_matches};

    #[test]
    fn the_hmac_matches_the_standards_test_case() {
        // RFC 4231, test case 2.
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(hmac("Jefe", &[b"what do ya want ", b"for nothing?"]), expected);
        assert!(hmac_matches("Jefe", &[b"what do ya want for nothing?"], expected));
        assert!(!hmac_matches("Jeff", &[b"what do ya want for nothing?"], expected));
        assert!(!hmac_matches("Jefe", &[b"what do ya want for nothing?"], "5b"));
        assert!(!hmac_matches("Jefe", &[b"what do ya want for nothing?"], "zz"));
    }

    #[test]
    fn parts_of_a_signature_cannot_run_into_one_another() {
        let secret = Secret::from_hex(&"ab".repeat(32)).expect("a secret");
        let signature = secret.sign(&[b"ab", b"c"]);
        assert!(secret.verify(&[b"ab", b"c"], &signature));
        assert!(!secret.verify(&[b"a", b"bc"], &signature));
    }

    #[test]
    fn a_secret_is_made_once_and_is_never_printed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("secret.key");
        let first = Secret::in_file(&path).expect("made");
        let second = Secret::in_file(&path).expect("read");
        assert_eq!(first.sign(&[b"x"]), second.sign(&[b"x"]));
        assert_eq!(format!("{first:?}"), "Secret(…)");
        // As Windows writes it.
        let text = std::fs::read_to_string(&path).expect("read");
        std::fs::write(&path, format!("\u{feff}{text}\r\n")).expect("written");
        let windows = Secret::in_file(&path).expect("read");
        assert_eq!(first.sign(&[b"x"]), windows.sign(&[b"x"]));
        std::fs::write(&path, "short").expect("written");
        assert!(Secret::in_file(&path).is_err());
    }
}
