//! The demo: a mall with tills and placements, a start page where anyone can pay, and the gallery. Only under
//! `--demo`.

mod frame_page;
mod gallery;
mod mall;
mod pay;
mod start_page;

use axum::Router;
use axum::routing::{get, post};

use crate::http::state::AppState;

pub use mall::{CASHIER, CATALOGUE, MANAGER, PASSWORD, prepare};

/// Returns the demo's routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(start_page::show))
        .route("/demo/payments", post(pay::pay))
        .route("/gallery", get(gallery::index))
        .route("/gallery/{scene}", get(gallery::scene))
        .route("/demo/receipt", get(frame_page::show))
        .route("/demo/frame.js", get(frame_page::script))
}
