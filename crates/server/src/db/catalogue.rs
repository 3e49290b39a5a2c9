//! Malls, categories, stores and links: what an import writes and recommendations read.

use mall_contract::{MallId, OfferId, StoreId};
use mall_coupons::Language;

use super::in_language;
use super::offers::OfferRow;
use super::row::row;
use super::transaction::{Connection, Write};
use crate::brand::{Brand, Colour, Logo};
use crate::clock::Zone;
use crate::error::Error;
use crate::json::{from_json, to_json};
use crate::mall_file::{Category, Link, Mall, Store};
use crate::origin::{HostName, Origin};

/// A mall as it is stored.
#[derive(Clone, Debug)]
pub struct MallRow {
    pub id: MallId,
    pub name_zh: String,
    pub name_en: Option<String>,
    /// IANA zone.
    pub zone: String,
    host: Option<String>,
}

row!(MallRow { id, name_zh, name_en, zone, host });

impl MallRow {
    /// Returns its own host, if it has one.
    #[must_use]
    pub fn host(&self) -> Option<HostName> {
        HostName::parse(self.host.as_deref()?)
    }

    /// Returns the origin of its addresses: at its own host, else at the server's public address.
    #[must_use]
    pub fn origin(&self, public: &Origin) -> Origin {
        self.host().map_or_else(|| public.clone(), |host| public.at(host))
    }

    /// Returns the zone it keeps its days in.
    ///
    /// # Errors
    /// When the zone is not known.
    pub fn zone(&self) -> Result<Zone, Error> {
        Zone::named(&self.zone).ok_or_else(|| Error::fault("a mall's zone is unknown", &self.zone))
    }
}

/// Returns the mall of a host. The server's public host belongs to the mall without a host of its own. A mall that is the
/// only one has every host.
pub async fn mall_of_host(
    connection: &mut Connection,
    host: Option<&HostName>,
    public: &HostName,
) -> Result<Option<MallRow>, Error> {
    // Older servers stored hosts as they were written.
    let sql = "SELECT id, name_zh, name_en, zone, host FROM malls \
               WHERE LOWER(RTRIM(host, '.')) = $1 OR (host IS NULL AND $1 = $2) \
               OR (SELECT COUNT(*) FROM malls) = 1 \
               ORDER BY CASE WHEN host IS NULL THEN 0 ELSE 1 END, id LIMIT 1";
    let query = sqlx::query_as(sql).bind(host.map_or("", HostName::as_str)).bind(public.as_str());
    Ok(query.fetch_optional(connection).await?)
}

/// Returns all malls by their ids.
pub async fn malls(connection: &mut Connection) -> Result<Vec<MallRow>, Error> {
    let sql = "SELECT id, name_zh, name_en, zone, host FROM malls ORDER BY id";
    Ok(sqlx::query_as(sql).fetch_all(connection).await?)
}

/// Returns a mall by its id.
pub async fn mall(connection: &mut Connection, id: &MallId) -> Result<Option<MallRow>, Error> {
    let sql = "SELECT id, name_zh, name_en, zone, host FROM malls WHERE id = $1";
    Ok(sqlx::query_as(sql).bind(id.as_str()).fetch_optional(connection).await?)
}

struct BrandRow {
    colour: Option<String>,
    logo: Option<String>,
}

row!(BrandRow { colour, logo });

/// Returns a mall's colour and logo for posters; the default where it has set none.
///
/// # Errors
/// When the stored colour or logo is invalid.
pub async fn brand(connection: &mut Connection, mall: &MallId) -> Result<Brand, Error> {
    let query = sqlx::query_as("SELECT colour, logo FROM malls WHERE id = $1");
    let row: Option<BrandRow> = query.bind(mall.as_str()).fetch_optional(connection).await?;
    let Some(BrandRow { colour: Some(colour), logo }) = row else { return Ok(Brand::default()) };
    let wrong = |what: &str| Error::fault("a stored brand cannot be read", what);
    Ok(Brand {
        colour: Colour::parse(&colour).ok_or_else(|| wrong(&colour))?,
        logo: logo.map(Logo::from_stored).transpose().map_err(|error| wrong(&error.to_string()))?,
    })
}

/// A category and its parent.
#[derive(Clone, Debug)]
pub struct CategoryRow {
    pub id: String,
    /// The category it is part of.
    pub parent_id: Option<String>,
    pub name_zh: String,
    pub name_en: Option<String>,
    hours: String,
}

row!(CategoryRow { id, parent_id, name_zh, name_en, hours });

impl CategoryRow {
    /// Returns the hours of the day in which people come for it.
    ///
    /// # Errors
    /// When the stored hours are invalid.
    pub fn hours(&self) -> Result<Vec<[u8; 2]>, Error> {
        from_json(&self.hours)
    }

    /// Returns its name in a language.
    #[must_use]
    pub fn name(&self, language: Language) -> String {
        in_language(language, self.name_zh.clone(), self.name_en.clone())
    }
}

/// Returns all categories of a mall.
pub async fn categories(
    connection: &mut Connection,
    mall: &MallId,
) -> Result<Vec<CategoryRow>, Error> {
    let sql = "SELECT id, parent_id, name_zh, name_en, hours FROM categories WHERE mall_id = $1";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).fetch_all(connection).await?)
}

/// A link between two categories.
#[derive(Clone, Debug)]
pub struct LinkRow {
    /// After paying here …
    pub from_category: String,
    /// … show offers of these.
    pub to_category: String,
    /// 1 to 100; a heavier link goes first.
    pub weight: i64,
    /// The reason that shoppers read, in Chinese.
    pub why_zh: String,
    /// The reason in English.
    pub why_en: Option<String>,
}

row!(LinkRow { from_category, to_category, weight, why_zh, why_en });

/// Returns all links of a mall.
pub async fn links(connection: &mut Connection, mall: &MallId) -> Result<Vec<LinkRow>, Error> {
    let sql =
        "SELECT from_category, to_category, weight, why_zh, why_en FROM links WHERE mall_id = $1";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).fetch_all(connection).await?)
}

/// A store with its category's name.
#[derive(Clone, Debug)]
pub struct StoreRow {
    pub id: StoreId,
    pub category_id: String,
    pub name_zh: String,
    pub name_en: Option<String>,
    /// Floor, as the mall writes it.
    pub floor: String,
    /// Unit on the floor.
    pub unit: String,
    /// The way there, in one sentence.
    pub way_zh: Option<String>,
    /// The same in English.
    pub way_en: Option<String>,
    /// The category's name.
    pub category_zh: String,
    /// The category's English name.
    pub category_en: Option<String>,
}

row!(StoreRow {
    id,
    category_id,
    name_zh,
    name_en,
    floor,
    unit,
    way_zh,
    way_en,
    category_zh,
    category_en
});

/// Returns all stores of a mall, by floor and unit.
pub async fn stores(connection: &mut Connection, mall: &MallId) -> Result<Vec<StoreRow>, Error> {
    let sql = "SELECT s.id, s.category_id, s.name_zh, s.name_en, s.floor, s.unit, \
               s.way_zh, s.way_en, c.name_zh AS category_zh, c.name_en AS category_en FROM stores s \
               JOIN categories c ON c.mall_id = s.mall_id AND c.id = s.category_id \
               WHERE s.mall_id = $1 ORDER BY s.floor, s.unit";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).fetch_all(connection).await?)
}

/// Returns a store by its id.
pub async fn store(
    connection: &mut Connection,
    mall: &MallId,
    id: &StoreId,
) -> Result<Option<StoreRow>, Error> {
    let sql = "SELECT s.id, s.category_id, s.name_zh, s.name_en, s.floor, s.unit, \
               s.way_zh, s.way_en, c.name_zh AS category_zh, c.name_en AS category_en FROM stores s \
               JOIN categories c ON c.mall_id = s.mall_id AND c.id = s.category_id \
               WHERE s.mall_id = $1 AND s.id = $2";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).bind(id.as_str()).fetch_optional(connection).await?)
}

/// Writes a mall, or its new name and zone.
pub async fn put_mall(tx: &mut Write<'_>, mall: &Mall) -> Result<(), Error> {
    let sql = "INSERT INTO malls (id, name_zh, name_en, zone, host, colour, logo) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) \
               ON CONFLICT (id) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, \
               zone = excluded.zone, host = excluded.host, colour = excluded.colour, logo = excluded.logo";
    let query = sqlx::query(sql).bind(mall.id.as_str()).bind(&mall.name.zh).bind(&mall.name.en);
    let query = query.bind(&mall.zone).bind(mall.host.as_ref().map(HostName::as_str));
    let brand = mall.brand.as_ref();
    let query = query.bind(brand.map(|brand| brand.colour.to_string()));
    query.bind(brand.and_then(|brand| brand.logo.clone())).execute(&mut **tx).await?;
    Ok(())
}

/// Writes a category.
pub async fn put_category(
    tx: &mut Write<'_>,
    mall: &MallId,
    category: &Category,
) -> Result<(), Error> {
    let sql = "INSERT INTO categories (mall_id, id, parent_id, name_zh, name_en, hours) VALUES ($1, $2, $3, $4, $5, $6) \
               ON CONFLICT (mall_id, id) DO UPDATE SET parent_id = excluded.parent_id, \
               name_zh = excluded.name_zh, name_en = excluded.name_en, hours = excluded.hours";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(&category.id).bind(&category.parent);
    let query = query.bind(&category.name.zh).bind(&category.name.en);
    query.bind(to_json(&category.hours)).execute(&mut **tx).await?;
    Ok(())
}

/// Writes a store.
pub async fn put_store(tx: &mut Write<'_>, mall: &MallId, store: &Store) -> Result<(), Error> {
    let sql = "INSERT INTO stores (mall_id, id, category_id, name_zh, name_en, floor, unit, way_zh, way_en) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (mall_id, id) DO UPDATE SET \
               category_id = excluded.category_id, name_zh = excluded.name_zh, \
               name_en = excluded.name_en, floor = excluded.floor, unit = excluded.unit, \
               way_zh = excluded.way_zh, way_en = excluded.way_en";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(store.id.as_str()).bind(&store.category);
    let query =
        query.bind(&store.name.zh).bind(&store.name.en).bind(&store.floor).bind(&store.unit);
    let way = store.way.as_ref();
    let query = query.bind(way.map(|way| &way.zh)).bind(way.and_then(|way| way.en.as_ref()));
    query.execute(&mut **tx).await?;
    Ok(())
}

/// Writes all links of a mall in the place of those there were.
pub async fn put_links(tx: &mut Write<'_>, mall: &MallId, links: &[Link]) -> Result<(), Error> {
    sqlx::query("DELETE FROM links WHERE mall_id = $1")
        .bind(mall.as_str())
        .execute(&mut **tx)
        .await?;
    for link in links {
        let sql = "INSERT INTO links (mall_id, from_category, to_category, weight, why_zh, why_en) \
                   VALUES ($1, $2, $3, $4, $5, $6)";
        let query = sqlx::query(sql)
            .bind(mall.as_str())
            .bind(&link.from)
            .bind(&link.to)
            .bind(i64::from(link.weight));
        query.bind(&link.why.zh).bind(&link.why.en).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Writes an offer. The claim counts of an existing one stay as they are.
pub async fn put_offer(tx: &mut Write<'_>, mall: &MallId, offer: &OfferRow) -> Result<(), Error> {
    let sql = "INSERT INTO offers (mall_id, id, store_id, state, title_zh, title_en, benefit_zh, benefit_en, \
               threshold, payment_minimum, claim_from, claim_until, validity, total_stock, daily_stock, \
               claimed, per_person_limit, rules_zh, rules_en, after_refund, use_windows, requires_person) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22) \
               ON CONFLICT (mall_id, id) DO UPDATE SET store_id = excluded.store_id, state = excluded.state, \
               title_zh = excluded.title_zh, title_en = excluded.title_en, benefit_zh = excluded.benefit_zh, \
               benefit_en = excluded.benefit_en, threshold = excluded.threshold, \
               payment_minimum = excluded.payment_minimum, claim_from = excluded.claim_from, \
               claim_until = excluded.claim_until, validity = excluded.validity, \
               total_stock = excluded.total_stock, daily_stock = excluded.daily_stock, \
               per_person_limit = excluded.per_person_limit, rules_zh = excluded.rules_zh, \
               rules_en = excluded.rules_en, after_refund = excluded.after_refund, \
               use_windows = excluded.use_windows, requires_person = excluded.requires_person";
    let query = sqlx::query(sql)
        .bind(mall.as_str())
        .bind(offer.id.as_str())
        .bind(offer.store_id.as_str())
        .bind(&offer.state);
    let query = query.bind(&offer.title_zh).bind(&offer.title_en).bind(&offer.benefit_zh);
    let query = query.bind(&offer.benefit_en).bind(offer.threshold).bind(offer.payment_minimum);
    let query = query.bind(offer.claim_from).bind(offer.claim_until).bind(&offer.validity);
    let query = query.bind(offer.total_stock).bind(offer.daily_stock).bind(offer.claimed);
    let query = query.bind(offer.per_person_limit).bind(&offer.rules_zh).bind(&offer.rules_en);
    let query = query.bind(&offer.after_refund).bind(&offer.use_windows);
    query.bind(i64::from(offer.requires_person)).execute(&mut **tx).await?;
    Ok(())
}

/// Counts the pieces of a day that were claimed before this system knew of the offer, once.
pub async fn put_day(
    tx: &mut Write<'_>,
    mall: &MallId,
    offer: &OfferId,
    day: i64,
    claimed: i64,
) -> Result<(), Error> {
    let sql = "INSERT INTO offer_days (mall_id, offer_id, day, claimed) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (mall_id, offer_id, day) DO NOTHING";
    sqlx::query(sql)
        .bind(mall.as_str())
        .bind(offer.as_str())
        .bind(day)
        .bind(claimed)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Returns the category of a store that is known to exist.
pub async fn category_of_store(
    tx: &mut Connection,
    mall: &MallId,
    store: &StoreId,
) -> Result<String, Error> {
    let sql = "SELECT category_id FROM stores WHERE mall_id = $1 AND id = $2";
    Ok(sqlx::query_scalar(sql).bind(mall.as_str()).bind(store.as_str()).fetch_one(tx).await?)
}
