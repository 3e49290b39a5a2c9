//! Passwords of people who work in the mall: Argon2id, by workers of their own, off the threads that answer requests.

mod queue;
mod strength;

use argon2::password_hash::phc::{Output, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;

pub use queue::{Place, Queue};
pub use strength::is_strong;

use crate::error::{Error, OrFault};
use crate::workers::Workers;
use queue::Places;

/// Characters of a password, the least and the most.
pub const LENGTH: std::ops::RangeInclusive<usize> = 10..=128;

/// A hash that no password has: it makes an unknown name take as long as a known one.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$\
                       AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The threads that hash: each takes 19 MiB and a core.
const WORKERS: usize = 2;

/// Blocks of 1 KiB that a worker reserves at once. Allocators keep what they get for small pieces; glibc gives back at
/// once what is larger than 32 MiB (`DEFAULT_MMAP_THRESHOLD_MAX`). Blocks that no password needs are never touched, so
/// they take no memory.
const RESERVED_BLOCKS: usize = 33 * 1024;

/// The memory in which a worker hashes.
type Memory = Vec<Block>;

/// Hashes passwords, a few at a time.
pub struct Passwords {
    workers: Workers<Memory>,
    places: Places,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { workers: Workers::start(WORKERS), places: Places::default() }
    }
}

impl Passwords {
    /// Returns the hash of a password, with a salt of its own: Argon2id with 19 MiB, two passes and one lane. OWASP's
    /// Password Storage Cheat Sheet recommends these parameters, and they are the library's defaults.
    ///
    /// # Errors
    /// `busy` when too many others are before it.
    pub async fn hash(&self, password: String) -> Result<String, Error> {
        let salt = super::secret::random::<16>()?;
        let place = self.place(Queue::Known)?;
        let hashed = self.run(place, move |memory| hash(&password, &salt, memory)).await?;
        hashed.or_fault("a password cannot be hashed")
    }

    /// Takes the place of a password that will be verified, before anything else is done for it.
    ///
    /// # Errors
    /// `busy` when too many others are before it.
    pub fn place(&self, queue: Queue) -> Result<Place, Error> {
        self.places.take(queue)
    }

    /// Checks whether a password matches a hash. Without a hash it never does, and takes as long.
    ///
    /// # Errors
    /// A fault for a stored hash that cannot be read.
    pub async fn verify(
        &self,
        place: Place,
        password: String,
        hash: Option<String>,
    ) -> Result<bool, Error> {
        let hash = hash.unwrap_or_else(|| NOBODYS.to_owned());
        let verified = self.run(place, move |memory| verify(&password, &hash, memory)).await?;
        verified.or_fault("a stored password hash cannot be read")
    }

    /// Lets a worker hash. The place is free when that is done, not when the caller goes away.
    async fn run<T: Send + 'static>(
        &self,
        place: Place,
        hash: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let job = move |memory: &mut Memory| {
            if memory.capacity() == 0 {
                *memory = Vec::with_capacity(RESERVED_BLOCKS);
            }
            let hashed = hash(memory);
            drop(place);
            hashed
        };
        self.workers.run(job).await
    }
}

type Hashed<T> = Result<T, argon2::password_hash::Error>;

fn hash(password: &str, salt: &[u8], memory: &mut Memory) -> Hashed<String> {
    let params = Params::default();
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    fill(&params, password, salt, &mut out, memory)?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: (&params).try_into()?,
        salt: Some(Salt::new(salt)?),
        hash: Some(Output::new(&out)?),
    };
    Ok(hash.to_string())
}

fn verify(password: &str, hash: &str, memory: &mut Memory) -> Hashed<bool> {
    let hash = PasswordHash::new(hash)?;
    let (Some(salt), Some(expected)) = (hash.salt, hash.hash) else {
        return Err(argon2::password_hash::Error::EncodingInvalid);
    };
    let mut out = vec![0; expected.len()];
    fill(&Params::try_from(&hash)?, password, &salt, &mut out, memory)?;
    // The library compares in constant time.
    Ok(Output::new(&out)? == expected)
}

/// Computes the raw hash of a password in memory that is given.
fn fill(
    params: &Params,
    password: &str,
    salt: &[u8],
    out: &mut [u8],
    memory: &mut Memory,
) -> Hashed<()> {
    memory.resize(params.block_count(), Block::new());
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    Ok(argon2.hash_password_into_with_memory(password.as_bytes(), salt, out, memory)?)
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
    use argon2::password_hash::phc::PasswordHash;
    use argon2::{Argon2, PasswordVerifier};

    use super::{NOBODYS, Passwords, Queue};

    #[tokio::test]
    async fn a_password_matches_its_hash_and_no_hash_matches_nothing() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse".into()).await.expect("a hash");
        let verify = |text: &str, hash: Option<&str>| {
            let place = passwords.place(Queue::Strangers).expect("a place");
            passwords.verify(place, text.into(), hash.map(str::to_owned))
        };
        assert!(verify("correct horse", Some(&hash)).await.expect("an answer"));
        assert!(!verify("correct hors", Some(&hash)).await.expect("an answer"));
        assert!(!verify("", None).await.expect("an answer"));
        assert_ne!(passwords.hash("correct horse".into()).await.expect("a hash"), hash, "salted");
        let figures = |hash: &str| hash.rsplitn(3, '$').last().map(str::to_owned);
        assert_eq!(figures(&hash), figures(NOBODYS), "nobody takes as long as somebody");
        assert!(verify("x", Some("$argon2id$broken")).await.is_err());
        let read = PasswordHash::new(&hash).expect("a hash");
        let by_library = Argon2::default().verify_password(b"correct horse", &read);
        assert!(by_library.is_ok(), "the library reads it");
    }
}
