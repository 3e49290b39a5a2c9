//! Pages: finished HTML, and forms that work without the module.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use mall_contract::{ClaimRequest, OfferId, Refusal, RequestId};
use mall_coupons::{Page, Viewer};
use serde::Deserialize;

use super::api::{opened, set_cookie};
use super::headers::Ahead;
use super::input::Raw;
use super::manner::Manner;
use super::problem::Reply;
use super::state::AppState;
use super::visit::Visit;
use crate::catalogue::written;
use crate::claims;
use crate::error::Error;
use crate::identity::link::{Link, Occasion};
use crate::identity::{link, secret};

type Shared = State<AppState>;

/// `GET /pay/{link}`.
pub async fn claim_page(
    State(app): Shared,
    Path(token): Path<String>,
    visit: Visit,
) -> Result<Response, Reply> {
    let manner = visit.manner;
    let (page, cookie) = opened(&app, &token, visit).await?;
    let mut response = with_module(&app, Page::Claim(page.into()), manner).await?;
    set_cookie(&mut response, cookie.as_deref());
    manner.remember(&mut response);
    Ok(response)
}

/// A claim as its form sends it.
#[derive(Deserialize)]
struct ClaimForm {
    request_id: RequestId,
    offer_id: OfferId,
    nth: u32,
}

/// `POST /pay/{link}/claims`: back to the page, where the card shows what came of it.
pub async fn claim(
    State(app): Shared,
    Path(token): Path<String>,
    visit: Visit,
    raw: Raw,
) -> Result<Response, Reply> {
    visit.same_site()?;
    let ClaimForm { request_id, offer_id, nth } = raw.form()?;
    app.context.quotas.claim(visit.known_shopper()?)?;
    let link = link::read(&app.context.secret, &visit.mall.id, &token)?;
    let shopper = visit.shopper_of(&link)?;
    let back = format!("{}#offer-{offer_id}", page_of(&link, &token));
    let request = ClaimRequest { request_id, link: token, offer_id, nth };
    match claims::claim(&app.context, visit.claimant(shopper), &request, &link, visit.now).await {
        Err(Error(refusal)) if !shown_on_card(&refusal) => Err(refusal.into()),
        Ok(_) | Err(_) => Ok(Redirect::to(&back).into_response()),
    }
}

/// A claim of several offers as its form sends it.
#[derive(Deserialize)]
pub struct ClaimAllForm {
    /// Each offer's claim has this id with the offer's place behind it.
    request_id: RequestId,
    /// Offers' ids, a comma behind each.
    offers: String,
}

/// Where the page of a link is: one reads the address of a placement on the wall, too.
fn page_of(link: &Link, token: &str) -> String {
    match &link.occasion {
        Occasion::Payment(_) => format!("/pay/{token}"),
        Occasion::Placement(code) => format!("/q/{code}"),
    }
}

/// Most offers one form claims.
const MOST_AT_ONCE: usize = 100;

/// `POST /pay/{link}/claims/all`: the first coupon of each, then back to the page, where each card
/// shows what came of it.
pub async fn claim_all(
    State(app): Shared,
    Path(token): Path<String>,
    visit: Visit,
    raw: Raw,
) -> Result<Response, Reply> {
    visit.same_site()?;
    let form: ClaimAllForm = raw.form()?;
    let link = link::read(&app.context.secret, &visit.mall.id, &token)?;
    claim_each(&app, &visit, visit.known_shopper()?, &form, &token, &link).await?;
    Ok(Redirect::to(&page_of(&link, &token)).into_response())
}

/// Claims the first coupon of each offer of a form.
///
/// # Errors
/// The first refusal that no card shows.
pub async fn claim_each(
    app: &AppState,
    visit: &Visit,
    shopper: &str,
    form: &ClaimAllForm,
    token: &str,
    link: &Link,
) -> Result<(), Error> {
    let malformed = |field: &str| Refusal::Malformed { field: field.into() };
    let offers = form.offers.trim_end_matches(',').split(',');
    for (place, offer) in offers.take(MOST_AT_ONCE).enumerate() {
        let id = RequestId::parse(format!("{}-{place}", form.request_id));
        let request = ClaimRequest {
            request_id: id.map_err(|_| malformed("request_id"))?,
            link: token.to_owned(),
            offer_id: OfferId::parse(offer).map_err(|_| malformed("offers"))?,
            nth: 1,
        };
        app.context.quotas.claim(shopper)?;
        match claims::claim(&app.context, visit.claimant(shopper), &request, link, visit.now).await
        {
            Err(Error(refusal)) if !shown_on_card(&refusal) => return Err(refusal.into()),
            Ok(_) | Err(_) => {}
        }
    }
    Ok(())
}

/// Whether the card itself says so when the page is drawn anew.
pub fn shown_on_card(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::OfferNotStarted { .. }
            | Refusal::OfferEnded
            | Refusal::SoldOut
            | Refusal::DailyLimit { .. }
            | Refusal::PersonLimit { .. }
            | Refusal::PaymentTooSmall { .. }
            | Refusal::PaymentFirst { .. }
            | Refusal::PaymentRefunded
    )
}

/// `GET /` where there is no demo: the page has no start of its own.
pub async fn home() -> Redirect {
    Redirect::to("/wallet")
}

/// A page with its data beside it, for the module to take over.
pub async fn with_module(app: &AppState, page: Page, manner: Manner) -> Result<Response, Error> {
    let (data, ahead) = (written(&page), ahead(app, &page, manner));
    Ok((ahead, document(app, page, manner, Some(&data)).await?).into_response())
}

/// What is fetched ahead for a page. One that waits may turn out to be another's.
pub fn ahead(app: &AppState, page: &Page, manner: Manner) -> Option<Extension<Ahead>> {
    let module = match page {
        Page::Claim(_) => "claim",
        Page::Wallet(_) => "wallet",
        Page::Coupon(_) => "coupon",
        Page::Scan(_) => "scan",
        Page::Till(_) => "till",
        Page::Waiting(_) | Page::Problem(_) | Page::Unreachable => return None,
    };
    app.shell.build(module, manner.language).map(|build| Extension(Ahead(build)))
}

/// A page that needs no module.
pub async fn without_module(app: &AppState, page: Page, manner: Manner) -> Response {
    match document(app, page, manner, None).await {
        Ok(html) => html.into_response(),
        Err(Error(refusal)) => refusal.code().into_response(),
    }
}

async fn document(
    app: &AppState,
    page: Page,
    manner: Manner,
    data: Option<&str>,
) -> Result<Html<String>, Error> {
    let form_nonce = secret::random_name();
    let form_nonce = form_nonce.map_err(|error| Error::fault("no random bytes", error))?;
    let Manner { language, large_text, .. } = manner;
    let title = page.title(language);
    let drawn =
        mall_coupons::draw(page, Viewer { language, large_text, form_nonce, receipt: None }).await;
    Ok(Html(app.shell.document(manner, &title, &drawn, data)))
}
