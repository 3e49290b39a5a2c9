//! The HTTP edge: routes, requests and responses.
//!
//! Each file has the routes of one subject. A documented route is declared once, by `#[utoipa::path]` above its
//! handler: address, parameters, rights (`security`) and responses. `interface.rs` collects them.

mod addresses;
pub mod auth;
pub mod bursts;
pub mod capacity;
pub mod claim_count;
pub mod claim_page;
pub mod claims;
pub mod cookies;
mod cors;
pub mod coupons;
mod days_query;
pub mod decode;
pub mod document;
pub mod drawings;
pub mod entries;
pub mod events;
pub mod headers;
pub mod health;
pub mod interface;
pub mod js_config;
pub mod kernel;
pub mod lanes;
pub mod limits;
pub mod list_query;
pub mod log;
pub mod logins;
pub mod offline;
pub mod openapi;
pub mod pages;
pub mod parameters;
mod paths;
pub mod payments;
pub mod placements;
pub mod posters;
pub mod prefs;
pub mod problem;
pub mod query;
pub mod rate_limit;
pub mod raw_request;
pub mod readiness;
pub mod receipts;
pub mod reply;
pub mod request;
mod same_site;
pub mod scan;
pub mod shell;
mod site;
pub mod slow_refusals;
pub mod staff;
mod staff_session;
pub mod state;
pub mod till;
pub mod till_page;
pub mod visit;
pub mod wallet;

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

use request::BODY_LIMIT;
use state::AppState;

/// The compression level of responses. A higher one takes several times as long as drawing a page, and saves
/// 2 % of its bytes.
pub const COMPRESSION: CompressionLevel = CompressionLevel::Precise(5);

/// Limits the time of a request, and the time between two pieces of its body.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(20);

/// Returns the routes of pages and their forms, which are no part of the interface.
fn pages() -> Router<AppState> {
    Router::new()
        .route("/pay/{link}", get(pages::claim_page))
        .route("/pay/{link}/claims", post(pages::claim))
        .route("/pay/{link}/claims/all", post(pages::claim_all))
        .route("/q", get(scan::without_code))
        .route("/q/{code}", get(placements::page))
        .route(paths::RECEIPT, get(receipts::page))
        .route(paths::RECEIPT_CLAIMS, post(receipts::claim))
        .route(paths::RECEIPT_CLAIMS_ALL, post(receipts::claim_all))
        .route("/coupons/{id}", get(coupons::page))
        .route("/entries", post(entries::make_by_form))
        .route("/enter/{token}", get(entries::enter).post(entries::enter_by_form))
        .route("/scan", get(scan::page))
        .route("/till", get(till_page::page))
        .route("/wallet", get(wallet::page))
}

/// Returns the start page of a server without a demo.
pub fn home() -> Router<AppState> {
    Router::new().route("/", get(pages::home))
}

/// Returns the router of a server; `home` adds its start page.
pub fn router(app: &AppState, home: Router<AppState>) -> Router {
    let routes = interface::routes().merge(pages()).merge(home);
    capacity::limit(routes, app)
        .fallback(addresses::page_or_file)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(RequestBodyTimeoutLayer::new(REQUEST_TIMEOUT))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST_TIMEOUT))
        .layer(from_fn_with_state(app.clone(), rate_limit::limit))
        .layer(from_fn_with_state(app.clone(), rate_limit::hold_back))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(from_fn_with_state(app.clone(), problem::word))
        .merge(health::routes())
        .layer(CompressionLayer::new().quality(COMPRESSION))
        .layer(from_fn_with_state(app.clone(), headers::secure))
        .layer(from_fn_with_state(app.clone(), cors::share))
        .layer(from_fn(log::log))
        .with_state(app.clone())
}
