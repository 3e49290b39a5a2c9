//! Health of the server, for monitoring.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use mall_contract::Refusal;
use tokio::time::timeout;

use super::state::AppState;
use crate::db::health;
use crate::error::Error;

/// Seconds after which a caller of a server that is not ready tries again; mostly another server answers then.
const NOT_READY_RETRY_AFTER: u32 = 5;

/// A check that takes longer has failed.
const CHECK_TIMEOUT: Duration = Duration::from_secs(6);

/// Returns the routes that machines ask. Their answers are plain text.
pub fn routes() -> Router<AppState> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready))
}

/// Answers `GET /healthz`: the process runs.
async fn alive() -> &'static str {
    "ok\n"
}

/// Answers `GET /readyz`: requests may be sent here, because a write has just succeeded. Otherwise says what is wrong.
async fn ready(State(app): State<AppState>) -> Response {
    if app.is_stopping() {
        let stopping = Refusal::Busy { retry_after: NOT_READY_RETRY_AFTER }.into();
        return not_ready("the server is stopping", Arc::new(stopping));
    }
    match app.last_check.outcome(check(&app)).await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => not_ready(&error.summary(), error),
    }
}

async fn check(app: &AppState) -> Result<(), Error> {
    let (mut context, now) = (app.request(), app.context.now());
    let outcome = timeout(CHECK_TIMEOUT, health::try_write(&mut context.db, now)).await;
    let slow = |_| Error::Busy {
        retry_after: NOT_READY_RETRY_AFTER,
        cause: anyhow::Error::msg("the database does not answer"),
    };
    outcome.map_err(slow)?
}

fn not_ready(reason: &str, error: Arc<Error>) -> Response {
    let seconds = error.refusal().retry_after().unwrap_or(NOT_READY_RETRY_AFTER);
    let body = format!("not ready: {reason}\n");
    let headers = [(RETRY_AFTER, seconds.to_string())];
    let mut response = (StatusCode::SERVICE_UNAVAILABLE, headers, body).into_response();
    // For the log.
    response.extensions_mut().insert(error);
    response
}
