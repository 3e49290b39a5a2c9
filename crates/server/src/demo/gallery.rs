//! The gallery of all states of card and page, served by the demo.

use axum::extract::{Path, RawQuery, State};
use axum::response::{Html, IntoResponse, Response};
use mall_contract::Refusal;
use mall_gallery::Look;

use crate::http::headers::PagePolicy;
use crate::http::reply::Reply;
use crate::http::shell::hashes;
use crate::http::state::AppState;

/// Answers `GET /gallery`: all scenes, in frames.
pub async fn index(State(state): State<AppState>, RawQuery(query): RawQuery) -> Response {
    let html = mall_gallery::index(&state.shell.page, look(query));
    respond(html, PagePolicy { may_frame: true, ..PagePolicy::default() })
}

/// Answers `GET /gallery/{scene}`: one scene.
///
/// # Errors
/// `not_found` when there is no such scene.
pub async fn scene(
    State(state): State<AppState>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Reply> {
    let html = mall_gallery::scene(&state.shell.page, look(query), &name).await;
    let html = html.ok_or(Refusal::NotFound)?;
    Ok(respond(html, PagePolicy { may_be_framed: true, ..PagePolicy::default() }))
}

fn look(query: Option<String>) -> Look {
    Look::parse(&query.unwrap_or_default())
}

fn respond(html: String, policy: PagePolicy) -> Response {
    let policy = PagePolicy { style_hashes: hashes(&html, "<style>", "</style>"), ..policy };
    let mut response = Html(html).into_response();
    response.extensions_mut().insert(policy);
    response
}
