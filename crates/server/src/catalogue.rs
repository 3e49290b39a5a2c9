//! A mall's catalogue: categories, stores, links and offers, imported from one file.

use std::collections::{HashMap, HashSet};
use std::fmt;

use mall_contract::{Benefit, Fen, InvalidId, OfferId, OfferState, PaidShare, StoreId, Validity};
use serde::{Deserialize, Serialize};

use crate::clock::{Ms, Zone};
use crate::db::{self, Database};
use crate::error::Error;

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// The mall.
    pub mall: Mall,
    categories: Vec<Category>,
    stores: Vec<Store>,
    links: Vec<Link>,
    offers: Vec<Offer>,
}

/// A text in both languages; English may be missing.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: Option<String>,
}

/// A mall.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mall {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Names,
    /// IANA zone its days are kept in.
    pub zone: String,
    /// The host name its page is reached by, where one server has several malls.
    pub host: Option<String>,
}

/// A category.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Its id.
    pub id: String,
    /// The category it is part of; none at the top. Stores below one top category compete.
    pub parent: Option<String>,
    /// Its name.
    pub name: Names,
}

/// A store.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// Its id.
    pub id: StoreId,
    /// Its category.
    pub category: String,
    /// Its name.
    pub name: Names,
    /// Floor.
    pub floor: String,
    /// Unit on the floor.
    pub unit: String,
}

/// After paying in a category, show offers of another.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Where was paid.
    pub from: String,
    /// What is shown.
    pub to: String,
    /// How strongly, 1 to 100.
    pub weight: u8,
    /// Why, for the shopper.
    pub why: Names,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Offer {
    id: OfferId,
    store: StoreId,
    state: OfferState,
    title: Names,
    benefit: NamedBenefit,
    threshold: Fen,
    payment_minimum: Fen,
    claim_from: Time,
    claim_until: Time,
    validity: TimedValidity,
    total_stock: Option<u32>,
    daily_stock: Option<u32>,
    #[serde(default)]
    claimed_before: u32,
    #[serde(default)]
    claimed_today: u32,
    per_person_limit: u32,
    rules: Rules,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum NamedBenefit {
    AmountOff(Fen),
    Discount { paid_share: PaidShare, cap: Option<Fen> },
    Exchange { item: Names, price: Fen },
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum TimedValidity {
    Fixed { from: Time, until: Time },
    AfterClaim { wait_days: u16, days: u16 },
}

/// A moment, or one relative to the import: a demo is always fresh.
#[derive(Deserialize)]
#[serde(untagged)]
enum Time {
    At(mall_contract::Moment),
    Day { day: i64, time: String },
    In { in_minutes: i64 },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    zh: Vec<String>,
    en: Vec<String>,
}

/// An offer ready to be stored.
pub struct OfferRow {
    /// Its id.
    pub id: String,
    /// Its store.
    pub store_id: String,
    /// Where it is in its life.
    pub state: String,
    /// Title in Chinese.
    pub title_zh: String,
    /// Title in English.
    pub title_en: Option<String>,
    /// Benefit as JSON, worded in Chinese.
    pub benefit_zh: String,
    /// Benefit as JSON, worded in English.
    pub benefit_en: String,
    /// In fen.
    pub threshold: i64,
    /// In fen.
    pub payment_minimum: i64,
    /// From when it can be claimed.
    pub claim_from: Ms,
    /// Until when, excluded.
    pub claim_until: Ms,
    /// Validity as JSON.
    pub validity: String,
    /// Pieces in all.
    pub total_stock: Option<i64>,
    /// Pieces a day.
    pub daily_stock: Option<i64>,
    /// Pieces given out before this system knew of the offer.
    pub claimed: i64,
    /// Pieces a person.
    pub per_person_limit: i64,
    /// Rules as JSON.
    pub rules_zh: String,
    /// Rules as JSON.
    pub rules_en: String,
}

/// What is wrong with a catalogue, and where.
#[derive(Debug)]
pub struct Invalid(String);

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Invalid {}

impl From<Error> for Invalid {
    fn from(Error(refusal): Error) -> Self {
        Self(format!("the database did not take it ({})", refusal.code()))
    }
}

/// Reads a catalogue and checks that it hangs together.
///
/// # Errors
/// A sentence that names the place.
pub fn read(text: &str) -> Result<Catalogue, Invalid> {
    let json = &mut serde_json::Deserializer::from_str(text);
    let catalogue: Catalogue = serde_path_to_error::deserialize(json)
        .map_err(|e| Invalid(format!("{}: {}", e.path(), e.inner())))?;
    check(&catalogue)?;
    Ok(catalogue)
}

fn check(catalogue: &Catalogue) -> Result<(), Invalid> {
    let Catalogue { mall, categories, stores, links, offers } = catalogue;
    let id =
        |text: &str| StoreId::parse(text).map_err(|e: InvalidId| Invalid(format!("{text}: {e}")));
    id(&mall.id)?;
    if Zone::named(&mall.zone).is_none() {
        return Err(Invalid(format!("mall.zone: {} is no zone of the IANA database", mall.zone)));
    }
    let parents: HashMap<&str, Option<&str>> =
        categories.iter().map(|c| (c.id.as_str(), c.parent.as_deref())).collect();
    let known = |place: String, category: &str| {
        let exists = parents.contains_key(category);
        if exists {
            Ok(())
        } else {
            Err(Invalid(format!("{place}: there is no category {category}")))
        }
    };
    for category in categories {
        id(&category.id)?;
        if let Some(parent) = &category.parent {
            known(format!("category {}", category.id), parent)?;
        }
        let mut above = category.parent.as_deref();
        for _ in 0..parents.len() {
            above = above.and_then(|up| parents.get(up).copied().flatten());
        }
        if above.is_some() {
            return Err(Invalid(format!("category {}: it is part of itself", category.id)));
        }
    }
    for store in stores {
        known(format!("store {}", store.id), &store.category)?;
    }
    for link in links {
        known(format!("link {} to {}", link.from, link.to), &link.from)?;
        known(format!("link {} to {}", link.from, link.to), &link.to)?;
        if !(1..=100).contains(&link.weight) {
            return Err(Invalid(format!(
                "link {} to {}: a weight is 1 to 100",
                link.from, link.to
            )));
        }
    }
    let store_ids: HashSet<&StoreId> = stores.iter().map(|store| &store.id).collect();
    for offer in offers {
        check_offer(offer, &store_ids)?;
    }
    Ok(())
}

fn check_offer(offer: &Offer, stores: &HashSet<&StoreId>) -> Result<(), Invalid> {
    let wrong = |what: &str| Err(Invalid(format!("offer {}: {what}", offer.id)));
    if !stores.contains(&offer.store) {
        return wrong(&format!("there is no store {}", offer.store));
    }
    if offer.title.zh.chars().count() > 21 {
        return wrong("a title has at most 21 characters");
    }
    if offer.per_person_limit == 0 {
        return wrong("a person may have at least one");
    }
    if offer.total_stock.is_some_and(|total| offer.claimed_before > total) {
        return wrong("more is claimed than there is");
    }
    if offer.threshold.0 < 0 || offer.payment_minimum.0 < 0 {
        return wrong("an amount is not negative");
    }
    if matches!(offer.validity, TimedValidity::AfterClaim { days: 0, .. }) {
        return wrong("a coupon is valid for at least one day");
    }
    Ok(())
}

/// Writes a catalogue: what exists is brought up to date, counters stay.
///
/// # Errors
/// A sentence that names the place; then nothing was written.
pub async fn import(db: &Database, catalogue: &Catalogue, now: Ms) -> Result<(), Invalid> {
    let mall = catalogue.mall.id.as_str();
    let zone =
        Zone::named(&catalogue.mall.zone).ok_or_else(|| Invalid("mall.zone: unknown".into()))?;
    let mut tx = db.write().await?;
    db::catalogue::put_mall(&mut tx, &catalogue.mall).await?;
    for category in &catalogue.categories {
        db::catalogue::put_category(&mut tx, mall, category).await?;
    }
    for store in &catalogue.stores {
        db::catalogue::put_store(&mut tx, mall, store).await?;
    }
    db::catalogue::put_links(&mut tx, mall, &catalogue.links).await?;
    for offer in &catalogue.offers {
        let row = row(offer, &zone, now)?;
        db::catalogue::put_offer(&mut tx, mall, &row).await?;
        let day = zone.civil_day(now);
        db::catalogue::put_day(&mut tx, mall, &row.id, day, i64::from(offer.claimed_today)).await?;
    }
    tx.commit().await.map_err(Error::from)?;
    Ok(())
}

fn row(offer: &Offer, zone: &Zone, now: Ms) -> Result<OfferRow, Invalid> {
    let at = |time: &Time| {
        resolve(time, zone, now)
            .ok_or_else(|| Invalid(format!("offer {}: a time is HH:MM", offer.id)))
    };
    let (claim_from, claim_until) = (at(&offer.claim_from)?, at(&offer.claim_until)?);
    if claim_from >= claim_until {
        return Err(Invalid(format!("offer {}: it ends before it begins", offer.id)));
    }
    let validity = match &offer.validity {
        TimedValidity::Fixed { from, until } => {
            Validity::Fixed { from: zone.moment(at(from)?), until: zone.moment(at(until)?) }
        }
        TimedValidity::AfterClaim { wait_days, days } => {
            Validity::AfterClaim { wait_days: *wait_days, days: *days }
        }
    };
    let [benefit_zh, benefit_en] = benefit(&offer.benefit);
    Ok(OfferRow {
        id: offer.id.to_string(),
        store_id: offer.store.to_string(),
        state: written(&offer.state).trim_matches('"').to_owned(),
        title_zh: offer.title.zh.clone(),
        title_en: offer.title.en.clone(),
        benefit_zh: written(&benefit_zh),
        benefit_en: written(&benefit_en),
        threshold: offer.threshold.0,
        payment_minimum: offer.payment_minimum.0,
        claim_from,
        claim_until,
        validity: written(&validity),
        total_stock: offer.total_stock.map(i64::from),
        daily_stock: offer.daily_stock.map(i64::from),
        claimed: i64::from(offer.claimed_before),
        per_person_limit: i64::from(offer.per_person_limit),
        rules_zh: written(&offer.rules.zh),
        rules_en: written(&offer.rules.en),
    })
}

/// A benefit in Chinese and in English.
fn benefit(benefit: &NamedBenefit) -> [Benefit; 2] {
    match benefit {
        NamedBenefit::AmountOff(fen) => [Benefit::AmountOff(*fen), Benefit::AmountOff(*fen)],
        NamedBenefit::Discount { paid_share, cap } => {
            [(); 2].map(|()| Benefit::Discount { paid_share: *paid_share, cap: *cap })
        }
        NamedBenefit::Exchange { item, price } => {
            let english = item.en.as_ref().unwrap_or(&item.zh);
            [&item.zh, english].map(|item| Benefit::Exchange { item: item.clone(), price: *price })
        }
    }
}

fn resolve(time: &Time, zone: &Zone, now: Ms) -> Option<Ms> {
    const MINUTE: Ms = 60_000;
    match time {
        Time::At(moment) => Some(moment.ms),
        Time::In { in_minutes } => Some(now + in_minutes * MINUTE),
        Time::Day { day, time } => {
            let (hours, minutes) = time.split_once(':')?;
            let (hours, minutes): (Ms, Ms) = (hours.parse().ok()?, minutes.parse().ok()?);
            Some(zone.midnight_after(now, *day) + (hours * 60 + minutes) * MINUTE)
        }
    }
}

/// As JSON.
pub(crate) fn written(value: &impl Serialize) -> String {
    #[expect(clippy::expect_used, reason = "plain data with text keys is always JSON")]
    serde_json::to_string(value).expect("plain data")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_demo_mall_hangs_together() {
        super::read(crate::demo::CATALOGUE).map(|_| ()).expect("the demo mall");
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let broken = [
            (r#""parent": null"#, r#""parent": "nowhere""#, "no category nowhere"),
            ("Asia/Shanghai", "Asia/Nowhere", "mall.zone"),
            (r#""per_person_limit": 1"#, r#""per_person_limit": 0"#, "at least one"),
            (r#""amount_off": 850"#, r#""amount_off": "x""#, "offers[0].benefit"),
            (r#""state": "live""#, r#""state": "alive""#, "offers[0].state"),
        ];
        for (from, to, place) in broken {
            let text = crate::demo::CATALOGUE.replacen(from, to, 1);
            let message = super::read(&text).err().map(|e| e.to_string()).unwrap_or_default();
            assert!(message.contains(place), "{place}: {message}");
        }
    }
}
