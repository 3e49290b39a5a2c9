//! Requests that a system of the mall or of a store signs with an API key.
//!
//! The signature is the hexadecimal HMAC-SHA256, under the key's secret, of the timestamp, a full stop and
//! the message. The message is the raw body, or for GET the path and query.

use mall_contract::{MallId, Refusal, StoreId};

use super::secret::{self, Secret};
use crate::clock::Ms;
use crate::db::Access;
use crate::db::keys::{self, StoreRef};
use crate::error::Error;

/// The largest difference between the caller's clock and ours, in seconds.
const CLOCK_SKEW_SECONDS: i64 = 300;

/// The longest id of an API key, in bytes.
const KEY_ID_LENGTH: usize = 64;

/// A request with the headers of a signature. A missing part is empty.
#[derive(Clone, Copy)]
pub struct SignedRequest<'a> {
    /// The id of the API key.
    pub key: &'a str,
    /// Unix seconds.
    pub timestamp: &'a str,
    /// 64 hexadecimal digits.
    pub signature: &'a str,
    /// The bytes that are signed.
    pub message: &'a [u8],
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
        let known = match self.key_id() {
            Some(key) => keys::store_of(&mut *db.read().await?, key).await?,
            None => None,
        };
        let genuine = self.is_genuine(secret, known.as_ref().map(|known| &known.mall_id));
        let StoreRef { mall_id: mall, store_id: store } =
            known.filter(|_| genuine).ok_or(Refusal::SignatureInvalid)?;
        self.check_time(now)?;
        Ok(StoreKey { mall, store, key: self.key.to_owned() })
    }

    fn key_id(&self) -> Option<&str> {
        (self.key.len() <= KEY_ID_LENGTH).then_some(self.key)
    }

    fn is_genuine(&self, secret: &Secret, mall: Option<&MallId>) -> bool {
        // The check of an unknown key costs the same time, so that neither answer nor time tells.
        let key_secret = match mall {
            Some(mall) => secret.of_key(mall, self.key),
            None => secret.of_unknown_key(self.key),
        };
        let message: [&[u8]; 3] = [self.timestamp.as_bytes(), b".", self.message];
        secret::hmac_matches(&key_secret, &message, self.signature)
    }

    fn check_time(&self, now: Ms) -> Result<(), Refusal> {
        let seconds = self.timestamp.parse::<i64>().map_err(|_| Refusal::TimestampStale)?;
        if (now / 1000).abs_diff(seconds) > CLOCK_SKEW_SECONDS.unsigned_abs() {
            return Err(Refusal::TimestampStale);
        }
        Ok(())
    }
}
