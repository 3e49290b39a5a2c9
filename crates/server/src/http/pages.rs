//! Pages: finished HTML, and forms that work without the module.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use mall_contract::{ClaimRequest, OfferId, Refusal, RequestId};
use mall_coupons::{Language, Page};
use serde::Deserialize;

use super::api::{opened, set_cookie};
use super::input::Raw;
use super::problem::Reply;
use super::visit::Visit;
use crate::app::App;
use crate::catalogue::written;
use crate::claims;
use crate::error::Error;
use crate::identity::{link, secret};

type Shared = State<Arc<App>>;

/// `GET /pay/{link}`.
pub async fn claim_page(
    State(app): Shared,
    Path(token): Path<String>,
    visit: Visit,
) -> Result<Response, Reply> {
    let (language, chosen) = (visit.language, visit.language_chosen);
    let (page, cookie) = opened(&app, &token, visit).await?;
    let mut response = with_module(&app, Page::Claim(page.into()), language).await?;
    set_cookie(&mut response, cookie.as_deref());
    remember(&mut response, language, chosen);
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
    app.limits.claim(visit.known_shopper()?)?;
    let link = link::read(&app.secret, &visit.mall.id, &token)?;
    let shopper = visit.shopper_of(&link.payment)?;
    let back = format!("/pay/{token}#offer-{offer_id}");
    let request = ClaimRequest { request_id, link: token, offer_id, nth };
    match claims::claim(&app, visit.claimant(shopper), &request, &link, visit.now).await {
        Err(Error(refusal)) if !shown_on_card(&refusal) => Err(refusal.into()),
        Ok(_) | Err(_) => Ok(Redirect::to(&back).into_response()),
    }
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
            | Refusal::PaymentRefunded
    )
}

/// `GET /wallet`.
pub async fn wallet(State(app): Shared, visit: Visit) -> Result<Response, Reply> {
    let shopper = visit.session_only()?;
    let wallet =
        crate::wallet::wallet(&app, &visit.mall, shopper, visit.language, visit.now).await?;
    let mut response = with_module(&app, Page::Wallet(wallet), visit.language).await?;
    remember(&mut response, visit.language, visit.language_chosen);
    Ok(response)
}

/// `GET /` where there is no demo: the page has no start of its own.
pub async fn home() -> Redirect {
    Redirect::to("/wallet")
}

/// A page with its data beside it, for the module to take over.
async fn with_module(app: &App, page: Page, language: Language) -> Result<Response, Error> {
    let data = written(&page);
    Ok(document(app, page, language, Some(&data)).await?.into_response())
}

/// A page that needs no module.
pub async fn without_module(app: &App, page: Page, language: Language) -> Response {
    match document(app, page, language, None).await {
        Ok(html) => html.into_response(),
        Err(Error(refusal)) => refusal.code().into_response(),
    }
}

async fn document(
    app: &App,
    page: Page,
    language: Language,
    data: Option<&str>,
) -> Result<Html<String>, Error> {
    let nonce = secret::random_name().map_err(|error| Error::fault("no random bytes", error))?;
    let title = page.title(language);
    let drawn = mall_coupons::draw(page, language, nonce).await;
    Ok(Html(app.shell.document(language, &title, &drawn, data)))
}

/// Remembers a language that the address asked for, for a year.
pub fn remember(response: &mut Response, language: Language, chosen: bool) {
    if chosen {
        let cookie = format!("lang={}; Path=/; Max-Age=31536000; SameSite=Lax", language.code());
        set_cookie(response, Some(&cookie));
    }
}
