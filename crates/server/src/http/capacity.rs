//! Capacity: requests beyond it are refused at once, so that those that are accepted are answered soon.

use std::sync::Arc;

use axum::body::Body;
use axum::error_handling::HandleErrorLayer;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::{BoxError, Router};
use mall_contract::Refusal;
use tokio::sync::Semaphore;
use tower::ServiceBuilder;
use tower::limit::GlobalConcurrencyLimitLayer;
use tower::load_shed::LoadShedLayer;

use super::paths;
use super::raw_request::read_body;
use super::reply::Reply;
use super::state::AppState;

/// Seconds after which a refused caller may come again. A place is free sooner than that.
const RETRY_AFTER: u32 = 1;

/// Returns routes of which only so many requests are worked on at the same time. A body is read before its request takes a
/// place, so a slow sender holds none.
pub fn limit(routes: Router<AppState>, places: Arc<Semaphore>) -> Router<AppState> {
    let shed = ServiceBuilder::new()
        .layer(HandleErrorLayer::new(refuse))
        .layer(LoadShedLayer::new())
        .layer(GlobalConcurrencyLimitLayer::with_semaphore(places));
    routes.layer(shed).layer(from_fn(whole_body))
}

/// Answers a request that found no place, which is the only error here.
async fn refuse(_: BoxError) -> Reply {
    Refusal::Busy { retry_after: RETRY_AFTER }.into()
}

async fn whole_body(request: Request, next: Next) -> Result<Response, Reply> {
    if request.uri().path() == paths::IMPORT {
        // It looks at key and size first, and has a limit of its own.
        return Ok(next.run(request).await);
    }
    let (parts, body) = read_body(request).await?;
    Ok(next.run(Request::from_parts(parts, Body::from(body))).await)
}
