//! The HTTP edge: addresses, what comes in, what goes out.

pub mod api;
mod cors;
pub mod coupons;
pub mod entries;
pub mod events;
pub mod headers;
pub mod input;
pub mod js_config;
pub mod kernel;
pub mod limits;
pub mod logins;
pub mod manner;
pub mod offline;
pub mod pages;
pub mod parameters;
pub mod placements;
pub mod posters;
pub mod problem;
pub mod receipts;
pub mod scan;
pub mod shell;
mod site;
pub mod staff;
pub mod state;
pub mod till;
pub mod till_page;
pub mod visit;
pub mod wallet;

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

use state::AppState;

/// The largest body that is read, in bytes.
pub const LARGEST_BODY: usize = 64 * 1024;

/// How hard answers are compressed as they are sent. Harder takes several times as long as drawing a
/// page does, and saves 2 % of its bytes.
pub const COMPRESSION: CompressionLevel = CompressionLevel::Precise(5);

/// How long a request may take, and its body between two pieces.
const SLOWEST: Duration = Duration::from_secs(20);

/// Returns the router of a server; `home` adds its start page.
pub fn router(app: &AppState, home: Router<AppState>) -> Router {
    let routes = Router::new()
        .route("/v1/payments", post(api::report_payment))
        .route("/v1/refunds", post(api::report_refund))
        .route("/v1/pay/{link}", get(api::claim_page))
        .route("/v1/receipts", get(receipts::data))
        .route("/v1/claims", post(api::claim))
        .route("/v1/claims/{request_id}", get(api::claim_answer))
        .route("/v1/wallet", get(wallet::data))
        .route("/v1/coupons/{id}", get(coupons::shown))
        .route("/v1/coupons/{id}/events", get(coupons::events))
        .route("/v1/entries", post(entries::make))
        .route(logins::PATH, post(logins::log_in))
        .route("/v1/wechat/js-config", get(js_config::js_config))
        .route(events::PATH, post(events::report_events))
        .route("/v1/events/counts", get(events::event_counts))
        .route("/v1/q/{code}", get(placements::data))
        .route("/v1/placements", get(placements::list).post(placements::report))
        .route("/v1/placements/import", post(placements::import))
        .route("/v1/placements/counts", get(placements::counts))
        .route("/v1/scan", get(scan::data))
        .route(posters::SHEET, get(posters::sheet))
        .route(staff::LOGIN, post(staff::log_in).delete(staff::log_out_everywhere))
        .route("/v1/staff/session", get(staff::session).delete(staff::log_out))
        .route("/v1/staff/password", post(staff::change_password))
        .route("/v1/till", get(till_page::data))
        .route("/v1/till/prepare", post(till::prepare))
        .route("/v1/till/redemptions", get(till::day).post(till::redeem))
        .route("/v1/till/redemptions.csv", get(till::csv))
        .route("/v1/till/redemptions/{id}", get(till::answer))
        .route("/v1/till/redemptions/{id}/undo", post(till::undo))
        .route("/v1/till/offline-settings", get(offline::settings).put(offline::set))
        .route("/v1/till/offline-grants", post(offline::grant))
        .route("/v1/till/offline-redemptions", post(offline::upload))
        .route("/v1/till/conflicts", get(offline::conflicts))
        .route("/v1/openapi.json", get(api::openapi))
        .route("/pay/{link}", get(pages::claim_page))
        .route("/pay/{link}/claims", post(pages::claim))
        .route("/pay/{link}/claims/all", post(pages::claim_all))
        .route("/q", get(scan::without_code))
        .route("/q/{code}", get(placements::page))
        .route("/q/{code}/qr.svg", get(placements::qr_svg))
        .route("/q/{code}/qr.png", get(placements::qr_png))
        .route("/q/{code}/poster.svg", get(posters::svg))
        .route("/q/{code}/poster.pdf", get(posters::pdf))
        .route(receipts::PAGE, get(receipts::page))
        .route(receipts::CLAIMS, post(receipts::claim))
        .route(receipts::CLAIMS_ALL, post(receipts::claim_all))
        .route("/coupons/{id}", get(coupons::page))
        .route("/entries", post(entries::make_by_form))
        .route("/enter/{token}", get(entries::enter))
        .route("/scan", get(scan::page))
        .route("/till", get(till_page::page))
        .route("/wallet", get(wallet::page))
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(api::ready));
    routes
        .merge(home)
        .fallback(site::file)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(RequestBodyTimeoutLayer::new(SLOWEST))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, SLOWEST))
        .layer(from_fn_with_state(app.clone(), limits::limit))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(from_fn_with_state(app.clone(), problem::word))
        .layer(CompressionLayer::new().quality(COMPRESSION))
        .layer(from_fn_with_state(app.clone(), headers::secure))
        .layer(from_fn_with_state(app.clone(), cors::share))
        .layer(from_fn(headers::request_id))
        .with_state(app.clone())
}

/// Returns the start page of a server without a demo.
pub fn home() -> Router<AppState> {
    Router::new().route("/", get(pages::home))
}

/// The server's own name for a request, in its log and in refusals.
#[derive(Clone, Debug)]
pub struct RequestName(pub String);

/// Whether a request asks for data rather than for a page.
fn wants_json(request: &Request) -> bool {
    let accept = request.headers().get("accept").and_then(|a| a.to_str().ok()).unwrap_or_default();
    request.uri().path().starts_with("/v1/")
        || (accept.contains("application/json") && !accept.contains("text/html"))
}
