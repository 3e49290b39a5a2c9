//! Requests of a till that may go offline: its grant before, and its uploads afterwards.

use mall_contract::{OfflineGrant, OfflineRedemption, OfflineUploadResponse};

use super::client::{self, Failure};
use super::till::request::Owner;
use crate::host::caller::Caller;
use crate::host::{json, storage};

/// A request waits this long for its response, in milliseconds.
const RESPONSE_TIMEOUT_MS: u32 = 15_000;

/// Limits the redemptions of one upload.
const UPLOAD_LIMIT: usize = 100;

/// Requests a grant to redeem coupons offline for the next half hour.
///
/// # Errors
/// [`Failure`]; `offline_not_on` if the store has turned it off.
pub async fn request_grant(caller: &Caller) -> Result<OfflineGrant, Failure> {
    client::post(caller, "/v1/till/offline-grants", "{}", RESPONSE_TIMEOUT_MS).await
}

/// Uploads redemptions, the oldest first, as many as one request may have. A repeated upload does no harm.
///
/// # Errors
/// [`Failure`]; then the redemptions stay stored.
pub async fn upload(
    caller: &Caller,
    redemptions: &[OfflineRedemption],
) -> Result<OfflineUploadResponse, Failure> {
    let part = redemptions.get(..UPLOAD_LIMIT).unwrap_or(redemptions);
    let body = format!(r#"{{"redemptions":{}}}"#, to_json(part));
    client::post(caller, "/v1/till/offline-redemptions", &body, RESPONSE_TIMEOUT_MS).await
}

/// Returns a cashier's redemptions on this device that are not uploaded yet, oldest first. They outlast a reload and a
/// power failure, and wait for their cashier: the server accepts them from nobody else.
#[must_use]
pub fn pending(owner: &Owner) -> Vec<OfflineRedemption> {
    let text = storage::get(&key(owner));
    text.and_then(|text| json::parse(&text)).unwrap_or_default()
}

/// Stores the redemptions that are not uploaded yet.
pub fn store(owner: &Owner, redemptions: &[OfflineRedemption]) {
    if redemptions.is_empty() {
        storage::remove(&key(owner));
    } else {
        storage::set(&key(owner), &to_json(redemptions));
    }
}

fn key(Owner { store, name }: &Owner) -> String {
    format!("till offline {store} {name}")
}

/// Formats redemptions as JSON. Ids need no escaping.
fn to_json(redemptions: &[OfflineRedemption]) -> String {
    let one = |redemption: &OfflineRedemption| {
        let OfflineRedemption { request_id, grant_id, code, order_number, amount, taken_at } =
            redemption;
        let quoted = [grant_id, code, order_number, &taken_at.to_string()].map(|t| json::quoted(t));
        let [grant_id, code, order_number, taken_at] = quoted;
        let amount = amount.0;
        format!(
            r#"{{"request_id":"{request_id}","grant_id":{grant_id},"code":{code},"order_number":{order_number},"amount":{amount},"taken_at":{taken_at}}}"#
        )
    };
    format!("[{}]", redemptions.iter().map(one).collect::<Vec<_>>().join(","))
}
