//! Events: what pages reported, each once.

use std::ops::Range;

use mall_contract::{MallId, OfferId};

use super::row::row;
use super::transaction::{Connection, Write};
use crate::clock::Ms;
use crate::error::Error;

/// An event to be written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NewEvent<'a> {
    /// The name it counts once under, together with its number.
    pub visit: String,
    /// Its number under that name.
    pub n: i64,
    /// The kind as the contract spells it.
    pub kind: &'static str,
    pub offer: Option<&'a OfferId>,
    /// The refusal's code.
    pub refusal: Option<&'a str>,
    /// The reason why the module does not run, as the contract spells it.
    pub trouble: Option<&'static str>,
    /// The kernel that cannot run the module: engine, system and host by name and version.
    pub kernel: Option<&'a str>,
    /// Where, as the contract writes it.
    pub surface: &'a str,
}

/// The number of events of one kind, offer, refusal and surface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountRow {
    pub offer_id: Option<OfferId>,
    /// The kind as the contract spells it.
    pub kind: String,
    /// The refusal's code.
    pub refusal: Option<String>,
    /// The reason why the module does not run, as the contract spells it.
    pub trouble: Option<String>,
    /// The kernel that cannot run the module.
    pub kernel: Option<String>,
    /// Where, as the contract writes it.
    pub surface: String,
    pub count: i64,
}

row!(CountRow { offer_id, kind, refusal, trouble, kernel, surface, count });

/// Writes an event, unless it is stored already or its offer is unknown. `received_at` is a full hour. Returns the number
/// of written rows.
pub async fn insert(
    tx: &mut Write<'_>,
    mall: &MallId,
    event: &NewEvent<'_>,
    day: i64,
    received_at: Ms,
) -> Result<i64, Error> {
    let sql = "INSERT INTO events (mall_id, visit, n, kind, offer_id, refusal, surface, day, received_at, trouble, kernel) \
               SELECT id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM malls WHERE id = $1 \
               AND ($4 IN ('left', 'broken') OR EXISTS (SELECT 1 FROM offers WHERE mall_id = $1 AND id = $5)) \
               ON CONFLICT (mall_id, visit, n) DO NOTHING";
    let query =
        sqlx::query(sql).bind(mall.as_str()).bind(&event.visit).bind(event.n).bind(event.kind);
    let query =
        query.bind(event.offer.map(OfferId::as_str)).bind(event.refusal).bind(event.surface);
    let query = query.bind(day).bind(received_at).bind(event.trouble).bind(event.kernel);
    Ok(query.execute(&mut **tx).await?.rows_affected() as i64)
}

/// Counts stored events of a day, unless they are more than its limit. Returns whether it did.
pub async fn count_stored(
    tx: &mut Write<'_>,
    mall: &MallId,
    day: i64,
    count: i64,
    limit: Option<u32>,
) -> Result<bool, Error> {
    let sql = "INSERT INTO event_days (mall_id, day, stored) SELECT $1, $2, $3 WHERE $3 <= $4 \
               ON CONFLICT (mall_id, day) DO UPDATE SET stored = event_days.stored + excluded.stored \
               WHERE event_days.stored + excluded.stored <= $4";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(day).bind(count);
    let query = query.bind(limit.map_or(i64::MAX, i64::from));
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Counts events of a day that were not stored.
pub async fn count_over(
    tx: &mut Write<'_>,
    mall: &MallId,
    day: i64,
    count: i64,
) -> Result<(), Error> {
    let sql = "INSERT INTO event_days (mall_id, day, not_stored) VALUES ($1, $2, $3) \
               ON CONFLICT (mall_id, day) DO UPDATE SET not_stored = event_days.not_stored + excluded.not_stored";
    sqlx::query(sql).bind(mall.as_str()).bind(day).bind(count).execute(&mut **tx).await?;
    Ok(())
}

/// Counts the events of these civil days that were not stored.
pub async fn over(
    connection: &mut Connection,
    mall: &MallId,
    days: Range<i64>,
) -> Result<i64, Error> {
    let sql = "SELECT CAST(COALESCE(SUM(not_stored), 0) AS BIGINT) FROM event_days \
               WHERE mall_id = $1 AND day >= $2 AND day < $3";
    let query = sqlx::query_scalar(sql).bind(mall.as_str()).bind(days.start).bind(days.end);
    Ok(query.fetch_one(connection).await?)
}

/// Counts the events of these civil days of the mall.
pub async fn counts(
    connection: &mut Connection,
    mall: &MallId,
    days: Range<i64>,
) -> Result<Vec<CountRow>, Error> {
    let sql = "SELECT offer_id, kind, refusal, trouble, kernel, surface, COUNT(*) AS count FROM events \
               WHERE mall_id = $1 AND day >= $2 AND day < $3 \
               GROUP BY offer_id, kind, refusal, trouble, kernel, surface \
               ORDER BY COALESCE(offer_id, ''), kind, COALESCE(refusal, ''), COALESCE(trouble, ''), \
               COALESCE(kernel, ''), surface";
    let query = sqlx::query_as(sql).bind(mall.as_str()).bind(days.start).bind(days.end);
    Ok(query.fetch_all(connection).await?)
}
