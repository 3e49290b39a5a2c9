//! Requests of a till, sent until their results are known.
//!
//! The request id is stored before the first try. The request is repeated with the same id until the server has decided
//! it, also after a reload. So a coupon is redeemed once or not at all.

pub mod request;

use mall_contract::{
    OfflineConflicts, OfflineSettings, PrepareResponse, Refusal, RequestId, TillDay,
    TillRedemption, TillRefusal,
};

use self::request::{Owner, Request, StoredRequest};
use super::claims::retry_delay_ms;
use super::client::{self, Failure};
use crate::host::caller::Caller;
use crate::host::json::quoted;
use crate::host::{clock, network, storage};

/// One try waits this long for its response, in milliseconds: shopper and cashier stand and wait.
const RESPONSE_TIMEOUT_MS: u32 = 4_000;

/// A request for a list waits this long, in milliseconds.
const LIST_TIMEOUT_MS: u32 = 15_000;

/// The name in storage of requests whose result is not known.
const STORAGE_KEY: &str = "till requests";

/// The reason why a request ended without a result.
#[derive(Clone, Debug, PartialEq)]
pub enum Unresolved {
    /// Refused for good.
    Refused(Refusal),
    /// The session has ended, or the person has to choose a password first. The request continues after the next login.
    SessionEnded,
    /// Nobody waits for it any more: the coupon was redeemed offline.
    RedeemedOffline,
}

/// Requests the coupon of a code.
///
/// # Errors
/// [`Failure`].
pub async fn prepare(caller: &Caller, code: &str) -> Result<PrepareResponse, Failure> {
    let body = format!(r#"{{"code":{}}}"#, quoted(code));
    client::post(caller, "/v1/till/prepare", &body, RESPONSE_TIMEOUT_MS).await
}

/// Stores a request until its result is known.
pub fn store(owner: &Owner, request: &Request) {
    let stored = StoredRequest { owner: owner.clone(), request: request.clone() };
    storage::set(
        STORAGE_KEY,
        &request::add(&storage::get(STORAGE_KEY).unwrap_or_default(), stored),
    );
}

/// Returns a person's requests whose results were not known when the page was left.
#[must_use]
pub fn stored(owner: &Owner) -> Vec<Request> {
    let all = request::read(&storage::get(STORAGE_KEY).unwrap_or_default());
    all.into_iter().filter(|stored| &stored.owner == owner).map(|stored| stored.request).collect()
}

/// Forgets a request whose result is known.
pub fn forget(id: &RequestId) {
    match request::remove(&storage::get(STORAGE_KEY).unwrap_or_default(), id) {
        none if none.is_empty() => storage::remove(STORAGE_KEY),
        rest => storage::set(STORAGE_KEY, &rest),
    }
}

/// Sends a request until its result is known. Each try without a result calls `unknown`, with the refusal if the server
/// asked to wait. It returns whether the till still waits for the result.
///
/// # Errors
/// [`Unresolved`]. If the session has ended, the request stays stored.
pub async fn redeem(
    caller: &Caller,
    request: &Request,
    sent_before: bool,
    unknown: impl Fn(Option<Refusal>) -> bool,
) -> Result<TillRedemption, Unresolved> {
    let Request { id, code, order, amount } = request;
    let (code, order, amount) = (quoted(code), quoted(order), amount.0);
    let body = format!(
        r#"{{"request_id":"{id}","code":{code},"order_number":{order},"amount":{amount}}}"#
    );
    let path = format!("/v1/till/redemptions/{id}");
    let mut ask_first = sent_before;
    let ended = until_resolved(unknown, async || {
        // Asks first for the result of a request that may have arrived.
        if std::mem::replace(&mut ask_first, true) {
            match client::send(caller, ("GET", &path), None, RESPONSE_TIMEOUT_MS).await {
                Err(Failure::Refused(problem)) if problem.refusal == Refusal::UnknownRequest => {}
                result => return result,
            }
        }
        client::post(caller, "/v1/till/redemptions", &body, RESPONSE_TIMEOUT_MS).await
    })
    .await;
    if ended != Err(Unresolved::SessionEnded) {
        forget(id);
    }
    ended
}

/// Sends an undo until its result is known. A repeated undo gets the same answer.
///
/// # Errors
/// [`Unresolved`].
pub async fn undo(
    caller: &Caller,
    id: &str,
    reason: &str,
    unknown: impl Fn(Option<Refusal>),
) -> Result<TillRedemption, Unresolved> {
    let body = format!(r#"{{"redemption_id":{},"reason":{}}}"#, quoted(id), quoted(reason));
    let path = format!("/v1/till/redemptions/{id}/undo");
    let unknown = |reason| {
        unknown(reason);
        true
    };
    until_resolved(unknown, async || client::post(caller, &path, &body, RESPONSE_TIMEOUT_MS).await)
        .await
}

/// Tries until there is a final result, with a pause after each try without one.
async fn until_resolved<T>(
    unknown: impl Fn(Option<Refusal>) -> bool,
    mut attempt: impl AsyncFnMut() -> Result<T, Failure>,
) -> Result<T, Unresolved> {
    let mut tries = 0;
    loop {
        let later = match attempt().await {
            Ok(result) => return Ok(result),
            Err(Failure::Refused(problem)) if ends_session(&problem.refusal) => {
                return Err(Unresolved::SessionEnded);
            }
            Err(Failure::Refused(problem)) if !problem.refusal.is_passing() => {
                return Err(Unresolved::Refused(problem.refusal));
            }
            Err(Failure::Refused(problem)) => Some(problem.refusal),
            Err(Failure::Later(retry_after)) => Some(Refusal::Busy { retry_after }),
            Err(Failure::Unknown) => None,
        };
        tries += 1;
        let seconds = later.as_ref().and_then(Refusal::retry_after);
        if !unknown(later) {
            return Err(Unresolved::RedeemedOffline);
        }
        match seconds {
            Some(seconds) => {
                clock::wait(retry_delay_ms(tries).max(seconds.saturating_mul(1000))).await
            }
            None => network::wait(retry_delay_ms(tries)).await,
        }
    }
}

/// Checks whether a refusal says that the session has ended.
#[must_use]
pub fn ends_session(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::Till(TillRefusal::StaffSessionMissing)
            | Refusal::Till(TillRefusal::PasswordChangeNeeded)
    )
}

/// The redemptions of one response.
const DAY_PAGE_SIZE: usize = 50;

/// Requests the store's redemptions of a day, `2026-11-23`, from the position `from`; the newest is 0.
///
/// # Errors
/// [`Failure`].
pub async fn day(caller: &Caller, day: &str, from: usize) -> Result<TillDay, Failure> {
    let path = format!("/v1/till/redemptions?day={day}&from={from}&count={DAY_PAGE_SIZE}");
    client::send(caller, ("GET", &path), None, LIST_TIMEOUT_MS).await
}

/// Requests the conflicts of the store's offline redemptions.
///
/// # Errors
/// [`Failure`].
pub async fn conflicts(caller: &Caller) -> Result<OfflineConflicts, Failure> {
    client::send(caller, ("GET", "/v1/till/conflicts"), None, LIST_TIMEOUT_MS).await
}

/// Requests the limits under which the store's tills redeem offline.
///
/// # Errors
/// [`Failure`].
pub async fn settings(caller: &Caller) -> Result<OfflineSettings, Failure> {
    client::send(caller, ("GET", "/v1/till/offline-settings"), None, LIST_TIMEOUT_MS).await
}

/// Changes the limits under which the store's tills redeem offline.
///
/// # Errors
/// [`Failure`].
pub async fn change_settings(caller: &Caller, settings: &OfflineSettings) -> Result<(), Failure> {
    let OfflineSettings { on, most_value, most_count } = settings;
    let value = most_value.0;
    let body = format!(r#"{{"on":{on},"most_value":{value},"most_count":{most_count}}}"#);
    let path = ("PUT", "/v1/till/offline-settings");
    client::send_for_status(caller, path, Some(&body), LIST_TIMEOUT_MS).await
}
