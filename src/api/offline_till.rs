//! What a till that loses its network asks before, and tells afterwards.

use mall_contract::{OfflineGrant, OfflineRedemption, OfflineUploadResponse};

use super::client::{self, Failure};
use super::till::request::Owner;
use crate::host::caller::Caller;
use crate::host::{json, storage};

/// How long an answer is waited for, in milliseconds.
const PATIENCE: u32 = 15_000;

/// Coupons of one upload, at most.
const AT_ONCE: usize = 100;

/// Leave to take coupons offline for the next half hour.
///
/// # Errors
/// [`Failure`]; `offline_not_on` where the store does not want it.
pub async fn granted(caller: &Caller) -> Result<OfflineGrant, Failure> {
    client::post(caller, "/v1/till/offline-grants", "{}", PATIENCE).await
}

/// Tells what was taken, as much of it from the beginning as is told at once. Told again it does no harm.
///
/// # Errors
/// [`Failure`]; then nothing may be forgotten.
pub async fn tell(
    caller: &Caller,
    taken: &[OfflineRedemption],
) -> Result<OfflineUploadResponse, Failure> {
    let told = taken.get(..AT_ONCE).unwrap_or(taken);
    let body = format!(r#"{{"redemptions":{}}}"#, written(told));
    client::post(caller, "/v1/till/offline-redemptions", &body, PATIENCE).await
}

/// What somebody took on this device and has not told yet, oldest first. It outlasts a reload and a till without
/// power, and waits for the one who took it: the server believes nobody else.
#[must_use]
pub fn untold(who: &Owner) -> Vec<OfflineRedemption> {
    let text = storage::get(&key(who));
    text.and_then(|text| json::parse(&text)).unwrap_or_default()
}

/// Keeps what is not told yet.
pub fn keep(who: &Owner, taken: &[OfflineRedemption]) {
    if taken.is_empty() {
        storage::remove(&key(who));
    } else {
        storage::set(&key(who), &written(taken));
    }
}

fn key(Owner { store, name }: &Owner) -> String {
    format!("till offline {store} {name}")
}

/// As JSON; ids need no escaping.
fn written(taken: &[OfflineRedemption]) -> String {
    let one = |taken: &OfflineRedemption| {
        let OfflineRedemption { request_id, grant_id, code, order_number, amount, taken_at } =
            taken;
        let quoted = [grant_id, code, order_number, &taken_at.to_string()].map(|t| json::quoted(t));
        let [grant_id, code, order_number, taken_at] = quoted;
        let amount = amount.0;
        format!(
            r#"{{"request_id":"{request_id}","grant_id":{grant_id},"code":{code},"order_number":{order_number},"amount":{amount},"taken_at":{taken_at}}}"#
        )
    };
    format!("[{}]", taken.iter().map(one).collect::<Vec<_>>().join(","))
}
