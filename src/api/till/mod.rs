//! What a till asks, so that nobody has to guess how taking a coupon ended.
//!
//! The request's name is kept before the first try. Until the server has answered for good it is asked again under
//! the same name, also after a reload; so a coupon is taken once or not at all.

pub mod request;

use mall_contract::{
    OfflineConflicts, OfflineSettings, PrepareResponse, Refusal, RequestId, TillDay,
    TillRedemption, TillRefusal,
};

use self::request::{Kept, Owner, Request};
use super::claims::pause;
use super::client::{self, Failure};
use crate::host::caller::Caller;
use crate::host::json::quoted;
use crate::host::{clock, network, storage};

/// How long one try waits for its answer, in milliseconds: shopper and cashier stand and wait.
const PATIENCE: u32 = 4_000;

/// How long a list is waited for.
const PATIENCE_FOR_LISTS: u32 = 15_000;

/// Where requests are kept whose result is not known.
const KEPT: &str = "till requests";

/// Why asking till the end had none.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    /// Refused for good.
    Refused(Refusal),
    /// Nobody is logged in any more, or has to choose a password first: it goes on when somebody is.
    Session,
    /// Nobody waits for it any more: the coupon was taken without a network.
    Left,
}

/// Says what a code is.
///
/// # Errors
/// [`Failure`].
pub async fn prepare(caller: &Caller, code: &str) -> Result<PrepareResponse, Failure> {
    let body = format!(r#"{{"code":{}}}"#, quoted(code));
    client::post(caller, "/v1/till/prepare", &body, PATIENCE).await
}

/// Keeps a request until its result is known.
pub fn keep(owner: &Owner, request: &Request) {
    let kept = Kept { owner: owner.clone(), request: request.clone() };
    storage::set(KEPT, &request::with(&storage::get(KEPT).unwrap_or_default(), kept));
}

/// The requests of somebody whose results were not known when the page was left.
#[must_use]
pub fn kept(owner: &Owner) -> Vec<Request> {
    let all = request::read(&storage::get(KEPT).unwrap_or_default());
    all.into_iter().filter(|kept| &kept.owner == owner).map(|kept| kept.request).collect()
}

/// Forgets a request whose result is known.
pub fn forget(id: &RequestId) {
    match request::without(&storage::get(KEPT).unwrap_or_default(), id) {
        none if none.is_empty() => storage::remove(KEPT),
        rest => storage::set(KEPT, &rest),
    }
}

/// Asks until it is known whether a coupon was taken. `unknown` is called each time a try ends without that, with
/// what the server said where it asked to come again later; it says whether the result is still waited for.
///
/// # Errors
/// [`Ended`]. Where the session has ended the request stays kept.
pub async fn redeem(
    caller: &Caller,
    request: &Request,
    asked_before: bool,
    unknown: impl Fn(Option<Refusal>) -> bool,
) -> Result<TillRedemption, Ended> {
    let Request { id, code, order, amount } = request;
    let (code, order, amount) = (quoted(code), quoted(order), amount.0);
    let body = format!(
        r#"{{"request_id":"{id}","code":{code},"order_number":{order},"amount":{amount}}}"#
    );
    let path = format!("/v1/till/redemptions/{id}");
    let mut ask_first = asked_before;
    let ended = until_known(unknown, async || {
        // What may have arrived is first asked after.
        if std::mem::replace(&mut ask_first, true) {
            match client::by(caller, ("GET", &path), None, PATIENCE).await {
                Err(Failure::Refused(problem)) if problem.refusal == Refusal::UnknownRequest => {}
                known => return known,
            }
        }
        client::post(caller, "/v1/till/redemptions", &body, PATIENCE).await
    })
    .await;
    if ended != Err(Ended::Session) {
        forget(id);
    }
    ended
}

/// Asks until it is known whether a coupon was given back. Asked again the server says the same.
///
/// # Errors
/// [`Ended`].
pub async fn undo(
    caller: &Caller,
    id: &str,
    reason: &str,
    unknown: impl Fn(Option<Refusal>),
) -> Result<TillRedemption, Ended> {
    let body = format!(r#"{{"redemption_id":{},"reason":{}}}"#, quoted(id), quoted(reason));
    let path = format!("/v1/till/redemptions/{id}/undo");
    let unknown = |why| {
        unknown(why);
        true
    };
    until_known(unknown, async || client::post(caller, &path, &body, PATIENCE).await).await
}

/// Tries until there is an answer for good, with a pause after each try that has none.
async fn until_known<T>(
    unknown: impl Fn(Option<Refusal>) -> bool,
    mut attempt: impl AsyncFnMut() -> Result<T, Failure>,
) -> Result<T, Ended> {
    let mut tries = 0;
    loop {
        let later = match attempt().await {
            Ok(known) => return Ok(known),
            Err(Failure::Refused(problem)) if ends_session(&problem.refusal) => {
                return Err(Ended::Session);
            }
            Err(Failure::Refused(problem)) if !problem.refusal.is_passing() => {
                return Err(Ended::Refused(problem.refusal));
            }
            Err(Failure::Refused(problem)) => Some(problem.refusal),
            Err(Failure::Later(retry_after)) => Some(Refusal::Busy { retry_after }),
            Err(Failure::Unknown) => None,
        };
        tries += 1;
        let seconds = later.as_ref().and_then(Refusal::retry_after);
        if !unknown(later) {
            return Err(Ended::Left);
        }
        match seconds {
            Some(seconds) => clock::wait(pause(tries).max(seconds.saturating_mul(1000))).await,
            None => network::wait(pause(tries)).await,
        }
    }
}

/// Whether nobody is at work here any more.
#[must_use]
pub fn ends_session(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::Till(TillRefusal::StaffSessionMissing)
            | Refusal::Till(TillRefusal::PasswordChangeNeeded)
    )
}

/// Redemptions of one answer.
const AT_ONCE: usize = 50;

/// What the store took on a day, `2026-11-23`: the newest, or those behind the first `from`.
///
/// # Errors
/// [`Failure`].
pub async fn day(caller: &Caller, day: &str, from: usize) -> Result<TillDay, Failure> {
    let path = format!("/v1/till/redemptions?day={day}&from={from}&count={AT_ONCE}");
    client::by(caller, ("GET", &path), None, PATIENCE_FOR_LISTS).await
}

/// What the store took offline and should not have.
///
/// # Errors
/// [`Failure`].
pub async fn conflicts(caller: &Caller) -> Result<OfflineConflicts, Failure> {
    client::by(caller, ("GET", "/v1/till/conflicts"), None, PATIENCE_FOR_LISTS).await
}

/// What the store's tills may take offline.
///
/// # Errors
/// [`Failure`].
pub async fn settings(caller: &Caller) -> Result<OfflineSettings, Failure> {
    client::by(caller, ("GET", "/v1/till/offline-settings"), None, PATIENCE_FOR_LISTS).await
}

/// Changes that.
///
/// # Errors
/// [`Failure`].
pub async fn set(caller: &Caller, settings: &OfflineSettings) -> Result<(), Failure> {
    let OfflineSettings { on, most_value, most_count } = settings;
    let value = most_value.0;
    let body = format!(r#"{{"on":{on},"most_value":{value},"most_count":{most_count}}}"#);
    let path = ("PUT", "/v1/till/offline-settings");
    client::done(caller, path, Some(&body), PATIENCE_FOR_LISTS).await
}
