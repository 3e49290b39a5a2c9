//! The page's files.

use axum::extract::{Request, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, Method};
use axum::response::{IntoResponse, Response};
use mall_contract::Refusal;
use std::io::ErrorKind;
use tower_http::services::ServeDir;

use super::paths::OFFLINE_WORKER;
use super::reply::Reply;
use super::state::AppState;
use crate::error::Error;

/// Returns a file under the site's folder, in the best form it was compressed to. Names under `/assets/` carry a hash
/// of their content, so they never change.
pub async fn file(State(app): State<AppState>, request: Request) -> Result<Response, Reply> {
    let Some(site) =
        app.site.as_ref().filter(|_| matches!(*request.method(), Method::GET | Method::HEAD))
    else {
        return Err(Refusal::NotFound.into());
    };
    let path = request.uri().path();
    // The document is the server's to fill in, and a folder has no page.
    if path.starts_with("/index.html") || path.ends_with('/') {
        return Err(Refusal::NotFound.into());
    }
    let cached = match path {
        OFFLINE_WORKER => "no-cache",
        _ if path.starts_with("/assets/") => "public, max-age=31536000, immutable",
        _ => "public, max-age=3600",
    };
    let mut files = ServeDir::new(site)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false);
    let found = files.try_call(request).await.map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::PermissionDenied
        // No file can have this name.
        | ErrorKind::InvalidFilename | ErrorKind::InvalidInput => Refusal::NotFound.into(),
        _ => Error::fault("a file of the page cannot be read", error),
    });
    let mut response = found?.into_response();
    if response.status().is_success() || response.status() == 304 {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(cached));
    }
    Ok(response)
}
