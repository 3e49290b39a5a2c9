//! Other sites' pages: which of them may ask here, and for what.

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

/// Seconds for which a browser need not ask for leave again.
const REMEMBERED: &str = "600";

/// Lets pages of the configured origins ask what the module for other sites asks, without cookies.
/// Answers of any kind say so, also those to requests that came too often.
pub async fn share(State(app): State<AppState>, request: Request, next: Next) -> Response {
    if app.embed_origins.is_empty() || !is_shared(request.uri().path()) {
        return next.run(request).await;
    }
    let origin = origin(&app, request.headers()).cloned();
    let preflight = request.method() == Method::OPTIONS
        && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = match &origin {
        Some(_) if preflight => granted(),
        _ => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        let waits = HeaderValue::from_static("retry-after");
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, waits);
        // A beacon asks for no leave; its answer is nobody's to read.
        let sent = HeaderName::from_static("cross-origin-resource-policy");
        headers.insert(sent, HeaderValue::from_static("cross-origin"));
    }
    response
}

/// Whether a request comes from a page that the module is embedded in.
pub fn is_embedded(app: &AppState, headers: &HeaderMap) -> bool {
    origin(app, headers).is_some()
}

/// The origin that a request says it comes from, when it is one of those configured. An exact match:
/// no patterns, and `null` is nobody.
fn origin<'a>(app: &AppState, headers: &'a HeaderMap) -> Option<&'a HeaderValue> {
    let origin = headers.get(ORIGIN)?;
    app.embed_origins.iter().any(|known| known.as_bytes() == origin.as_bytes()).then_some(origin)
}

/// What the module asks for. Wallets, entries and notices are not for other sites' scripts.
fn is_shared(path: &str) -> bool {
    path == "/v1/claims"
        || path == paths::EVENTS
        || path.starts_with("/v1/pay/")
        || path.starts_with("/v1/claims/")
}

fn granted() -> Response {
    let set = |name, value| (name, HeaderValue::from_static(value));
    let leave = [
        set(ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        set(ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type"),
        set(ACCESS_CONTROL_MAX_AGE, REMEMBERED),
    ];
    (StatusCode::NO_CONTENT, leave).into_response()
}
