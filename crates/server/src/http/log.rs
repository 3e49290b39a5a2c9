//! One log line for each request: its id, route, mall, status, time, and the cause of a failure.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use mall_contract::MallId;
use tracing::{Instrument, Span, error, field, info, info_span, warn};

use super::request::TraceId;
use crate::error::Error;
use crate::identity::secret;

/// Gives each request an id and a span, and logs its end. The log has no query, no link and no cookie. Its route is the
/// pattern that matched, never the address.
pub async fn log(mut request: Request, next: Next) -> Response {
    let id = secret::random_name().unwrap_or_default();
    request.extensions_mut().insert(TraceId(id.clone()));
    let route = request.extensions().get::<MatchedPath>().map_or("(file)", MatchedPath::as_str);
    let method = request.method();
    let span = info_span!("request", id, %method, route, mall = field::Empty);
    let start = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| log_end(&response, start));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// Adds the mall to the span of the request.
pub fn record_mall(mall: &MallId) {
    Span::current().record("mall", mall.as_str());
}

fn log_end(response: &Response, start: Instant) {
    let status = response.status().as_u16();
    let ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    let error = response.extensions().get::<Arc<Error>>().map(AsRef::as_ref);
    let cause = error.and_then(Error::cause).unwrap_or_default();
    match error {
        None => info!(status, ms, "answered"),
        Some(Error::Refused(refusal)) => info!(status, ms, code = refusal.code(), "refused"),
        Some(Error::Busy { .. }) => warn!(status, ms, cause, "busy"),
        Some(Error::Fault(_)) => error!(status, ms, cause, "failed"),
    }
}
