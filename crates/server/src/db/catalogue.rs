//! Malls, categories, stores and links, as pages and recommendations read them. `imported` writes them.

use mall_contract::{MallId, StoreId};
use mall_coupons::Language;

use super::in_language;
use super::row::row;
use super::transaction::Connection;
use crate::brand::{Brand, Colour, Logo};
use crate::clock::{Ms, Zone};
use crate::error::Error;
use crate::json::from_json;
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

/// A category with all that its mall's file says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryRow {
    pub id: String,
    /// The category it is part of.
    pub parent_id: Option<String>,
    pub name_zh: String,
    pub name_en: Option<String>,
    /// The instant at which an import ended it.
    pub ended_at: Option<Ms>,
    /// Hours as JSON.
    pub hours: String,
}

row!(CategoryRow { id, parent_id, name_zh, name_en, ended_at, hours });

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

/// Returns all categories of a mall, also those that have ended.
pub async fn categories(
    connection: &mut Connection,
    mall: &MallId,
) -> Result<Vec<CategoryRow>, Error> {
    let sql = "SELECT id, parent_id, name_zh, name_en, hours, ended_at FROM categories \
               WHERE mall_id = $1 ORDER BY id";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).fetch_all(connection).await?)
}

/// A link between two categories, with all that its mall's file says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    let sql = "SELECT from_category, to_category, weight, why_zh, why_en FROM links \
               WHERE mall_id = $1 ORDER BY from_category, to_category";
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
    /// The instant at which an import ended it. Its tills go on redeeming coupons.
    pub ended_at: Option<Ms>,
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
    ended_at,
    category_zh,
    category_en
});

/// Returns all stores of a mall by floor and unit, also those that have ended.
pub async fn stores(connection: &mut Connection, mall: &MallId) -> Result<Vec<StoreRow>, Error> {
    let sql = "SELECT s.id, s.category_id, s.name_zh, s.name_en, s.floor, s.unit, \
               s.way_zh, s.way_en, s.ended_at, c.name_zh AS category_zh, c.name_en AS category_en FROM stores s \
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
               s.way_zh, s.way_en, s.ended_at, c.name_zh AS category_zh, c.name_en AS category_en FROM stores s \
               JOIN categories c ON c.mall_id = s.mall_id AND c.id = s.category_id \
               WHERE s.mall_id = $1 AND s.id = $2";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).bind(id.as_str()).fetch_optional(connection).await?)
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
