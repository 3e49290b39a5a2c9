//! Passwords of people who work in the mall: Argon2id, off the threads that answer requests.

use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use mall_contract::Refusal;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::error::{Error, OrFault};

/// Characters of a password, the least and the most.
pub const LENGTH: std::ops::RangeInclusive<usize> = 10..=128;

/// Limits the passwords that are hashed at the same time: each takes 19 MiB and a core.
const MAX_CONCURRENT_HASHES: usize = 2;

/// A login waits this long for its turn.
const HASH_TURN_TIMEOUT: Duration = Duration::from_secs(5);

/// A hash that no password has: it makes an unknown name take as long as a known one.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$\
                       AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes passwords, a few at a time.
pub struct Passwords(Semaphore);

impl Default for Passwords {
    fn default() -> Self {
        Self(Semaphore::new(MAX_CONCURRENT_HASHES))
    }
}

impl Passwords {
    /// Returns the hash of a password, with a salt of its own: Argon2id with 19 MiB, two passes and one lane. OWASP's
    /// Password Storage Cheat Sheet recommends these parameters, and they are the library's defaults.
    ///
    /// # Errors
    /// `busy` when too many others are before it.
    pub async fn hash(&self, password: String) -> Result<String, Error> {
        self.work(move || {
            Argon2::default().hash_password(password.as_bytes()).map(|h| h.to_string())
        })
        .await?
        .or_fault("a password cannot be hashed")
    }

    /// Checks whether a password matches a hash. Without a hash it never does, and takes as long.
    ///
    /// # Errors
    /// `busy` when too many others are before it.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Error> {
        self.work(move || {
            let hash = PasswordHash::new(hash.as_deref().unwrap_or(NOBODYS));
            hash.map(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        })
        .await?
        .or_fault("a stored password hash cannot be read")
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let busy = |_| Refusal::Busy { retry_after: 2 };
        let turn = timeout(HASH_TURN_TIMEOUT, self.0.acquire()).await.map_err(busy)?;
        let turn = turn.or_fault("the limit of password hashes is closed")?;
        let done = spawn_blocking(work).await;
        drop(turn);
        done.or_fault("hashing a password panicked")
    }
}

/// Returns a password to be used once: 20 characters, 120 bits.
///
/// # Errors
/// When the operating system has no random bytes to give.
pub fn generate_password() -> Result<String, Error> {
    let text = BASE64_STANDARD_NO_PAD.encode(super::secret::random::<15>()?);
    // People mistype these characters, and a shell would interpret them.
    Ok(text.replace(['+', '/'], "-"))
}

#[cfg(test)]
mod tests {
    use super::{NOBODYS, Passwords};

    #[tokio::test]
    async fn a_password_matches_its_hash_and_no_hash_matches_nothing() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse".into()).await.expect("a hash");
        let verify =
            |text: &str, hash: Option<&str>| passwords.verify(text.into(), hash.map(str::to_owned));
        assert!(verify("correct horse", Some(&hash)).await.expect("an answer"));
        assert!(!verify("correct hors", Some(&hash)).await.expect("an answer"));
        assert!(!verify("", None).await.expect("an answer"));
        assert_ne!(passwords.hash("correct horse".into()).await.expect("a hash"), hash, "salted");
        let figures = |hash: &str| hash.rsplitn(3, '$').last().map(str::to_owned);
        assert_eq!(figures(&hash), figures(NOBODYS), "nobody takes as long as somebody");
        assert!(verify("x", Some("$argon2id$broken")).await.is_err());
    }
}
