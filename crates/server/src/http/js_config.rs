//! Pages signed for WeChat's JS-SDK at the edge.

use axum::Json;
use axum::extract::State;
use mall_contract::{JsConfig, Problem};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::query::Query;
use super::reply::Reply;
use super::state::AppState;
use super::visit::Visit;
use crate::js_config;

/// Returns the routes of this file.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(js_config))
}

/// The page that sends the request.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct JsConfigQuery {
    /// The page's address, at the mall's own origin, at most 2048 characters
    url: String,
}

/// Returns the signed configuration with which a page of this server uses WeChat's JS-SDK to scan.
///
/// On iOS the address is the one that the document was loaded under. It is signed unchanged, without its fragment.
/// Other sites' pages are refused.
#[utoipa::path(
    get, path = "/v1/wechat/js-config", tag = "page",
    params(JsConfigQuery),
    responses(
        (status = 200, description = "Signed", body = JsConfig),
        (status = 501, description = "`scan_unavailable`: the mall has no official account", body = Problem),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again after `Retry-After`", body = Problem)
    )
)]
pub async fn js_config(
    State(app): State<AppState>,
    Query(query): Query<JsConfigQuery>,
    visit: Visit,
) -> Result<Json<JsConfig>, Reply> {
    visit.same_site()?;
    Ok(Json(js_config::config(&mut app.request(), &visit.mall, &query.url).await?))
}
