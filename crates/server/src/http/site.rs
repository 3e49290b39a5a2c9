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

/// Checks whether a path names a file in one spelling only. The document is the server's to fill in, and a folder has no
/// page.
fn names_a_file(path: &str) -> bool {
    let mut names = path.strip_prefix('/').unwrap_or(path).split('/');
    let own = |name: &str| !matches!(name, "" | "." | "..") && !name.contains(['%', '\\']);
    !path.starts_with("/index.html") && names.all(own)
}

/// Returns a file under the site's folder, in the best form it was compressed to. Names under `/assets/` carry a hash
/// of their content, so they never change.
pub async fn file(State(app): State<AppState>, request: Request) -> Result<Response, Reply> {
    let Some(site) =
        app.site.as_ref().filter(|_| matches!(*request.method(), Method::GET | Method::HEAD))
    else {
        return Err(Refusal::NotFound.into());
    };
    let path = request.uri().path();
    if !names_a_file(path) {
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

#[cfg(test)]
mod tests {
    use super::names_a_file;

    #[test]
    fn the_document_is_no_file_in_any_spelling() {
        for path in [
            "/index.html",
            "/index.html.br",
            "//index.html",
            "/./index.html",
            "/assets/../index.html",
            "/%69ndex.html",
            "/assets%2f..%2findex.html",
            "/assets/",
            "/",
            "/assets//claim.js",
            "/\\index.html",
        ] {
            assert!(!names_a_file(path), "{path}");
        }
        for path in ["/offline.js", "/assets/1a2b/claim.js", "/MP_verify_x.txt"] {
            assert!(names_a_file(path), "{path}");
        }
    }
}
