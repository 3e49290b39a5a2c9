//! Refusals on their way out: worded, as JSON or as a page, with the request's name.

use std::any::Any;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use mall_contract::{Moment, Problem, Refusal};
use mall_coupons::{Language, Page, Text};

use super::manner::Manner;
use super::state::AppState;
use super::{LARGEST_BODY, RequestName, pages, wants_json};
use crate::clock::Zone;
use crate::error::Error;

/// A refusal as an answer. [`word`] gives it its words on the way out.
#[derive(Debug)]
pub struct Reply(pub Refusal);

impl From<Error> for Reply {
    fn from(Error(refusal): Error) -> Self {
        Self(refusal)
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(Arc::new(self.0));
        response
    }
}

/// The answer to a method an address does not take.
pub async fn method_not_allowed() -> Reply {
    Refusal::MethodNotAllowed.into()
}

/// The answer when a handler panicked; what it said is in the log.
pub fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    Reply(Refusal::Internal).into_response()
}

/// Words every refusal for the one who asked, in their language.
pub async fn word(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let json = wants_json(&request);
    let manner = Manner::of(request.uri().query().unwrap_or_default(), request.headers());
    let host =
        request.headers().get("host").and_then(|h| h.to_str().ok()).unwrap_or_default().to_owned();
    let name =
        request.extensions().get::<RequestName>().map(|name| name.0.clone()).unwrap_or_default();
    let response = next.run(request).await;
    let Some(refusal) = refusal_of(&response) else { return response };
    tracing::info!(request = name, code = refusal.code(), "refused");
    let problem = problem(refusal, manner.language, name, now(&app, &host).await);
    let mut worded = if json {
        Json(&problem).into_response()
    } else {
        pages::without_module(&app, Page::Problem(problem.clone()), manner).await
    };
    *worded.status_mut() = response.status();
    let headers = worded.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in response.headers() {
        if name != "content-length" && name != "content-type" {
            headers.append(name, value.clone());
        }
    }
    if let Some(seconds) = problem.refusal.retry_after() {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    worded
}

/// The refusal an answer carries, or the one its bare status stands for.
fn refusal_of(response: &Response) -> Option<Refusal> {
    if let Some(refusal) = response.extensions().get::<Arc<Refusal>>() {
        return Some(refusal.as_ref().clone());
    }
    let limit = LARGEST_BODY as u32;
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

/// A refusal in words.
pub fn problem(refusal: Refusal, language: Language, request_id: String, now: Moment) -> Problem {
    let wording = (Text::of(language).refusal)(&refusal, now);
    Problem {
        refusal,
        message: wording.message.into_owned(),
        next_step: wording.next_step.into_owned(),
        request_id,
        server_time: now,
    }
}

/// The mall's own time; UTC when there is no mall to ask.
async fn now(app: &AppState, host: &str) -> Moment {
    let zone = match app.context.mall(host).await {
        Ok(mall) => Zone::named(&mall.zone),
        Err(_) => None,
    };
    zone.map_or_else(|| Moment::new(app.context.now(), 0), |zone| zone.moment(app.context.now()))
}
