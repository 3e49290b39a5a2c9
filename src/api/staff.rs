//! Requests of staff: login, logout, and a new password. A cookie that no script can read names the person.

use mall_contract::{PasswordChange, StaffLogin, StaffSession};

use super::client::{self, Failure};
use crate::host::caller::Caller;
use crate::host::json::quoted;

/// A request waits this long for its response, in milliseconds: a password takes the server a while.
const RESPONSE_TIMEOUT_MS: u32 = 15_000;

/// Logs a person in.
///
/// # Errors
/// [`Failure`].
pub async fn log_in(caller: &Caller, login: &StaffLogin) -> Result<StaffSession, Failure> {
    let store = login.store.as_ref().map(|store| format!(r#""store":"{store}","#));
    let (store, name) = (store.unwrap_or_default(), quoted(&login.name));
    let body = format!(r#"{{{store}"name":{name},"password":{}}}"#, quoted(&login.password));
    client::post(caller, "/v1/staff/sessions", &body, RESPONSE_TIMEOUT_MS).await
}

/// Logs out here, or on all devices.
///
/// # Errors
/// [`Failure`].
pub async fn log_out(caller: &Caller, everywhere: bool) -> Result<(), Failure> {
    let path = if everywhere { "/v1/staff/sessions" } else { "/v1/staff/session" };
    client::send_for_status(caller, ("DELETE", path), None, RESPONSE_TIMEOUT_MS).await
}

/// Chooses another password.
///
/// # Errors
/// [`Failure`].
pub async fn change_password(caller: &Caller, change: &PasswordChange) -> Result<(), Failure> {
    let body = format!(r#"{{"old":{},"new":{}}}"#, quoted(&change.old), quoted(&change.new));
    client::send_for_status(
        caller,
        ("POST", "/v1/staff/password"),
        Some(&body),
        RESPONSE_TIMEOUT_MS,
    )
    .await
}
