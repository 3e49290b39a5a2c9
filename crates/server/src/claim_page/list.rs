//! The offers of a page: their choice, their order, and the requested part of them.

use std::cmp::Reverse;
use std::collections::HashMap;

use mall_contract::{
    Arrangement, Choice, Choices, Coupon, Moment, OfferCard, OfferId, Refusal, Source,
    arrangement::floor_level, claim_refusal,
};

use super::basis::{Basis, Reason};
use super::page_request::PageRequest;
use super::rules::Rules;
use crate::clock::{Ms, Zone};
use crate::db::coupons::CouponRow;
use crate::db::offers::OfferAtStore;
use crate::db::{Connection, coupons, offers};
use crate::error::Error;
use crate::recommend::{self, Nearness};

/// Offers in one page of the list. The first is drawn by the server; more come as one scrolls.
pub const DEFAULT_PAGE_SIZE: u32 = 24;

/// The most offers in one response. A page that has read many of them refreshes all in one request.
pub const MAX_OFFERS: u32 = 1000;

/// An offer stays on pages for this time after its end, in milliseconds, so that shoppers learn why it is gone.
const DISPLAY_AFTER_END_MS: Ms = 24 * 60 * 60 * 1000;

/// An offer is announced this long before it opens, in milliseconds.
const ANNOUNCEMENT_MS: Ms = 7 * 24 * 60 * 60 * 1000;

/// The requested part of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub arrangement: Arrangement,
    /// The position of the first offer, from 0.
    pub from: u32,
    /// The largest number of offers, 1 to [`MAX_OFFERS`].
    pub count: u32,
}

impl Part {
    /// Makes a part. Numbers out of range become the nearest in it.
    #[must_use]
    pub fn new(arrangement: Arrangement, from: Option<u32>, count: Option<u32>) -> Self {
        let count = count.unwrap_or(DEFAULT_PAGE_SIZE).clamp(1, MAX_OFFERS);
        Self { arrangement, from: from.unwrap_or(0), count }
    }
}

/// Narrows a list to the requested part. Returns the length of the whole arrangement, and the part's position in it.
pub fn take_part(
    cards: &mut Vec<OfferCard>,
    part: &Part,
    source: &Source,
    now: Moment,
) -> (u32, u32) {
    let Part { arrangement, from, count } = part;
    cards.retain(|card| arrangement.admits(card, now));
    cards.sort_by_cached_key(|card| arrangement.rank(card, source, now));
    let total = cards.len();
    let from = usize::try_from(*from).map_or(total, |from| from.min(total));
    cards.drain(..from);
    cards.truncate(usize::try_from(*count).unwrap_or(usize::MAX));
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (number(total), number(from))
}

/// Returns the values that a list can be narrowed to. A floor whose name cannot stand in an address is left out.
pub fn choices(cards: &[OfferCard], rules: &Rules) -> Choices {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut floors: Vec<&String> = Vec::new();
    for card in cards {
        *counts.entry(card.category.as_str()).or_default() += 1;
        let floor = &card.offer.store.floor;
        let narrowed = Arrangement::parse(&format!("floor={floor}"));
        if narrowed.floor.as_ref() == Some(floor) && !floors.contains(&floor) {
            floors.push(floor);
        }
    }
    let mut categories: Vec<_> = counts.into_iter().collect();
    categories.sort_by_key(|(id, count)| (Reverse(*count), *id));
    floors.sort_by_key(|floor| (floor_level(floor), floor.as_str()));
    let choice = |(id, _): (&str, usize)| Choice {
        id: id.to_owned(),
        name: rules.names.get(id).cloned().unwrap_or_else(|| id.to_owned()),
    };
    Choices {
        categories: categories.into_iter().map(choice).collect(),
        floors: floors.into_iter().cloned().collect(),
    }
}

/// Returns the offers that go with a payment or a placement, best first.
///
/// # Errors
/// When a stored row is invalid.
pub async fn cards(
    connection: &mut Connection,
    request: PageRequest<'_>,
    zone: &Zone,
    basis: &Basis,
    rules: &Rules,
) -> Result<Vec<OfferCard>, Error> {
    let PageRequest { mall, shopper, language, now } = request;
    let person = basis.person(connection, &mall.id, shopper).await?;
    let (day, span) = (zone.civil_day(now), now - DISPLAY_AFTER_END_MS..now + ANNOUNCEMENT_MS);
    let around = offers::around(connection, &mall.id, day, span.start, span.end).await?;
    let counts = coupons::counts_of_person(connection, &mall.id, &person).await?;
    let counts: HashMap<OfferId, i64> =
        counts.into_iter().map(|row| (row.offer_id, row.count)).collect();
    let mut coupons_by_offer = coupons_by_offer(connection, request, zone, basis).await?;

    let (mut ranking, hour) = (Vec::new(), zone.hour(now));
    for stored in &around {
        let Some(Reason { weight, why }) = basis.reason_to_show(rules, stored, hour, language)
        else {
            continue;
        };
        let mut offer = stored.offer(language, zone, now)?;
        if basis.payment().is_none() {
            offer.after_refund = None;
        }
        let own_coupons = coupons_by_offer.remove(&stored.id).unwrap_or_default();
        let count = counts.get(&stored.id).copied().unwrap_or(0);
        let not_eligible = not_eligible(stored, basis, count, own_coupons.len());
        let category = rules.categories.top(&stored.category_id).to_owned();
        let card = OfferCard { offer, category, why, held: own_coupons, not_eligible };
        let nearness = nearness(&card, zone.moment(now));
        ranking.push((recommend::place(basis.tie_breaker(), &stored.id, nearness, weight), card));
    }
    ranking.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(ranking.into_iter().map(|(_, card)| card).collect())
}

/// Returns the shopper's coupons by offer, oldest first. A coupon that was revoked with its payment is on that
/// payment's page only: after another payment the offer may be claimed as if it never existed.
async fn coupons_by_offer(
    connection: &mut Connection,
    request: PageRequest<'_>,
    zone: &Zone,
    basis: &Basis,
) -> Result<HashMap<OfferId, Vec<Coupon>>, Error> {
    let mut coupons_by_offer: HashMap<OfferId, Vec<Coupon>> = HashMap::new();
    let rows = coupons::of_shopper(connection, &request.mall.id, request.shopper).await?;
    let payment = basis.payment().map(|payment| &payment.id);
    let is_visible =
        |row: &&CouponRow| !row.went_with_payment() || row.payment_id.as_ref() == payment;
    for row in rows.iter().rev().filter(is_visible) {
        coupons_by_offer
            .entry(row.offer_id.clone())
            .or_default()
            .push(row.coupon(request.language, zone)?);
    }
    Ok(coupons_by_offer)
}

/// Returns the refusal of a claim that follows from the link and not from the offer itself.
fn not_eligible(
    offer: &OfferAtStore,
    basis: &Basis,
    person_count: i64,
    shopper_count: usize,
) -> Option<Refusal> {
    let refusal = basis.refusal(offer);
    if refusal.is_some() {
        return refusal;
    }
    // The person may hold some in another browser.
    let limit = offer.per_person_limit;
    let is_at_limit_elsewhere = person_count >= limit && (shopper_count as i64) < limit;
    is_at_limit_elsewhere
        .then(|| Refusal::PersonLimit { limit: u32::try_from(limit).unwrap_or(u32::MAX) })
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
