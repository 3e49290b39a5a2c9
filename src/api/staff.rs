//! People at work: logging in and out, and choosing a password. Who is logged in is known by a cookie that no
//! script can read.

use mall_contract::{PasswordChange, StaffLogin, StaffSession};

use super::client::{self, Failure};
use crate::host::caller::Caller;
use crate::host::json::quoted;

/// How long an answer is waited for, in milliseconds: a password takes the server a while.
const PATIENCE: u32 = 15_000;

/// Logs somebody in.
///
/// # Errors
/// [`Failure`].
pub async fn log_in(caller: &Caller, login: &StaffLogin) -> Result<StaffSession, Failure> {
    let store = login.store.as_ref().map(|store| format!(r#""store":"{store}","#));
    let (store, name) = (store.unwrap_or_default(), quoted(&login.name));
    let body = format!(r#"{{{store}"name":{name},"password":{}}}"#, quoted(&login.password));
    client::post(caller, "/v1/staff/sessions", &body, PATIENCE).await
}

/// Logs out here, or on all devices.
///
/// # Errors
/// [`Failure`].
pub async fn log_out(caller: &Caller, everywhere: bool) -> Result<(), Failure> {
    let path = if everywhere { "/v1/staff/sessions" } else { "/v1/staff/session" };
    client::done(caller, ("DELETE", path), None, PATIENCE).await
}

/// Chooses another password.
///
/// # Errors
/// [`Failure`].
pub async fn change_password(caller: &Caller, change: &PasswordChange) -> Result<(), Failure> {
    let body = format!(r#"{{"old":{},"new":{}}}"#, quoted(&change.old), quoted(&change.new));
    client::done(caller, ("POST", "/v1/staff/password"), Some(&body), PATIENCE).await
}
