//! The interface: requests and answers as JSON.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use mall_contract::{
    ClaimPage, ClaimRequest, ClaimResponse, PaymentNotice, PaymentResponse, Problem, RefundNotice,
    RefundResponse, Refusal, RequestId,
};

use super::input::Raw;
use super::parameters::{List, Signed};
use super::problem::Reply;
use super::state::AppState;
use super::visit::Visit;
use crate::claim_page::{Opened, Opener};
use crate::error::Error;
use crate::identity::link::{self, Link};
use crate::{claim_page as pages, claims, payments, receipts, refunds};

type Shared = State<AppState>;

/// Tells of a payment at a store of the mall.
///
/// Signed: `mall-signature` is the hexadecimal HMAC-SHA256, under the key's secret, of
/// `mall-timestamp`, a full stop and the raw body. A repeated notice gets the first answer.
#[utoipa::path(
    post, path = "/v1/payments", tag = "mall system", request_body = PaymentNotice,
    params(Signed),
    responses(
        (status = 201, description = "Taken down", body = PaymentResponse),
        (status = 200, description = "Known already, told with the same content", body = PaymentResponse),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Not known to be done; tell it again", body = Problem)
    )
)]
pub async fn report_payment(State(app): Shared, raw: Raw) -> Result<Response, Reply> {
    let mall = raw.signed_body(&app).await?;
    let notice: PaymentNotice = raw.json()?;
    let (answer, new) = payments::report(&app.context, &mall, &notice, app.context.now()).await?;
    Ok((status(new), Json(answer)).into_response())
}

/// Tells that a payment, or a part of it, was given back.
///
/// Signed like a payment. When nothing is left, nothing more can be claimed after it, and unused
/// coupons whose terms say so are revoked. A repeated notice gets the first answer.
#[utoipa::path(
    post, path = "/v1/refunds", tag = "mall system", request_body = RefundNotice,
    params(Signed),
    responses(
        (status = 201, description = "Taken down", body = RefundResponse),
        (status = 200, description = "Known already, told with the same content", body = RefundResponse),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Not known to be done; tell it again", body = Problem)
    )
)]
pub async fn report_refund(State(app): Shared, raw: Raw) -> Result<Response, Reply> {
    let mall = raw.signed_body(&app).await?;
    let notice: RefundNotice = raw.json()?;
    let (answer, new) = refunds::report(&app.context, &mall, &notice, app.context.now()).await?;
    Ok((status(new), Json(answer)).into_response())
}

/// The offers after a payment. Opening a link starts a shopper session and binds the link to it;
/// asked with a pass, it answers with a fresh one.
///
/// A page of a site that the server names (`--embed-origin`) opens it under the browser's own key
/// instead, and is answered with a pass that works as long as the link; no session is started.
#[utoipa::path(
    get, path = "/v1/pay/{link}", tag = "page",
    security((), ("session" = []), ("pass" = []), ("visitor" = [])),
    params(
        ("link" = String, Path, description = "The signed claim link"),
        List
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
    visit: Visit,
) -> Result<Response, Reply> {
    let (page, cookie) = opened(&app, &token, visit).await?;
    let mut response = Json(page).into_response();
    set_cookie(&mut response, cookie.as_deref());
    Ok(response)
}

/// Opens a link for its visitor: the page, and the cookie of a session that was started for it.
pub async fn opened(
    app: &AppState,
    token: &str,
    visit: Visit,
) -> Result<(ClaimPage, Option<String>), Error> {
    let Visit { mall, now, .. } = &visit;
    let link = link::read(&app.context.secret, &mall.id, token)?;
    link.check(*now)?;
    if visit.pass.is_some() {
        // Who has a pass has been let in before.
        let shopper = visit.shopper_of(&link)?;
        return Ok((with_pass(app, &visit, shopper, token, &link).await?, None));
    }
    let opened = match visit.opener() {
        // Who has no name here could never come again: the link stays free.
        Opener::Unknown if visit.only_looks || visit.embedded => {
            return Err(Refusal::SessionMissing.into());
        }
        Opener::Session(shopper) | Opener::Visitor(shopper) if visit.only_looks => {
            Opened { shopper: shopper.to_owned(), set_cookie: None }
        }
        opener => pages::open(&app.context, &mall.id, opener, &link, *now).await?,
    };
    let shopper = opened.shopper.as_str();
    let page = if visit.visitor.is_some() {
        with_pass(app, &visit, shopper, token, &link).await?
    } else {
        pages::page(&app.context, visit.ask(shopper), token, &link, visit.part.clone()).await?
    };
    Ok((page, opened.set_cookie))
}

async fn with_pass(
    app: &AppState,
    visit: &Visit,
    shopper: &str,
    token: &str,
    link: &Link,
) -> Result<ClaimPage, Error> {
    let (ask, part) = (visit.ask(shopper), visit.part.clone());
    receipts::with_pass(&app.context, ask, token, link, part, visit.pass_life()).await
}

/// Claims one coupon of an offer.
#[utoipa::path(
    post, path = "/v1/claims", tag = "page", request_body = ClaimRequest,
    security(("session" = []), ("pass" = [])),
    responses(
        (status = 201, description = "Granted", body = ClaimResponse),
        (status = 200, description = "Granted before; the same coupon", body = ClaimResponse),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Not known to be done; ask with the same request id", body = Problem)
    )
)]
pub async fn claim(State(app): Shared, visit: Visit, raw: Raw) -> Result<Response, Reply> {
    visit.same_site()?;
    let request: ClaimRequest = raw.json()?;
    app.context.quotas.claim(visit.known_shopper()?)?;
    let link = link::read(&app.context.secret, &visit.mall.id, &request.link)?;
    let shopper = visit.shopper_of(&link)?;
    let (answer, new) =
        claims::claim(&app.context, visit.claimant(shopper), &request, &link, visit.now).await?;
    Ok((status(new), Json(answer)).into_response())
}

/// The first answer to a claim.
#[utoipa::path(
    get, path = "/v1/claims/{request_id}", tag = "page",
    security(("session" = []), ("pass" = [])),
    params(("request_id" = String, Path, description = "The claim's request id")),
    responses(
        (status = 200, description = "Granted", body = ClaimResponse),
        (status = "4XX", description = "Refused, or `unknown_request` when it never arrived", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn claim_answer(
    State(app): Shared,
    Path(request_id): Path<String>,
    visit: Visit,
) -> Result<Response, Reply> {
    let request_id = RequestId::parse(request_id)
        .map_err(|_| Refusal::Malformed { field: "request_id".into() })?;
    let shopper = visit.known_shopper()?;
    let answer = claims::answer(&app.context, visit.claimant(shopper), &request_id).await?;
    Ok(Json(answer).into_response())
}

/// `GET /v1/openapi.json`.
pub async fn openapi() -> Response {
    ([("content-type", "application/json")], crate::openapi::document()).into_response()
}

/// `GET /readyz`: whether requests may be sent here.
pub async fn ready(State(app): Shared) -> Result<&'static str, Reply> {
    if app.is_stopping() {
        return Err(Refusal::Busy { retry_after: 5 }.into());
    }
    app.context.db.ping().await.map_err(Error::from)?;
    Ok("ready\n")
}

fn status(new: bool) -> StatusCode {
    if new { StatusCode::CREATED } else { StatusCode::OK }
}

/// Sets a cookie on an answer.
pub fn set_cookie(response: &mut Response, cookie: Option<&str>) {
    if let Some(Ok(value)) = cookie.map(HeaderValue::from_str) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}
