//! Health of the server, for monitoring.

use axum::extract::State;
use mall_contract::Refusal;

use super::reply::Reply;
use super::state::AppState;
use crate::error::Error;

/// Seconds after which a caller of a stopping server tries again; mostly another server answers then.
const STOPPING_RETRY_AFTER: u32 = 5;

/// Answers `GET /healthz`: the process runs.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// Answers `GET /readyz`: requests may be sent here.
pub async fn ready(State(app): State<AppState>) -> Result<&'static str, Reply> {
    if app.is_stopping() {
        return Err(Refusal::Busy { retry_after: STOPPING_RETRY_AFTER }.into());
    }
    app.context.db.ping().await.map_err(Error::from)?;
    Ok("ready\n")
}
