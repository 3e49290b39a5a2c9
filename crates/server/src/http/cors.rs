//! Requests from other sites' pages: the allowed origins and paths.

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN,
    VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::paths;
use super::state::AppState;

/// Seconds for which a browser caches the response to a preflight request.
const PREFLIGHT_CACHE_SECONDS: &str = "600";

/// Lets pages of the configured origins send the requests of the module for other sites, without cookies. Each
/// response says so, also a refusal by a rate limit.
pub async fn share(State(app): State<AppState>, request: Request, next: Next) -> Response {
    if app.embed_origins.is_empty() || !is_shared(request.uri().path()) {
        return next.run(request).await;
    }
    let origin = origin(&app, request.headers()).cloned();
    let preflight = request.method() == Method::OPTIONS
        && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = match &origin {
        Some(_) if preflight => answer_preflight(),
        _ => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        let waits = HeaderValue::from_static("retry-after");
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, waits);
        // A beacon has no preflight request, and no page reads its response.
        let sent = HeaderName::from_static("cross-origin-resource-policy");
        headers.insert(sent, HeaderValue::from_static("cross-origin"));
    }
    response
}

/// Checks whether a request comes from a page that the module is embedded in.
pub fn is_embedded(app: &AppState, headers: &HeaderMap) -> bool {
    origin(app, headers).is_some()
}

/// Returns a request's origin if it is configured. The match is exact: there are no patterns, and `null` matches none.
fn origin<'a>(app: &AppState, headers: &'a HeaderMap) -> Option<&'a HeaderValue> {
    let origin = headers.get(ORIGIN)?;
    app.embed_origins
        .iter()
        .any(|allowed| allowed.as_bytes() == origin.as_bytes())
        .then_some(origin)
}

/// Checks whether the module sends requests to this path. Wallets, entries and notices are not for other sites'
/// scripts.
fn is_shared(path: &str) -> bool {
    path == "/v1/claims"
        || path == paths::EVENTS
        || path.starts_with("/v1/pay/")
        || path.starts_with("/v1/claims/")
}

fn answer_preflight() -> Response {
    let set = |name, value| (name, HeaderValue::from_static(value));
    let permissions = [
        set(ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        set(ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type"),
        set(ACCESS_CONTROL_MAX_AGE, PREFLIGHT_CACHE_SECONDS),
    ];
    (StatusCode::NO_CONTENT, permissions).into_response()
}
