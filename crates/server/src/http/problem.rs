//! Refusals on their way out: in words, as JSON or as a page, with the id of the request.

use std::any::Any;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use mall_contract::{Moment, Refusal};
use mall_coupons::{Page, Text};

use super::auth::header;
use super::document::without_module;
use super::prefs::RequestPrefs;
use super::reply::Reply;
use super::request::{BODY_LIMIT, TraceId, wants_json};
use super::state::AppState;
use crate::clock::Zone;
use crate::error::Error;

/// Answers for a method that an address does not take.
pub async fn method_not_allowed() -> Reply {
    Refusal::MethodNotAllowed.into()
}

/// Answers for a handler that panicked. The panic's own message is already on standard error.
pub fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let message = panic.downcast_ref::<&str>().copied().map(str::to_owned);
    let message = message.or_else(|| panic.downcast_ref::<String>().cloned());
    let message = message.unwrap_or_default();
    Reply(Error::fault("a handler panicked", message)).into_response()
}

/// Puts every refusal into words, in the caller's language: as JSON or as a page.
pub async fn word(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let json = wants_json(&request);
    let prefs = RequestPrefs::of(request.uri().query().unwrap_or_default(), request.headers());
    let host = header(request.headers(), "host").to_owned();
    let trace_id = request.extensions().get::<TraceId>().map(|id| id.0.clone());
    let mut response = next.run(request).await;
    let Some(refusal) = refusal_of(&response) else { return response };
    let now = mall_time(&app, &host, &refusal).await;
    let problem = Text::of(prefs.language).problem(refusal, trace_id.unwrap_or_default(), now);
    let mut answer = if json {
        Json(&problem).into_response()
    } else {
        without_module(&app, Page::Problem(problem.clone()), prefs).await
    };
    *answer.status_mut() = response.status();
    if let Some(error) = response.extensions_mut().remove::<Arc<Error>>() {
        answer.extensions_mut().insert(error);
    }
    let headers = answer.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in response.headers() {
        if name != "content-length" && name != "content-type" {
            headers.append(name, value.clone());
        }
    }
    if let Some(seconds) = problem.refusal.retry_after() {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    answer
}

/// Returns the refusal that a response carries, or the one that its bare status means.
fn refusal_of(response: &Response) -> Option<Refusal> {
    if let Some(error) = response.extensions().get::<Arc<Error>>() {
        return Some(error.refusal());
    }
    let limit = BODY_LIMIT as u32;
    Some(match response.status().as_u16() {
        400 => Refusal::Malformed { field: "request".into() },
        404 => Refusal::NotFound,
        405 => Refusal::MethodNotAllowed,
        408 => Refusal::Malformed { field: "body".into() },
        413 => Refusal::TooLarge { limit },
        415 => Refusal::UnsupportedMediaType,
        503 => Refusal::Busy { retry_after: 2 },
        500.. => Refusal::Internal,
        _ => return None,
    })
}

/// Returns the time in the mall's zone; in UTC when there is no mall. A database that has just failed is not asked
/// again: the caller would wait twice as long.
async fn mall_time(app: &AppState, host: &str, refusal: &Refusal) -> Moment {
    let now = app.context.now();
    let zone = match refusal {
        Refusal::Busy { .. } | Refusal::Internal => None,
        _ => app.request().mall(host).await.ok().and_then(|mall| Zone::named(&mall.zone)),
    };
    zone.map_or_else(|| Moment::new(now, 0), |zone| zone.moment(now))
}
