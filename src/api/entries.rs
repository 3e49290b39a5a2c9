//! Requests entries: addresses that lead from a frame to the page with a session.

use mall_contract::{Entry, EntryRequest};

use super::client::{self, Failure};
use crate::host::caller::Caller;
use crate::host::json;

/// A request waits this long for its response, in milliseconds.
const RESPONSE_TIMEOUT_MS: u32 = 8_000;

/// Requests an entry.
///
/// # Errors
/// [`Failure`] if the server refuses or does not answer.
pub async fn make(caller: &Caller, request: &EntryRequest) -> Result<Entry, Failure> {
    let body = format!(r#"{{"to":{}}}"#, json::quoted(&request.to));
    client::post(caller, "/v1/entries", &body, RESPONSE_TIMEOUT_MS).await
}
