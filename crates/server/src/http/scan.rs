//! The page that reads codes.

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use mall_contract::{Problem, ScanPage};
use mall_coupons::pages::scan::scanned_code::ScannedCode;
use mall_coupons::{Page, pages};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::document::with_module;
use super::headers::PagePolicy;
use super::query::parameter;
use super::reply::Reply;
use super::state::AppState;
use super::visit::Visit;
use crate::claim_page::mall_view;
use crate::error::Error;

type Shared = State<AppState>;

/// Returns the routes of this file.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(data))
}

/// Limits the characters of a typed text that are shown again.
const MAX_DISPLAYED_CHARS: usize = 200;

/// Answers `GET /scan` and its form: a valid code redirects to its page.
pub async fn page(
    State(app): Shared,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Reply> {
    let typed = typed(query.as_deref().unwrap_or_default());
    if let Some(text) = &typed
        && let ScannedCode::OwnPage(route) =
            ScannedCode::from_input(text, app.context.origin_of(&visit.mall).authority())
    {
        return Ok(Redirect::to(&route.path()).into_response());
    }
    let page = scan_page(&app, &visit, typed)?;
    let mut response = with_module(&app, Page::Scan(page.into()), visit.prefs).await?;
    let scripts_of_wechat = app.context.js_sdk().map(|sdk| sdk.origin.clone());
    let own = PagePolicy::with_styles(&app.shell, &[pages::scan::STYLES]);
    let own = PagePolicy { scans: true, scripts_of_wechat, ..own };
    response.extensions_mut().insert(own);
    visit.prefs.remember(&mut response);
    Ok(response)
}

/// Answers `GET /q`, an address without its code.
pub async fn without_code() -> Redirect {
    Redirect::to("/scan")
}

/// Returns the data of the page that scans codes.
#[utoipa::path(
    get, path = "/v1/scan", tag = "page",
    responses(
        (status = 200, description = "The page", body = ScanPage),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn data(
    State(app): Shared,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Json<ScanPage>, Reply> {
    Ok(Json(scan_page(&app, &visit, typed(query.as_deref().unwrap_or_default()))?))
}

fn scan_page(app: &AppState, visit: &Visit, typed: Option<String>) -> Result<ScanPage, Error> {
    let Visit { mall, prefs, now, .. } = visit;
    Ok(ScanPage {
        mall: mall_view(mall, prefs.language),
        server_time: mall.zone()?.moment(*now),
        host: app.context.origin_of(mall).authority().to_owned(),
        typed: typed.map(|text| text.chars().take(MAX_DISPLAYED_CHARS).collect()),
        wechat_script: app.context.js_sdk().map(|sdk| sdk.script.clone()),
    })
}

/// Reads the text that the form sends, unless nothing was typed.
fn typed(query: &str) -> Option<String> {
    parameter(query, "code").filter(|text| !text.trim().is_empty())
}
