//! The claim page of a payment's link: as data, and as the page's first HTML.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use mall_contract::{ClaimPage, Problem, Refusal, ShopperId};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::cookies::set_session;
use super::list_query::{ListPart, ListQuery};
use super::reply::Reply;
use super::state::AppState;
use super::visit::Visit;
use crate::claim_page::{self as pages, Part};
use crate::error::Error;
use crate::identity::link::{self, Link};
use crate::receipts;

type Shared = State<AppState>;

/// Returns the routes of this file.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(claim_page))
}

/// The offers after a payment. A look binds the link to nobody: the first claim does. A browser without a session gets a
/// cookie that starts one with its first act; asked with a pass, it answers with a fresh one.
///
/// A page of a site that the server names (`--embed-origin`) opens it under the browser's own key
/// instead, and is answered with a pass that works as long as the link; no session is started.
#[utoipa::path(
    get, path = "/v1/pay/{link}", tag = "page",
    security((), ("session" = []), ("pass" = []), ("visitor" = [])),
    params(
        ("link" = String, Path, description = "The signed claim link"),
        ListQuery
    ),
    responses(
        (status = 200, description = "The page", body = ClaimPage),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn claim_page(
    State(app): Shared,
    Path(token): Path<String>,
    ListPart(part): ListPart,
    visit: Visit,
) -> Result<Response, Reply> {
    let (page, new_session) = open(&app, &token, visit, part).await?;
    let mut response = Json(page).into_response();
    set_session(&app.context, &mut response, new_session.as_deref());
    Ok(response)
}

/// Returns the page of a link for its visitor, and a token for a browser that has none.
///
/// # Errors
/// `link_invalid`, `link_expired`, `link_taken`, `session_missing`.
pub async fn open(
    app: &AppState,
    token: &str,
    visit: Visit,
    part: Part,
) -> Result<(ClaimPage, Option<String>), Error> {
    let link = link::read(&app.context.secret, &visit.mall.id, token)?;
    link.check(visit.now)?;
    if visit.pass.is_some() {
        let shopper = visit.shopper_of(&link)?;
        return Ok((with_pass(app, &visit, shopper, token, &link, part).await?, None));
    }
    let opened = match visit.visitor() {
        // A visitor without a name could never come back to its coupons.
        None if visit.embedded => return Err(Refusal::SessionMissing.into()),
        _ => visit.opened(&app.context)?,
    };
    let shopper = &opened.shopper;
    let page = if visit.visitor.is_some() {
        with_pass(app, &visit, shopper, token, &link, part).await?
    } else {
        pages::page(&mut app.request(), visit.page_request(shopper), token, &link, part).await?
    };
    Ok((page, opened.new_token))
}

async fn with_pass(
    app: &AppState,
    visit: &Visit,
    shopper: &ShopperId,
    token: &str,
    link: &Link,
    part: Part,
) -> Result<ClaimPage, Error> {
    let request = visit.page_request(shopper);
    receipts::with_pass(&mut app.request(), request, token, link, part, visit.pass_kind()).await
}
