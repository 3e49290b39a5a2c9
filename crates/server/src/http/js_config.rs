//! Pages signed for WeChat's JS-SDK at the edge.

use axum::Json;
use axum::extract::{RawQuery, State};
use mall_contract::{JsConfig, Problem};

use super::problem::Reply;
use super::state::AppState;
use super::visit::Visit;
use crate::wechat::js_config;
use crate::wechat::query::once;

/// What a page of this server needs to use WeChat's JS-SDK, for scanning.
///
/// On iOS the address is the one that the document was loaded under. It is signed as it is, without what
/// follows `#`. Other sites' pages are refused.
#[utoipa::path(
    get, path = "/v1/wechat/js-config", tag = "page",
    params(("url" = String, Query, description = "The page's address, at this server's `--public-url`, at most 2048 characters")),
    responses(
        (status = 200, description = "Signed", body = JsConfig),
        (status = 501, description = "`scan_unavailable`: the mall has no official account", body = Problem),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again after `Retry-After`", body = Problem)
    )
)]
pub async fn js_config(
    State(app): State<AppState>,
    RawQuery(raw): RawQuery,
    visit: Visit,
) -> Result<Json<JsConfig>, Reply> {
    visit.same_site()?;
    let url = once(raw.as_deref().unwrap_or_default(), "url").flatten().unwrap_or_default();
    Ok(Json(js_config::config(&app.context, &visit.mall.id, &url).await?))
}
