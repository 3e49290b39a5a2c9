//! Notices signed by the mall's own system.
//!
//! `mall-signature` is the hexadecimal HMAC-SHA256, under the key's secret, of the timestamp, a
//! full stop and the raw body. The timestamp, in Unix seconds, may be five minutes off.

use axum::http::HeaderMap;
use mall_contract::Refusal;

use super::secret::{self, Secret};
use crate::clock::Ms;
use crate::db::{Database, shoppers};
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
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (key, timestamp) = (header("mall-key"), header("mall-timestamp"));
    let mall = if key.len() <= 64 { shoppers::mall_of_key(db.read(), key).await? } else { None };
    // An unknown key is worked through like a known one, so that neither answer nor time tells.
    let key_secret = secret.of_key(mall.as_deref().unwrap_or_default(), key);
    let message: [&[u8]; 3] = [timestamp.as_bytes(), b".", body];
    let signed = secret::hmac_matches(&key_secret, &message, header("mall-signature"));
    let Some(mall) = mall.filter(|_| signed) else { return Err(Refusal::SignatureInvalid.into()) };
    let seconds: i64 = timestamp.parse().map_err(|_| Refusal::TimestampStale)?;
    if (now / 1000).abs_diff(seconds) > WINDOW.unsigned_abs() {
        return Err(Refusal::TimestampStale.into());
    }
    Ok(mall)
}
