//! Capacity: requests beyond it are refused at once, so that those that are accepted are answered soon.

use axum::body::Body;
use axum::error_handling::HandleErrorLayer;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::{BoxError, Router};
use mall_contract::Refusal;
use tower::ServiceBuilder;
use tower::limit::GlobalConcurrencyLimitLayer;
use tower::load_shed::LoadShedLayer;

use super::paths;
use super::raw_request::read_body;
use super::reply::Reply;
use super::request::Stranger;
use super::state::AppState;

/// Seconds after which a refused caller may come again. A place is free sooner than that.
const RETRY_AFTER: u32 = 1;

/// Returns routes of which only so many requests are worked on at the same time. A body is read before its request takes a
/// place, so a slow sender holds none.
pub fn limit(routes: Router<AppState>, app: &AppState) -> Router<AppState> {
    let places = app.capacity.clone();
    let shed = ServiceBuilder::new()
        .layer(HandleErrorLayer::new(refuse))
        .layer(LoadShedLayer::new())
        .layer(GlobalConcurrencyLimitLayer::with_semaphore(places));
    let in_turn = from_fn_with_state(app.clone(), in_turn);
    routes.layer(shed).layer(in_turn).layer(from_fn(whole_body))
}

/// Lets strangers of one network take turns. Requests that wait for another service, or in a queue of their own, would hold
/// up the others in their lane.
async fn in_turn(
    State(app): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, Reply> {
    let stranger = request.extensions().get::<Stranger>().copied();
    let _turn = match stranger.filter(|_| !paths::has_waits(request.uri().path())) {
        Some(Stranger(address)) => Some(app.lanes.turn(address).await?),
        None => None,
    };
    Ok(next.run(request).await)
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
