//! Entries: out of a frame without cookies, into a page of one's own with a session.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use mall_contract::{Entry, EntryRequest, Problem, Refusal};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::cookies::set_session;
use super::query::Query;
use super::raw_request::RawRequest;
use super::reply::Reply;
use super::state::AppState;
use super::visit::Visit;
use crate::entries;

type Shared = State<AppState>;

/// Returns the routes of this file.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(make))
}

/// Makes an address that leads from a frame to the page with a session.
///
/// A pass (`Authorization: Bearer`) or a session names the shopper. The address works once, within five minutes.
#[utoipa::path(
    post, path = "/v1/entries", tag = "page", request_body = EntryRequest,
    security(("session" = []), ("pass" = [])),
    responses(
        (status = 201, description = "The way in", body = Entry),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn make(State(app): Shared, visit: Visit, raw: RawRequest) -> Result<Response, Reply> {
    visit.same_site()?;
    let EntryRequest { to } = raw.json()?;
    let entry = made(&app, &visit, &to).await?;
    Ok((StatusCode::CREATED, Json(entry)).into_response())
}

/// A form's request for an entry.
#[derive(Deserialize)]
struct EntryForm {
    pass: String,
    to: String,
}

/// Answers `POST /entries`: makes an entry by a form and goes to it at once.
pub async fn make_by_form(
    State(app): Shared,
    mut visit: Visit,
    raw: RawRequest,
) -> Result<Redirect, Reply> {
    let EntryForm { pass, to } = raw.form()?;
    visit.take_pass(&app, &pass)?;
    let Entry { url, .. } = made(&app, &visit, &to).await?;
    // By its path: a form's answer may lead to this very origin only.
    Ok(Redirect::to(url.strip_prefix(&app.context.public_url).unwrap_or(&url)))
}

async fn made(app: &AppState, visit: &Visit, to: &str) -> Result<Entry, Reply> {
    let shopper = visit.known_shopper()?;
    app.context.quotas.claim(shopper)?;
    let Visit { mall, now, .. } = visit;
    Ok(entries::make(&mut app.request(), &mall.id, &mall.zone()?, shopper, to, *now).await?)
}

/// The query of an entry's address: the page to go to, `?to=%2Fwallet`.
#[derive(Deserialize)]
pub struct EnterQuery {
    to: Option<String>,
}

/// Answers `GET /enter/{token}`: sets the session's cookie and redirects to the page.
pub async fn enter(
    State(app): Shared,
    Path(token): Path<String>,
    Query(EnterQuery { to }): Query<EnterQuery>,
    visit: Visit,
) -> Result<Response, Reply> {
    if visit.is_prefetch {
        return Err(Refusal::SessionMissing.into());
    }
    let known = visit.session_only()?;
    let to = to.as_deref();
    let entered =
        entries::enter(&mut app.request(), &visit.mall.id, known, &token, to, visit.now).await?;
    let mut response = Redirect::to(&entered.leads_to).into_response();
    set_session(&app.context, &mut response, entered.new_session.as_deref());
    if known.is_some() && entered.new_session.is_some() {
        // The browser's storage belongs to another shopper: pages for use without a network, and pending claims.
        let all = HeaderValue::from_static("\"storage\"");
        response.headers_mut().insert("clear-site-data", all);
    }
    Ok(response)
}
