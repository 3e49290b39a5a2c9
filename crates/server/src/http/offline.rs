//! Tills that are offline, at the edge.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mall_contract::{
    MallId, OfflineConflicts, OfflineGrant, OfflineSettings, OfflineUpload, OfflineUploadResponse,
    Problem, Refusal,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::auth::KEY;
use super::raw_request::RawRequest;
use super::reply::Reply;
use super::staff_session::staff_session;
use super::state::AppState;
use super::till::{at_till, at_till_once};
use super::visit::Visit;
use crate::error::Error;
use crate::till::offline;

type Shared = State<AppState>;

/// Returns the routes of this file.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(settings, set))
        .routes(routes!(grant))
        .routes(routes!(upload))
        .routes(routes!(conflicts))
}

/// Returns the limits under which the store's tills redeem offline.
#[utoipa::path(
    get, path = "/v1/till/offline-settings", tag = "till",
    security(("staff" = []), ("store key" = [])),
    responses(
        (status = 200, description = "The settings", body = OfflineSettings),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn settings(
    State(app): Shared,
    visit: Visit,
    raw: RawRequest,
) -> Result<Json<OfflineSettings>, Reply> {
    let till = at_till(&app, &visit, &raw).await?;
    Ok(Json(offline::settings(&mut app.request(), &till).await?))
}

/// Sets the limits under which the store's tills redeem offline. The store's manager or its own system may do so. A signed
/// request needs a nonce of its own: `nonce_used` for one that came before.
#[utoipa::path(
    put, path = "/v1/till/offline-settings", tag = "till", request_body = OfflineSettings,
    security(("staff" = []), ("store key" = [])),
    responses(
        (status = 204, description = "Set"),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Try again", body = Problem)
    )
)]
pub async fn set(State(app): Shared, visit: Visit, raw: RawRequest) -> Result<StatusCode, Reply> {
    let till = at_till_once(&app, &visit, &raw).await?;
    let settings: OfflineSettings = raw.json()?;
    offline::set(&mut app.request(), &till, &settings).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Allows a till to redeem coupons offline for half an hour from now, and returns the keys to check the proofs of codes. A
/// till that is online requests a new grant from time to time. The body is `{}`. A signed request needs a nonce of its
/// own: `nonce_used` for one that came before.
#[utoipa::path(
    post, path = "/v1/till/offline-grants", tag = "till", request_body = Object,
    security(("staff" = []), ("store key" = [])),
    responses(
        (status = 201, description = "The grant", body = OfflineGrant),
        (status = 403, description = "`offline_not_on`", body = Problem),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Try again", body = Problem)
    )
)]
pub async fn grant(State(app): Shared, visit: Visit, raw: RawRequest) -> Result<Response, Reply> {
    let till = at_till_once(&app, &visit, &raw).await?;
    raw.expect(&["application/json"])?;
    Ok((StatusCode::CREATED, Json(offline::grant(&mut app.request(), &till).await?))
        .into_response())
}

/// Uploads a till's offline redemptions. An upload with the same request ids gets the same answers. Conflicts are
/// recorded and listed; the shopper is never charged for them.
#[utoipa::path(
    post, path = "/v1/till/offline-redemptions", tag = "till", request_body = OfflineUpload,
    security(("staff" = []), ("store key" = [])),
    responses(
        (status = 200, description = "What came of each", body = OfflineUploadResponse),
        (status = "4XX", description = "Refused as a whole; nothing was taken down", body = Problem),
        (status = "5XX", description = "Tell it again", body = Problem)
    )
)]
pub async fn upload(
    State(app): Shared,
    visit: Visit,
    raw: RawRequest,
) -> Result<Json<OfflineUploadResponse>, Reply> {
    let till = at_till(&app, &visit, &raw).await?;
    let upload: OfflineUpload = raw.json()?;
    Ok(Json(offline::upload(&mut app.request(), &till, &upload).await?))
}

/// Lists the offline redemptions that conflict with others, newest first: of the caller's store, or for an operator
/// and the mall's own system of all stores.
#[utoipa::path(
    get, path = "/v1/till/conflicts", tag = "till",
    security(("staff" = []), ("store key" = [])),
    responses(
        (status = 200, description = "The conflicts", body = OfflineConflicts),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn conflicts(
    State(app): Shared,
    visit: Visit,
    raw: RawRequest,
) -> Result<Json<OfflineConflicts>, Reply> {
    if let Some(mall) = caller_mall(&app, &visit, &raw).await? {
        let zone = app.request().zone(&mall).await?;
        return Ok(Json(offline::conflicts(&mut app.request(), &mall, None, &zone).await?));
    }
    let till = at_till(&app, &visit, &raw).await?;
    let store = Some(&till.store);
    Ok(Json(offline::conflicts(&mut app.request(), &till.mall, store, &till.zone).await?))
}

/// Returns the caller's mall if the caller is its own system or an operator; none if it is a store.
async fn caller_mall(
    app: &AppState,
    visit: &Visit,
    raw: &RawRequest,
) -> Result<Option<MallId>, Error> {
    if raw.headers.contains_key(KEY) {
        return match raw.signed(&mut app.request()).await {
            Ok(mall) => Ok(Some(mall)),
            Err(Error::Refused(Refusal::SignatureInvalid)) => Ok(None),
            Err(error) => Err(error),
        };
    }
    let person = staff_session(&mut app.request(), visit, &raw.headers).await?.ready()?;
    Ok(person.row.role()?.works_for_mall().then(|| visit.mall.id.clone()))
}
