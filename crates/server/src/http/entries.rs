//! Entries: out of a frame without cookies, into a page of one's own with a session.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use mall_contract::{Entry, EntryRequest, Problem, Refusal};
use mall_coupons::Viewer;
use mall_coupons::text::entering::EnteringText;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::cookies::SessionCookie;
use super::prefs::RequestPrefs;
use super::query::Query;
use super::raw_request::RawRequest;
use super::reply::Reply;
use super::state::AppState;
use super::visit::Visit;
use crate::entries::{self, EntryOutcome, OpenedEntry};
use crate::error::Error;
use crate::identity::secret;
use crate::identity::session::StartedSession;

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
    let entry = create(&app, &visit, &to).await?;
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
    let Entry { url, .. } = create(&app, &visit, &to).await?;
    // By its path: a form's answer may lead to this very origin only.
    let origin = app.context.origin_of(&visit.mall);
    Ok(Redirect::to(url.strip_prefix(origin.as_str()).unwrap_or(&url)))
}

async fn create(app: &AppState, visit: &Visit, to: &str) -> Result<Entry, Reply> {
    let shopper = visit.known_shopper()?;
    app.context.quotas.claim(shopper)?;
    let Visit { mall, now, .. } = visit;
    Ok(entries::make(&mut app.request(), mall, shopper, visit.proof(), to, *now).await?)
}

/// The query of an entry's address: the page to go to, `?to=%2Fwallet`.
#[derive(Deserialize)]
pub struct EnterQuery {
    to: Option<String>,
}

/// Answers `GET /enter/{token}`: sets the session's cookie and redirects to the page. If the browser has the session of
/// another shopper, it asks first.
pub async fn enter(
    State(app): Shared,
    Path(token): Path<String>,
    Query(EnterQuery { to }): Query<EnterQuery>,
    visit: Visit,
) -> Result<Response, Reply> {
    if visit.is_prefetch {
        return Err(Refusal::SessionMissing.into());
    }
    open(&app, &visit, &token, to, false).await
}

/// Answers `POST /enter/{token}`, the form of the question: the shopper wants the other wallet.
pub async fn enter_by_form(
    State(app): Shared,
    Path(token): Path<String>,
    visit: Visit,
    raw: RawRequest,
) -> Result<Response, Reply> {
    visit.same_site()?;
    let EnterQuery { to } = raw.form()?;
    open(&app, &visit, &token, to, true).await
}

async fn open(
    app: &AppState,
    visit: &Visit,
    token: &str,
    to: Option<String>,
    agreed: bool,
) -> Result<Response, Reply> {
    let holder = visit.session_only()?;
    let (context, mall) = (&mut app.request(), &visit.mall.id);
    let destination = to.as_deref();
    let outcome =
        entries::enter(context, mall, holder, token, destination, agreed, visit.now).await?;
    let OpenedEntry { destination, new_session } = match outcome {
        EntryOutcome::Opened(entry) => entry,
        EntryOutcome::Question => return Ok(question(app, visit, token, to).await?),
    };
    let mut response = Redirect::to(&destination).into_response();
    let Some(StartedSession { token, life }) = new_session else { return Ok(response) };
    SessionCookie::shopper(context.is_secure()).set(&mut response, &token, life);
    if holder.is_some() {
        // The browser's storage belongs to another shopper: pages for use without a network, and pending claims.
        let all = HeaderValue::from_static("\"storage\"");
        response.headers_mut().insert("clear-site-data", all);
    }
    Ok(response)
}

/// Returns the page that asks whether another wallet may take the place of the one in this browser.
async fn question(
    app: &AppState,
    visit: &Visit,
    token: &str,
    to: Option<String>,
) -> Result<Response, Error> {
    let RequestPrefs { language, large_text, .. } = visit.prefs;
    let form_nonce = secret::random_name()?;
    let viewer = Viewer { language, large_text, form_nonce, receipt: None };
    let markup = mall_coupons::draw_entering(format!("/enter/{token}"), to, viewer).await;
    let title = EnteringText::of(language).title;
    Ok(Html(app.shell.document(visit.prefs, title, &markup, None)).into_response())
}
