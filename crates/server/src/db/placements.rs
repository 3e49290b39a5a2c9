//! Placements, and who scanned them.

use std::ops::Range;

use mall_contract::{MallId, PlacementCode, PlacementId, PlacementNotice, StoreId};
use mall_coupons::Language;
use sqlx::AssertSqlSafe;

use super::in_language;
use super::row::row;
use super::transaction::{Connection, Write};
use crate::clock::Ms;
use crate::error::Error;
use crate::json::{from_json, to_json};

/// A placement as it is stored.
#[derive(Clone, Debug)]
pub struct PlacementRow {
    /// The mall's own name for it.
    pub id: PlacementId,
    pub code: String,
    pub name_zh: String,
    /// The same in English.
    pub name_en: Option<String>,
    /// The floor it is on.
    pub floor: String,
    /// The spot on the floor.
    pub place: String,
    /// The store that it is in.
    pub store_id: Option<StoreId>,
    kind: String,
    offers: String,
    state: String,
}

row!(PlacementRow { id, code, name_zh, name_en, floor, place, store_id, kind, offers, state });

impl PlacementRow {
    /// Returns the name that shoppers read.
    #[must_use]
    pub fn name(&self, language: Language) -> String {
        in_language(language, self.name_zh.clone(), self.name_en.clone())
    }

    /// Returns the placement as the mall's system has set it up.
    ///
    /// # Errors
    /// When the stored placement is invalid.
    pub fn set_up(&self) -> Result<PlacementNotice, Error> {
        Ok(PlacementNotice {
            id: self.id.clone(),
            name: self.name_zh.clone(),
            name_en: self.name_en.clone(),
            floor: self.floor.clone(),
            place: self.place.clone(),
            kind: from_json(&self.kind)?,
            store_id: self.store_id.clone(),
            offers: from_json(&self.offers)?,
            state: from_json(&self.state)?,
        })
    }
}

/// Returns a query for placements. Both parts are this file's own text.
fn select(condition: &'static str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!(
        "SELECT id, code, name_zh, name_en, floor, place, kind, store_id, offers, state \
         FROM placements WHERE {condition}"
    ))
}

/// Returns a placement by its code.
pub async fn by_code(
    tx: &mut Connection,
    mall: &MallId,
    code: &PlacementCode,
) -> Result<Option<PlacementRow>, Error> {
    let query = sqlx::query_as(select("mall_id = $1 AND code = $2"));
    Ok(query.bind(mall.as_str()).bind(code.as_str()).fetch_optional(tx).await?)
}

/// Returns a placement by the mall's own name for it.
pub async fn get(
    tx: &mut Connection,
    mall: &MallId,
    id: &PlacementId,
) -> Result<Option<PlacementRow>, Error> {
    let query = sqlx::query_as(select("mall_id = $1 AND id = $2"));
    Ok(query.bind(mall.as_str()).bind(id.as_str()).fetch_optional(tx).await?)
}

/// Returns all placements of a mall, by id.
pub async fn all(tx: &mut Connection, mall: &MallId) -> Result<Vec<PlacementRow>, Error> {
    let query = sqlx::query_as(select("mall_id = $1 ORDER BY id"));
    Ok(query.bind(mall.as_str()).fetch_all(tx).await?)
}

/// The columns of a new placement. The first twelve have a value each, in the order of `bind_values` and with the code
/// behind; the last is the instant once more.
const INSERT: &str = "INSERT INTO placements (mall_id, id, name_zh, name_en, floor, place, kind, store_id, offers, \
                      state, changed_at, code, created_at) VALUES";

/// Writes a new placement, unless its id or its code is taken. Returns whether it was written.
pub async fn insert(
    tx: &mut Write<'_>,
    mall: &MallId,
    code: &PlacementCode,
    new: &PlacementNotice,
    now: Ms,
) -> Result<bool, Error> {
    insert_all(tx, mall, std::slice::from_ref(code), std::slice::from_ref(new), now).await
}

/// Writes new placements in one statement. Returns false if an id or a code was taken; then some are written.
pub async fn insert_all(
    tx: &mut Write<'_>,
    mall: &MallId,
    codes: &[PlacementCode],
    new: &[PlacementNotice],
    now: Ms,
) -> Result<bool, Error> {
    let values = |row: usize| {
        let at: Vec<_> = (1..=12).map(|place| format!("${}", 12 * row + place)).collect();
        format!("({}, ${})", at.join(", "), 12 * row + 11)
    };
    let rows: Vec<_> = (0..new.len()).map(values).collect();
    let sql = format!("{INSERT} {} ON CONFLICT DO NOTHING", rows.join(", "));
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for (code, new) in codes.iter().zip(new) {
        query = bind_values(query, mall, new, now).bind(code.as_str());
    }
    Ok(query.execute(&mut **tx).await?.rows_affected() == new.len() as u64)
}

/// Changes a placement.
pub async fn update(
    tx: &mut Write<'_>,
    mall: &MallId,
    placement: &PlacementNotice,
    now: Ms,
) -> Result<(), Error> {
    let sql = "UPDATE placements SET name_zh = $3, name_en = $4, floor = $5, place = $6, kind = $7, \
               store_id = $8, offers = $9, state = $10, changed_at = $11 WHERE mall_id = $1 AND id = $2";
    bind_values(sqlx::query(sql), mall, placement, now).execute(&mut **tx).await?;
    Ok(())
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments>;

/// Returns the first eleven values of both.
fn bind_values<'q>(
    query: Query<'q>,
    mall: &'q MallId,
    placement: &'q PlacementNotice,
    now: Ms,
) -> Query<'q> {
    let PlacementNotice { id, name, name_en, floor, place, kind, store_id, offers, state } =
        placement;
    let query = query
        .bind(mall.as_str())
        .bind(id.as_str())
        .bind(name)
        .bind(name_en)
        .bind(floor)
        .bind(place);
    let store = store_id.as_ref().map(StoreId::as_str);
    query.bind(to_json(kind)).bind(store).bind(to_json(offers)).bind(to_json(state)).bind(now)
}

/// Counts a visitor of a day at a placement, once.
pub async fn count_scan(
    tx: &mut Write<'_>,
    mall: &MallId,
    id: &PlacementId,
    day: i64,
    visitor: &str,
) -> Result<(), Error> {
    let sql = "INSERT INTO scans (mall_id, placement_id, day, visitor) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (mall_id, placement_id, day, visitor) DO NOTHING";
    sqlx::query(sql)
        .bind(mall.as_str())
        .bind(id.as_str())
        .bind(day)
        .bind(visitor)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Checks whether a visitor's scan of a day at a placement is counted already.
pub async fn is_scan_counted(
    connection: &mut Connection,
    mall: &MallId,
    id: &PlacementId,
    day: i64,
    visitor: &str,
) -> Result<bool, Error> {
    let sql = "SELECT COUNT(*) FROM scans \
               WHERE mall_id = $1 AND placement_id = $2 AND day = $3 AND visitor = $4";
    let query = sqlx::query_scalar::<_, i64>(sql)
        .bind(mall.as_str())
        .bind(id.as_str())
        .bind(day)
        .bind(visitor);
    Ok(query.fetch_one(connection).await? > 0)
}

/// The scans, claims and redemptions of one placement.
#[derive(Clone, Debug)]
pub struct CountRow {
    pub id: PlacementId,
    /// Visitors, each once a day.
    pub scans: i64,
    /// Coupons claimed there.
    pub claims: i64,
    /// Coupons claimed there that a till has redeemed.
    pub redemptions: i64,
}

row!(CountRow { id, scans, claims, redemptions });

/// Counts the scans, claims and redemptions of each placement on these civil days of the mall. `span` has the same
/// days in milliseconds.
pub async fn counts(
    connection: &mut Connection,
    mall: &MallId,
    days: Range<i64>,
    span: Range<Ms>,
) -> Result<Vec<CountRow>, Error> {
    let sql = "SELECT p.id, \
        (SELECT COUNT(*) FROM scans s WHERE s.mall_id = p.mall_id AND s.placement_id = p.id \
         AND s.day >= $2 AND s.day < $3) AS scans, \
        (SELECT COUNT(*) FROM coupons c WHERE c.mall_id = p.mall_id AND c.placement_id = p.id \
         AND c.claimed_at >= $4 AND c.claimed_at < $5) AS claims, \
        (SELECT COUNT(*) FROM coupons c WHERE c.mall_id = p.mall_id AND c.placement_id = p.id \
         AND c.redeemed_at >= $4 AND c.redeemed_at < $5) AS redemptions \
        FROM placements p WHERE p.mall_id = $1 ORDER BY p.id";
    let query = sqlx::query_as(sql).bind(mall.as_str()).bind(days.start).bind(days.end);
    Ok(query.bind(span.start).bind(span.end).fetch_all(connection).await?)
}
