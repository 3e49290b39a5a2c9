//! The offers after a payment or at a placement, as they stand for the shopper who opened its link.

mod basis;
mod list;
mod page_request;
mod rules;

use mall_contract::{
    ClaimPage, Fen, Mall, MallId, PaymentSummary, PersonId, Refusal, ShopperId, Source, Store,
};
use mall_coupons::Language;

use crate::clock::Ms;
use crate::context::Context;
use crate::db::catalogue::{MallRow, StoreRow};
use crate::db::payments::PaymentRow;
use crate::db::{self, Connection, Write, payments, shoppers};
use crate::error::{Error, OrFault};
use crate::identity::link::{self, Link, Occasion};

pub use basis::{Basis, PlacementBasis};
pub use list::{DEFAULT_PAGE_SIZE, Part};
pub use page_request::PageRequest;
pub use rules::{Rules, rules};

/// Returns the person that a payment's claims count for: its payer if that is known, else the shopper whose first
/// act it was. That shopper may be a payer who was proven by another payment.
///
/// # Errors
/// When the database does not answer.
pub async fn person(
    tx: &mut Write<'_>,
    mall: &MallId,
    payment: &PaymentRow,
    shopper: &ShopperId,
) -> Result<PersonId, Error> {
    match &payment.payer {
        Some(payer) => shoppers::person_of_payer(tx, mall, payer, shopper).await,
        None => shoppers::person_of_shopper(tx, mall, shopper).await,
    }
}

/// Refuses a payment's link to all shoppers but the one whose first act it was. Before that, everybody may look.
///
/// # Errors
/// `link_taken`.
pub fn check_holder(payment: &PaymentRow, shopper: &ShopperId) -> Result<(), Error> {
    match &payment.holder_id {
        Some(holder) if holder != shopper => Err(Refusal::LinkTaken.into()),
        _ => Ok(()),
    }
}

/// Returns the page of a link for a shopper. Nothing is written: a look uses nothing up.
///
/// # Errors
/// `link_taken`, `link_invalid`, or the refusal of its placement.
pub async fn page(
    context: &mut Context,
    request: PageRequest<'_>,
    token: &str,
    link: &Link,
    part: Part,
) -> Result<ClaimPage, Error> {
    let page_link = PageLink { token, expires_at: link.expires_at };
    let reader = &mut context.db.read().await?;
    let id = match &link.occasion {
        Occasion::Payment(id) => id,
        Occasion::Placement(code) => {
            let placement = PlacementBasis::read(reader, &request.mall.id, code).await?;
            return build_placement_page(reader, request, page_link, placement, part).await;
        }
    };
    let payment = payments::get(reader, &request.mall.id, id).await?.ok_or(Refusal::LinkInvalid)?;
    check_holder(&payment, request.shopper)?;
    let store = db::catalogue::store(reader, &request.mall.id, &payment.store_id).await?;
    let store = store.ok_or_else(|| Error::fault("a paid store is missing", &payment.store_id))?;
    let paid = PaymentSummary {
        store: store_view(&store, request.language)?,
        amount: Fen(payment.amount),
        paid_at: request.mall.zone()?.moment(payment.paid_at),
        method: serde_json::from_str(&payment.method).or_fault("a stored method cannot be read")?,
        refunded: payment.left() == 0,
    };
    let page_link = PageLink { expires_at: payment.received_at + link::LIFETIME_MS, ..page_link };
    let basis = Basis::from_payment(payment, &store);
    build_page(reader, request, page_link, &basis, Source::Payment(paid), part).await
}

/// The link that a page is returned with.
#[derive(Clone, Copy)]
pub struct PageLink<'a> {
    pub token: &'a str,
    /// The instant at which it expires; this instant is excluded.
    pub expires_at: Ms,
}

/// Returns the page of a placement.
///
/// # Errors
/// When a stored row is invalid.
pub async fn page_at(
    context: &mut Context,
    request: PageRequest<'_>,
    page_link: PageLink<'_>,
    placement: PlacementBasis,
    part: Part,
) -> Result<ClaimPage, Error> {
    build_placement_page(&mut *context.db.read().await?, request, page_link, placement, part).await
}

async fn build_placement_page(
    connection: &mut Connection,
    request: PageRequest<'_>,
    page_link: PageLink<'_>,
    placement: PlacementBasis,
    part: Part,
) -> Result<ClaimPage, Error> {
    let source = Source::Placement(placement.line(request.language));
    let basis = Basis::Placement(placement.into());
    build_page(connection, request, page_link, &basis, source, part).await
}

async fn build_page(
    connection: &mut Connection,
    request: PageRequest<'_>,
    page_link: PageLink<'_>,
    basis: &Basis,
    source: Source,
    part: Part,
) -> Result<ClaimPage, Error> {
    let PageRequest { mall, language, now, .. } = request;
    let zone = mall.zone()?;
    let rules = rules(connection, &mall.id, language).await?;
    let mut cards = list::cards(connection, request, &zone, basis, &rules).await?;
    let choices = list::choices(&cards, &rules);
    let (total, from) = list::take_part(&mut cards, &part, &source, zone.moment(now));
    Ok(ClaimPage {
        mall: mall_view(mall, language),
        server_time: zone.moment(now),
        link: page_link.token.to_owned(),
        link_expires_at: zone.moment(page_link.expires_at),
        source,
        arrangement: part.arrangement,
        choices,
        total,
        from,
        cards,
        pass: None,
    })
}

/// Returns a mall as pages name it.
#[must_use]
pub fn mall_view(mall: &MallRow, language: Language) -> Mall {
    let name = match language {
        Language::Zh => mall.name_zh.clone(),
        Language::En => mall.name_en.clone().unwrap_or_else(|| mall.name_zh.clone()),
    };
    Mall { name }
}

/// Returns a store as pages show it.
///
/// # Errors
/// When the stored store is invalid.
pub fn store_view(store: &StoreRow, language: Language) -> Result<Store, Error> {
    let pick = |zh: &String, en: &Option<String>| match language {
        Language::Zh => zh.clone(),
        Language::En => en.clone().unwrap_or_else(|| zh.clone()),
    };
    Ok(Store {
        id: store.id.clone(),
        name: pick(&store.name_zh, &store.name_en),
        floor: store.floor.clone(),
        unit: store.unit.clone(),
        category: pick(&store.category_zh, &store.category_en),
    })
}
