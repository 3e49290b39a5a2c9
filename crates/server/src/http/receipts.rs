//! The receipt after a payment: a page for a frame on another site, where cookies do not reach.

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{Html, IntoResponse, Response};
use mall_contract::{
    ClaimPage, ClaimRequest, OfferId, Problem, Refusal, RequestId, ShopperId, WaitingPage,
};
use mall_coupons::{Page, Viewer};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::document::ahead;
use super::list_query::ListPart;
use super::pages::{ClaimAllForm, claim_each, shown_on_card};
use super::prefs::RequestPrefs;
use super::raw_request::RawRequest;
use super::reply::Reply;
use super::shell::Additions;
use super::state::AppState;
use super::visit::Visit;
use crate::claim_page::{Part, mall_view};
use crate::claims;
use crate::error::Error;
use crate::identity::link::Link;
use crate::identity::pass::PassKind;
use crate::identity::{link, secret};
use crate::json::to_json;
use crate::receipts;
use crate::wechat::receipt::{self, ReceiptQuery, parse, query};

/// Seconds after which a page asks again for a payment that is not known yet.
const RETRY_SECONDS: u32 = 2;

type Shared = State<AppState>;

/// Returns the routes of this file.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(data))
}

/// Answers `GET /receipt`: the claim page of the order, or a page that waits for it. Always a document: the frame
/// around it needs the message that the boot script sends.
pub async fn page(
    State(app): Shared,
    RawQuery(raw): RawQuery,
    ListPart(part): ListPart,
    visit: Visit,
) -> Result<Response, Reply> {
    let order = parse(&raw.unwrap_or_default());
    let content = match find_page(&app, order.as_ref(), &visit, part).await {
        Ok(Some(page)) => Page::Claim(page.into()),
        // The payment service's own receipt is better than an error in its frame.
        Ok(None) | Err(_) => Page::Waiting(waiting(&visit, order.as_ref())?),
    };
    Ok(document(&app, content, order.as_ref(), &visit).await?)
}

/// The offers after the payment for an order, with a pass for its shopper.
///
/// The order is named as the payment service's frame does it.
#[utoipa::path(
    get, path = "/v1/receipts", tag = "page",
    params(
        receipt::Query,
        ("lang" = Option<String>, Query, description = "`zh` or `en`")
    ),
    responses(
        (status = 200, description = "The page", body = ClaimPage),
        (status = 404, description = "`payment_not_confirmed`: not known, or not for the asker; ask again", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn data(
    State(app): Shared,
    RawQuery(raw): RawQuery,
    ListPart(part): ListPart,
    visit: Visit,
) -> Result<Json<ClaimPage>, Reply> {
    let order = parse(&raw.unwrap_or_default());
    let page = find_page(&app, order.as_ref(), &visit, part).await?;
    Ok(Json(page.ok_or(Refusal::PaymentNotConfirmed { retry_after: RETRY_SECONDS })?))
}

/// Returns the claim page of an order, if the order is known and the caller may see it.
async fn find_page(
    app: &AppState,
    order: Option<&ReceiptQuery>,
    visit: &Visit,
    part: Part,
) -> Result<Option<ClaimPage>, Error> {
    let Some(order) = order else { return Ok(None) };
    let session_shopper = visit.shopper.as_ref();
    let payment = receipts::find(&mut app.request(), &visit.mall, order, session_shopper).await?;
    let Some(payment) = payment else { return Ok(None) };
    let (context, language) = (&mut app.request(), visit.prefs.language);
    receipts::open(context, &visit.mall, &payment, language, part).await.map(Some)
}

fn waiting(visit: &Visit, order: Option<&ReceiptQuery>) -> Result<WaitingPage, Error> {
    let query = order.map(query).unwrap_or_default();
    Ok(WaitingPage {
        mall: mall_view(&visit.mall, visit.prefs.language),
        server_time: visit.mall.zone()?.moment(visit.now),
        ask: format!("/v1/receipts?{query}"),
    })
}

/// A claim as a form in the receipt sends it.
#[derive(Deserialize)]
struct ClaimForm {
    pass: String,
    link: String,
    request_id: RequestId,
    offer_id: OfferId,
    nth: u32,
}

/// Answers `POST /receipt/claims` with the page itself; the card shows the claim's result. A redirect would need the
/// pass in an address. A repeated form is safe, because it has the same request id.
pub async fn claim(
    State(app): Shared,
    RawQuery(raw_query): RawQuery,
    ListPart(part): ListPart,
    mut visit: Visit,
    raw: RawRequest,
) -> Result<Response, Reply> {
    let ClaimForm { pass, link: token, request_id, offer_id, nth } = raw.form()?;
    visit.take_pass(&app, &pass)?;
    app.context.quotas.claim(visit.known_shopper()?)?;
    let link = link::read(&app.context.secret, &visit.mall.id, &token)?;
    let shopper = visit.shopper_of(&link)?;
    let request = ClaimRequest { request_id, link: token, offer_id, nth };
    match claims::claim(&mut app.request(), visit.claimant(shopper), &request, &link, visit.now)
        .await
    {
        Err(Error::Refused(refusal)) if !shown_on_card(&refusal) => return Err(refusal.into()),
        Ok(_) | Err(_) => {}
    }
    respond_after_claim(&app, &visit, shopper, &request.link, &link, raw_query, part).await
}

/// A claim of several offers as the receipt's form sends it.
#[derive(Deserialize)]
struct NamedClaimAllForm {
    pass: String,
    link: String,
    #[serde(flatten)]
    claims: ClaimAllForm,
}

/// Answers `POST /receipt/claims/all` in the same way, for the first coupon of each offer.
pub async fn claim_all(
    State(app): Shared,
    RawQuery(raw_query): RawQuery,
    ListPart(part): ListPart,
    mut visit: Visit,
    raw: RawRequest,
) -> Result<Response, Reply> {
    let NamedClaimAllForm { pass, link: token, claims } = raw.form()?;
    visit.take_pass(&app, &pass)?;
    let link = link::read(&app.context.secret, &visit.mall.id, &token)?;
    let shopper = visit.shopper_of(&link)?;
    claim_each(&app, &visit, shopper, &claims, &token, &link).await?;
    respond_after_claim(&app, &visit, shopper, &token, &link, raw_query, part).await
}

/// Returns the receipt's page after a claim.
async fn respond_after_claim(
    app: &AppState,
    visit: &Visit,
    shopper: &ShopperId,
    token: &str,
    link: &Link,
    query: Option<String>,
    part: Part,
) -> Result<Response, Reply> {
    let request = visit.page_request(shopper);
    let page =
        receipts::with_pass(&mut app.request(), request, token, link, part, PassKind::Receipt)
            .await?;
    let order = parse(&query.unwrap_or_default());
    Ok(document(app, Page::Claim(page.into()), order.as_ref(), visit).await?)
}

/// Returns the document of a receipt. It has the message that the boot script sends to the page around the frame.
async fn document(
    app: &AppState,
    page: Page,
    order: Option<&ReceiptQuery>,
    visit: &Visit,
) -> Result<Response, Error> {
    let RequestPrefs { language, large_text, .. } = visit.prefs;
    let (title, data) = (page.title(language), to_json(&page));
    let ahead = ahead(app, &page, visit.prefs);
    let form_nonce = secret::random_name()?;
    let is_claim_page = matches!(page, Page::Claim(_));
    let receipt = Some(order.map(query).unwrap_or_default());
    let viewer = Viewer { language, large_text, form_nonce, receipt };
    let markup = mall_coupons::draw(page, viewer).await;
    let ready = receipt::ready(is_claim_page.then_some(app.context.receipt.height));
    let parents = app.context.receipt.parents.join(" ");
    let attributes = [("data-receipt", ready.as_str()), ("data-parents", parents.as_str())];
    let additions = Additions { attributes: &attributes, ..Additions::default() };
    let html = app.shell.document_with(visit.prefs, &title, &markup, Some(&data), additions);
    Ok((ahead, Html(html)).into_response())
}
