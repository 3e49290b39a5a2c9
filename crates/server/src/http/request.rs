//! Facts about a request that the middleware finds and handlers use.

use std::net::IpAddr;

use axum::extract::Request;

use super::auth::header;
use super::paths;

/// The largest body that is read, in bytes.
pub const BODY_LIMIT: usize = 64 * 1024;

/// The server's own id of a request, for the log, for refusals and for `x-request-id`.
#[derive(Clone, Debug)]
pub struct TraceId(pub String);

/// The network that a request comes from, by which requests are counted.
#[derive(Clone, Copy, Debug)]
pub struct CallerNetwork(pub IpAddr);

/// The address of a caller who has shown no proof of who it is.
#[derive(Clone, Copy, Debug)]
pub struct Stranger(pub IpAddr);

/// Checks whether a request asks for data rather than for a page.
#[must_use]
pub fn wants_json(request: &Request) -> bool {
    let accept = header(request.headers(), "accept");
    let (path, html) = (request.uri().path(), accept.contains("text/html"));
    path.starts_with("/v1/")
        || (!html && (accept.contains("application/json") || paths::is_drawing(path)))
}
