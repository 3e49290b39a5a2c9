//! Pages: finished HTML, and forms that work without the module.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use mall_contract::{ClaimRequest, OfferId, Refusal, RequestId, ShopperId};
use mall_coupons::Page;
use serde::Deserialize;

use super::addresses::without_rest;
use super::claim_count::NotCounted;
use super::claim_page::open;
use super::cookies::set_session;
use super::document::with_module;
use super::list_query::ListPart;
use super::raw_request::RawRequest;
use super::reply::Reply;
use super::state::AppState;
use super::visit::Visit;
use crate::claims;
use crate::error::Error;
use crate::identity::link;
use crate::identity::link::{Link, Occasion};

type Shared = State<AppState>;

/// Answers `GET /pay/{link}`.
pub async fn claim_page(
    State(app): Shared,
    Path(token): Path<String>,
    uri: Uri,
    ListPart(part): ListPart,
    visit: Visit,
) -> Result<Response, Reply> {
    if let Some(redirect) = without_rest(&token, &uri) {
        return Ok(redirect);
    }
    let prefs = visit.prefs;
    let (page, new_session) = open(&app, &token, visit, part).await?;
    let mut response = with_module(&app, Page::Claim(page.into()), prefs).await?;
    set_session(&app.context, &mut response, new_session.as_deref());
    prefs.remember(&mut response);
    Ok(response)
}

/// A claim as its form sends it.
#[derive(Deserialize)]
struct ClaimForm {
    request_id: RequestId,
    offer_id: OfferId,
    nth: u32,
}

/// Answers `POST /pay/{link}/claims`: redirects to the page, where the card shows the result.
pub async fn claim(
    State(app): Shared,
    Path(token): Path<String>,
    visit: Visit,
    raw: RawRequest,
) -> Result<Response, Reply> {
    visit.same_site()?;
    let ClaimForm { request_id, offer_id, nth } = raw.form()?;
    visit.known_shopper()?;
    let link = link::read(&app.context.secret, &visit.mall.id, &token)?;
    visit.count_claim(&mut app.request(), &link, None).await?;
    visit.count_scan(&mut app.request(), &link).await?;
    let shopper = visit.shopper_of(&link)?;
    let back = format!("{}#offer-{offer_id}", page_of(&link, &token));
    let request = ClaimRequest { request_id, link: token, offer_id, nth };
    match claims::claim(&mut app.request(), visit.claimant(shopper), &request, &link, visit.now)
        .await
    {
        Err(Error::Refused(refusal)) if !shown_on_card(&refusal) => Err(refusal.into()),
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

/// Returns the path of a link's page. The path of a placement is short, because it is printed on the wall too.
fn page_of(link: &Link, token: &str) -> String {
    match &link.occasion {
        Occasion::Payment(_) => format!("/pay/{token}"),
        Occasion::Placement(code) => format!("/q/{code}"),
    }
}

/// Most offers one form claims.
const MAX_OFFERS_PER_FORM: usize = 100;

/// Answers `POST /pay/{link}/claims/all`: claims the first coupon of each offer, then redirects to the page, where each
/// card shows its result.
pub async fn claim_all(
    State(app): Shared,
    Path(token): Path<String>,
    visit: Visit,
    raw: RawRequest,
) -> Result<Response, Reply> {
    visit.same_site()?;
    let form: ClaimAllForm = raw.form()?;
    let link = link::read(&app.context.secret, &visit.mall.id, &token)?;
    visit.count_scan(&mut app.request(), &link).await?;
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
    shopper: &ShopperId,
    form: &ClaimAllForm,
    token: &str,
    link: &Link,
) -> Result<(), Error> {
    let malformed = |field: &str| Refusal::Malformed { field: field.into() };
    let offers = form.offers.trim_end_matches(',').split(',');
    for (place, offer) in offers.take(MAX_OFFERS_PER_FORM).enumerate() {
        let id = RequestId::parse(format!("{}-{place}", form.request_id));
        let request = ClaimRequest {
            request_id: id.map_err(|_| malformed("request_id"))?,
            link: token.to_owned(),
            offer_id: OfferId::parse(offer).map_err(|_| malformed("offers"))?,
            nth: 1,
        };
        let counted = visit.count_claim(&mut app.request(), link, None).await;
        counted.map_err(NotCounted::into_error)?;
        match claims::claim(&mut app.request(), visit.claimant(shopper), &request, link, visit.now)
            .await
        {
            Err(Error::Refused(refusal)) if !shown_on_card(&refusal) => return Err(refusal.into()),
            Ok(_) | Err(_) => {}
        }
    }
    Ok(())
}

/// Checks whether the card itself shows this refusal when the page is drawn again.
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

/// Answers `GET /` outside of a demo: the page has no start of its own.
pub async fn home() -> Redirect {
    Redirect::to("/wallet")
}
