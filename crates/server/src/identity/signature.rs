//! Requests that a system of the mall or of a store signs with an API key.
//!
//! The signature is the hexadecimal HMAC-SHA256, under the key's secret, of a [`Message`].

use mall_contract::{CallerRefusal, MallId, Refusal, StoreId};

use super::secret::{self, Secret};
use crate::clock::Ms;
use crate::db::Access;
use crate::db::keys::{self, StoreRef};
use crate::error::Error;

/// The largest difference between the caller's clock and ours, in seconds.
const CLOCK_SKEW_SECONDS: i64 = 300;

/// A nonce is remembered as long as the request's timestamp may still be good, in milliseconds: a caller's clock may be
/// ahead as far as it may be behind.
const NONCE_MEMORY_MS: Ms = 2 * CLOCK_SKEW_SECONDS * 1000;

/// The longest id of an API key, in bytes.
const KEY_ID_LENGTH: usize = 64;

/// The lengths of a nonce, in characters. Fewer could meet one of another request.
const NONCE_LENGTH: std::ops::RangeInclusive<usize> = 16..=64;

/// The text that is signed, in the layout of WeChat Pay's APIv3: five lines, each with a line feed at its end. It holds
/// all that decides what a request does, so that a signature is good for nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// In capitals.
    pub method: &'a str,
    /// The path with its query, as it is sent.
    pub target: &'a str,
    /// Unix seconds.
    pub timestamp: &'a str,
    /// A random text that only this request has.
    pub nonce: &'a str,
    /// The raw bytes; empty for GET.
    pub body: &'a [u8],
}

impl Message<'_> {
    fn lines(&self) -> [&[u8]; 10] {
        let Message { method, target, timestamp, nonce, body } = self;
        let [method, target] = [method.as_bytes(), target.as_bytes()];
        let [timestamp, nonce] = [timestamp.as_bytes(), nonce.as_bytes()];
        [method, b"\n", target, b"\n", timestamp, b"\n", nonce, b"\n", body, b"\n"]
    }

    /// Returns the signature under a key's secret.
    #[must_use]
    pub fn sign(&self, key_secret: &str) -> String {
        secret::hmac(key_secret, &self.lines())
    }
}

/// A request with the headers of a signature. A missing part is empty.
#[derive(Clone, Copy)]
pub struct SignedRequest<'a> {
    /// The id of the API key.
    pub key: &'a str,
    /// 64 hexadecimal digits.
    pub signature: &'a str,
    pub message: Message<'a>,
}

/// A store's own system, named by its key.
#[derive(Clone, Debug)]
pub struct StoreKey {
    pub mall: MallId,
    pub store: StoreId,
    /// The id of the key.
    pub key: String,
}

impl SignedRequest<'_> {
    /// Returns the mall whose own system signed the request.
    ///
    /// # Errors
    /// `signature_invalid`, the same for an unknown key and a wrong signature; `timestamp_stale`.
    pub async fn mall(self, db: &mut Access, secret: &Secret, now: Ms) -> Result<MallId, Error> {
        let mall = match self.key_id() {
            Some(key) => keys::mall_of(&mut *db.read().await?, key).await?,
            None => None,
        };
        let genuine = self.is_genuine(secret, mall.as_ref());
        let mall = mall.filter(|_| genuine).ok_or(Refusal::SignatureInvalid)?;
        self.check_time(now)?;
        Ok(mall)
    }

    /// Returns the store whose own system signed the request.
    ///
    /// # Errors
    /// As [`SignedRequest::mall`].
    pub async fn store(self, db: &mut Access, secret: &Secret, now: Ms) -> Result<StoreKey, Error> {
        let stored = match self.key_id() {
            Some(key) => keys::store_of(&mut *db.read().await?, key).await?,
            None => None,
        };
        let genuine = self.is_genuine(secret, stored.as_ref().map(|stored| &stored.mall_id));
        let StoreRef { mall_id: mall, store_id: store } =
            stored.filter(|_| genuine).ok_or(Refusal::SignatureInvalid)?;
        self.check_time(now)?;
        Ok(StoreKey { mall, store, key: self.key.to_owned() })
    }

    /// Checks what can be checked before the body has arrived: the key is a mall's own, and the time is near. The signature
    /// is checked later, over the body.
    ///
    /// # Errors
    /// As [`SignedRequest::mall`].
    pub async fn check_head(self, db: &mut Access, now: Ms) -> Result<(), Error> {
        let mall = match self.key_id() {
            Some(key) => keys::mall_of(&mut *db.read().await?, key).await?,
            None => None,
        };
        mall.ok_or(Refusal::SignatureInvalid)?;
        Ok(self.check_time(now)?)
    }

    /// Takes the nonce of a request whose signature was checked, so that the same request does nothing when it comes again.
    /// A caller who got no answer signs the request anew.
    ///
    /// # Errors
    /// `nonce_used`.
    pub async fn take_nonce(self, db: &mut Access, mall: &MallId, now: Ms) -> Result<(), Error> {
        match take_nonce(db, mall, self.key, self.message.nonce, now).await? {
            true => Ok(()),
            false => Err(Refusal::Caller(CallerRefusal::NonceUsed).into()),
        }
    }

    fn key_id(&self) -> Option<&str> {
        (1..=KEY_ID_LENGTH).contains(&self.key.len()).then_some(self.key)
    }

    fn is_genuine(&self, secret: &Secret, mall: Option<&MallId>) -> bool {
        // The check of an unknown key costs the same time, so that neither answer nor time tells.
        let key_secret = match mall {
            Some(mall) => secret.of_key(mall, self.key),
            None => secret.of_unknown_key(self.key),
        };
        let matches = secret::hmac_matches(&key_secret, &self.message.lines(), self.signature);
        matches & is_nonce(self.message.nonce)
    }

    /// Checks that the request was signed just now.
    ///
    /// # Errors
    /// `timestamp_stale`.
    pub fn check_time(&self, now: Ms) -> Result<(), Refusal> {
        let seconds = self.message.timestamp.parse::<i64>();
        let seconds = seconds.map_err(|_| Refusal::TimestampStale)?;
        if (now / 1000).abs_diff(seconds) > CLOCK_SKEW_SECONDS.unsigned_abs() {
            return Err(Refusal::TimestampStale);
        }
        Ok(())
    }
}

fn is_nonce(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    NONCE_LENGTH.contains(&text.len()) && text.bytes().all(allowed)
}

/// Takes a nonce of a key, or of another use of a mall's, and forgets old ones. Returns whether it was not taken before.
///
/// # Errors
/// When the database does not answer.
pub async fn take_nonce(
    db: &mut Access,
    mall: &MallId,
    key: &str,
    nonce: &str,
    now: Ms,
) -> Result<bool, Error> {
    let mut tx = db.write().await?;
    keys::forget_nonces(&mut tx, mall, now - NONCE_MEMORY_MS).await?;
    let is_new = keys::take_nonce(&mut tx, mall, key, nonce, now).await?;
    tx.commit().await?;
    Ok(is_new)
}

#[cfg(test)]
mod tests {
    use super::{Message, is_nonce};

    #[test]
    fn a_message_has_five_lines_in_the_order_of_apiv3() {
        let message = Message {
            method: "PUT",
            target: "/v1/a?b=c",
            timestamp: "1795406400",
            nonce: "593BEC0C930BF1AFEB40B4A08C8FB242",
            body: b"{\"on\":true}",
        };
        let expected =
            "PUT\n/v1/a?b=c\n1795406400\n593BEC0C930BF1AFEB40B4A08C8FB242\n{\"on\":true}\n";
        assert_eq!(message.lines().concat(), expected.as_bytes());
        let empty = Message { body: b"", ..message };
        assert!(empty.lines().concat().ends_with(b"FB242\n\n"));
    }

    #[test]
    fn a_nonce_is_long_and_plain() {
        assert!(is_nonce("0123456789abcDE-") && is_nonce(&"_".repeat(64)));
        for wrong in
            ["", "0123456789abcde", &"a".repeat(65), "0123456789abcde\n", "0123456789abcde "]
        {
            assert!(!is_nonce(wrong), "{wrong:?}");
        }
    }
}
