//! Notices signed by the mall's own system.
//!
//! `mall-signature` is the hexadecimal HMAC-SHA256, under the key's secret, of the timestamp, a
//! full stop and the raw body. The timestamp, in Unix seconds, may be five minutes off.

use axum::http::HeaderMap;
use mall_contract::Refusal;

use super::secret::{self, Secret};
use crate::clock::Ms;
use crate::db::{Database, keys};
use crate::error::Error;

/// How far the caller's clock may be off, in seconds.
const WINDOW: i64 = 300;

/// The mall whose key signed a body.
///
/// # Errors
/// `signature_invalid`, one answer for an unknown key and a wrong signature; `timestamp_stale`.
pub async fn verify(
    db: &Database,
    secret: &Secret,
    headers: &HeaderMap,
    body: &[u8],
    now: Ms,
) -> Result<String, Error> {
    let key = header(headers, KEY);
    let mall = if key.len() <= 64 { keys::mall_of(db.read(), key).await? } else { None };
    let signed = is_signed(secret, mall.as_deref(), headers, body);
    let mall = mall.filter(|_| signed).ok_or(Refusal::SignatureInvalid)?;
    in_time(headers, now)?;
    Ok(mall)
}

/// A store whose own system signs.
#[derive(Clone, Debug)]
pub struct OfStore {
    /// The mall.
    pub mall: String,
    /// The store.
    pub store: String,
    /// The key.
    pub key: String,
}

/// The store whose key signed a body.
///
/// # Errors
/// As [`verify`].
pub async fn verify_store(
    db: &Database,
    secret: &Secret,
    headers: &HeaderMap,
    body: &[u8],
    now: Ms,
) -> Result<OfStore, Error> {
    let key = header(headers, KEY);
    let known = if key.len() <= 64 { keys::store_of(db.read(), key).await? } else { None };
    let mall = known.as_ref().map(|(mall, _)| mall.as_str());
    let signed = is_signed(secret, mall, headers, body);
    let (mall, store) = known.filter(|_| signed).ok_or(Refusal::SignatureInvalid)?;
    in_time(headers, now)?;
    Ok(OfStore { mall, store, key: key.to_owned() })
}

/// The header with a key's id.
pub const KEY: &str = "mall-key";

const TIMESTAMP: &str = "mall-timestamp";

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Whether a body is signed under the secret of the key that the headers name, in its mall.
fn is_signed(secret: &Secret, mall: Option<&str>, headers: &HeaderMap, body: &[u8]) -> bool {
    // An unknown key is worked through like a known one, so that neither answer nor time tells.
    let key_secret = secret.of_key(mall.unwrap_or_default(), header(headers, KEY));
    let message: [&[u8]; 3] = [header(headers, TIMESTAMP).as_bytes(), b".", body];
    secret::hmac_matches(&key_secret, &message, header(headers, "mall-signature"))
}

fn in_time(headers: &HeaderMap, now: Ms) -> Result<(), Refusal> {
    let seconds = header(headers, TIMESTAMP).parse::<i64>().map_err(|_| Refusal::TimestampStale)?;
    if (now / 1000).abs_diff(seconds) > WINDOW.unsigned_abs() {
        return Err(Refusal::TimestampStale);
    }
    Ok(())
}
