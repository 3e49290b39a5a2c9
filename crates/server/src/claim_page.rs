//! The offers after a payment, as they stand for the shopper who opened its link.

use std::collections::HashMap;

use mall_contract::{
    ClaimPage, Coupon, Fen, Mall, Moment, OfferCard, PaidLine, Refusal, Store, StoreId,
    claim_refusal,
};
use mall_coupons::Language;

use crate::app::App;
use crate::clock::{Ms, Zone};
use crate::db::catalogue::{MallRow, StoreRow};
use crate::db::offers::OfferAtStore;
use crate::db::payments::PaymentRow;
use crate::db::{self, coupons, offers, payments, shoppers};
use crate::error::Error;
use crate::identity::link::{self, Link};
use crate::identity::session;
use crate::recommend::{self, Categories, Nearness};

/// Most offers on a page.
const MOST: usize = 60;

/// An offer that is over stays on pages for so long, in milliseconds: who saw it learns why it went.
const AFTERWARDS: Ms = 24 * 60 * 60 * 1000;

/// An offer is announced so long before it opens, in milliseconds.
const AHEAD: Ms = 7 * 24 * 60 * 60 * 1000;

/// Who asks for what.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// The mall.
    pub mall: &'a MallRow,
    /// The shopper.
    pub shopper: &'a str,
    /// In which language.
    pub language: Language,
    /// The server's clock.
    pub now: Ms,
}

/// Who opened a link, and the cookie to set when a session was started for that.
pub struct Opened {
    /// The shopper.
    pub shopper: String,
    /// The header's value.
    pub set_cookie: Option<String>,
}

/// Opens a link: binds it to the shopper who opens it first, who may be a new one.
///
/// # Errors
/// `link_taken` when another one was first; then nothing is written.
pub async fn open(
    app: &App,
    mall: &str,
    known: Option<&str>,
    link: &Link,
    now: Ms,
) -> Result<Opened, Error> {
    let id = link.payment.as_str();
    let mut reader = app.db.read().acquire().await?;
    let payment = payments::get(&mut reader, mall, id).await?.ok_or(Refusal::LinkInvalid)?;
    drop(reader);
    if payment.holder_id.is_some() {
        return opened_before(&payment, known);
    }
    let mut tx = app.db.write().await?;
    let opened = match known {
        Some(shopper) => Opened { shopper: shopper.to_owned(), set_cookie: None },
        None => {
            let started = session::start(&mut tx, mall, app.secure(), now).await?;
            Opened { shopper: started.shopper, set_cookie: Some(started.set_cookie) }
        }
    };
    let shopper = opened.shopper.as_str();
    let person = match &payment.payer {
        Some(payer) => shoppers::person_of_payer(&mut tx, mall, payer, shopper).await?,
        None => shopper.to_owned(),
    };
    if !payments::bind_holder(&mut tx, mall, id, shopper, &person).await? {
        // Somebody was first meanwhile, perhaps another tab of the same browser.
        let payment = payments::get(&mut tx, mall, id).await?.ok_or(Refusal::LinkInvalid)?;
        return opened_before(&payment, known);
    }
    tx.commit().await?;
    Ok(opened)
}

fn opened_before(payment: &PaymentRow, known: Option<&str>) -> Result<Opened, Error> {
    let shopper = known.ok_or(Refusal::LinkTaken)?;
    check_holder(payment, shopper)?;
    Ok(Opened { shopper: shopper.to_owned(), set_cookie: None })
}

/// Only who opened a link first may use it.
///
/// # Errors
/// `link_taken`.
pub fn check_holder(payment: &PaymentRow, shopper: &str) -> Result<(), Error> {
    if payment.holder_id.as_deref() == Some(shopper) {
        Ok(())
    } else {
        Err(Refusal::LinkTaken.into())
    }
}

/// The page of a link that the shopper has opened.
///
/// # Errors
/// `link_taken`, `link_invalid`.
pub async fn page(app: &App, ask: Ask<'_>, token: &str, link: &Link) -> Result<ClaimPage, Error> {
    let Ask { mall, shopper, language, now } = ask;
    let zone = mall.zone()?;
    let mut reader = app.db.read().acquire().await?;
    let payment = payments::get(&mut reader, &mall.id, link.payment.as_str())
        .await?
        .ok_or(Refusal::LinkInvalid)?;
    drop(reader);
    check_holder(&payment, shopper)?;
    let store = db::catalogue::store(app.db.read(), &mall.id, &payment.store_id).await?;
    let store = store.ok_or_else(|| Error::fault("a paid store is gone", &payment.store_id))?;
    let cards = cards(app, ask, &zone, &payment, &store).await?;
    Ok(ClaimPage {
        mall: mall_view(mall, language),
        server_time: zone.moment(now),
        link: token.to_owned(),
        link_expires_at: zone.moment(payment.received_at + link::LIFE),
        paid: PaidLine {
            store: store_view(&store, language)?,
            amount: Fen(payment.amount),
            paid_at: zone.moment(payment.paid_at),
            method: serde_json::from_str(&payment.method)
                .map_err(|e| Error::fault("a stored method", e))?,
        },
        cards,
    })
}

async fn cards(
    app: &App,
    ask: Ask<'_>,
    zone: &Zone,
    payment: &PaymentRow,
    store: &StoreRow,
) -> Result<Vec<OfferCard>, Error> {
    let Ask { mall, shopper, language, now } = ask;
    let (db, day) = (app.db.read(), zone.civil_day(now));
    let person = payment.person_id.as_deref().unwrap_or(shopper);
    let (categories, links) = rules(app, &mall.id, language).await?;
    let around = offers::around(db, &mall.id, day, now - AFTERWARDS, now + AHEAD).await?;
    let counts: HashMap<String, i64> =
        coupons::counts_of_person(db, &mall.id, person).await?.into_iter().collect();
    let mut held = held_by(app, ask, zone).await?;

    let mut placed = Vec::new();
    for stored in &around {
        let Some(link) = categories.reason(&links, &store.category_id, &stored.category_id) else {
            continue;
        };
        let offer = stored.offer(language, zone, now)?;
        let mine = held.remove(&stored.id).unwrap_or_default();
        let count = counts.get(&stored.id).copied().unwrap_or(0);
        let not_eligible = not_eligible(stored, payment, count, mine.len());
        let card = OfferCard { offer, why: link.why.clone(), held: mine, not_eligible };
        let nearness = nearness(&card, zone.moment(now));
        placed.push((recommend::place(&payment.id, &stored.id, nearness, link.weight), card));
    }
    placed.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(placed.into_iter().take(MOST).map(|(_, card)| card).collect())
}

/// The categories and links of a mall.
///
/// # Errors
/// When the database does not answer.
pub async fn rules(
    app: &App,
    mall: &str,
    language: Language,
) -> Result<(Categories, Vec<recommend::Link>), Error> {
    let categories = db::catalogue::categories(app.db.read(), mall).await?;
    let links = db::catalogue::links(app.db.read(), mall).await?;
    let links = links.into_iter().map(|row| recommend::Link {
        from: row.from_category,
        to: row.to_category,
        weight: row.weight,
        why: match language {
            Language::Zh => row.why_zh,
            Language::En => row.why_en.unwrap_or(row.why_zh),
        },
    });
    Ok((Categories::new(categories.into_iter().map(|c| (c.id, c.parent_id))), links.collect()))
}

async fn held_by(
    app: &App,
    ask: Ask<'_>,
    zone: &Zone,
) -> Result<HashMap<String, Vec<Coupon>>, Error> {
    let mut held: HashMap<String, Vec<Coupon>> = HashMap::new();
    let rows = coupons::of_shopper(app.db.read(), &ask.mall.id, ask.shopper).await?;
    for row in rows.iter().rev() {
        held.entry(row.offer_id.clone()).or_default().push(row.coupon(ask.language, zone)?);
    }
    Ok(held)
}

/// What stands against a claim beyond what the offer itself says.
fn not_eligible(
    offer: &OfferAtStore,
    payment: &PaymentRow,
    of_person: i64,
    held: usize,
) -> Option<Refusal> {
    let short = offer.payment_minimum - payment.amount;
    if short > 0 {
        return Some(Refusal::PaymentTooSmall {
            least: Fen(offer.payment_minimum),
            short: Fen(short),
        });
    }
    // The person may hold some in another browser.
    let limit = offer.per_person_limit;
    let elsewhere = of_person >= limit && (held as i64) < limit;
    elsewhere.then(|| Refusal::PersonLimit { limit: u32::try_from(limit).unwrap_or(u32::MAX) })
}

fn nearness(card: &OfferCard, now: Moment) -> Nearness {
    if !card.held.is_empty() {
        return Nearness::Now;
    }
    let refusal =
        card.not_eligible.clone().or_else(|| claim_refusal(&card.offer.claim_facts(0), now));
    match refusal {
        None => Nearness::Now,
        Some(Refusal::OfferNotStarted { .. }) => Nearness::Later,
        Some(Refusal::DailyLimit { .. }) => Nearness::NextDay,
        Some(Refusal::OfferEnded) => Nearness::Over,
        Some(_) => Nearness::Gone,
    }
}

/// A mall as pages name it.
#[must_use]
pub fn mall_view(mall: &MallRow, language: Language) -> Mall {
    let name = match language {
        Language::Zh => mall.name_zh.clone(),
        Language::En => mall.name_en.clone().unwrap_or_else(|| mall.name_zh.clone()),
    };
    Mall { name }
}

/// A store as pages show it.
///
/// # Errors
/// When what is stored is not a store.
pub fn store_view(store: &StoreRow, language: Language) -> Result<Store, Error> {
    let pick = |zh: &String, en: &Option<String>| match language {
        Language::Zh => zh.clone(),
        Language::En => en.clone().unwrap_or_else(|| zh.clone()),
    };
    Ok(Store {
        id: StoreId::parse(store.id.as_str())
            .map_err(|error| Error::fault("a stored store", error))?,
        name: pick(&store.name_zh, &store.name_en),
        floor: store.floor.clone(),
        unit: store.unit.clone(),
        category: pick(&store.category_zh, &store.category_en),
    })
}
