//! A mini-program's login at the edge.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mall_contract::{Entry, MiniProgramLogin, Problem};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::raw_request::RawRequest;
use super::reply::Reply;
use super::state::AppState;
use super::visit::Visit;
use crate::logins;

/// Returns the routes of this file.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(log_in))
}

/// Takes the code of a mini-program's login for a way into the page, as the shopper that the user is
/// wherever the same payer is named.
///
/// The address works once, within five minutes. Its parameter `?to=` names the page it leads to; without it, the
/// wallet.
#[utoipa::path(
    post, path = "/v1/mini-program/sessions", tag = "page", request_body = MiniProgramLogin,
    responses(
        (status = 201, description = "The way in", body = Entry),
        (status = 401, description = "`login_invalid`: log in with WeChat again", body = Problem),
        (status = 429, description = "Too many logins; after `Retry-After`, log in with WeChat again", body = Problem),
        (status = 501, description = "`login_unavailable`: this server has no mini-program", body = Problem),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "After `Retry-After`, log in with WeChat again", body = Problem)
    )
)]
pub async fn log_in(
    State(app): State<AppState>,
    visit: Visit,
    raw: RawRequest,
) -> Result<Response, Reply> {
    let MiniProgramLogin { code } = raw.json()?;
    let entry: Entry = logins::log_in(&mut app.request(), &visit.mall, &code, visit.now).await?;
    Ok((StatusCode::CREATED, Json(entry)).into_response())
}
