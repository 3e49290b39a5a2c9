//! Entries: ways from a frame into the page with a session.

use mall_contract::{Entry, EntryRequest};

use super::client::{self, Failure};
use crate::host::caller::Caller;
use crate::host::json;

/// How long the answer is waited for, in milliseconds.
const PATIENCE: u32 = 8_000;

/// Asks for one.
///
/// # Errors
/// [`Failure`] when the server refuses or its answer cannot be had.
pub async fn make(caller: &Caller, request: &EntryRequest) -> Result<Entry, Failure> {
    let body = format!(r#"{{"to":{}}}"#, json::quoted(&request.to));
    client::post(caller, "/v1/entries", &body, PATIENCE).await
}
