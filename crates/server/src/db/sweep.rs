//! Old rows that are removed in small steps, so that no request waits long for the writer.

use mall_contract::MallId;

use super::transaction::Write;
use crate::clock::Ms;
use crate::error::Error;

/// The most rows that one step removes or looks at.
pub const STEP: i64 = 500;

/// Removes sessions that have expired. Returns the number of removed rows, as all functions of this file do.
pub async fn expired_sessions(tx: &mut Write<'_>, mall: &MallId, now: Ms) -> Result<i64, Error> {
    let sql = "DELETE FROM sessions WHERE mall_id = $1 AND token_hash IN (SELECT token_hash FROM sessions \
               WHERE mall_id = $1 AND expires_at <= $2 LIMIT $3)";
    remove(tx, sql, mall, now).await
}

/// Removes sessions of staff that have expired.
pub async fn expired_staff_sessions(
    tx: &mut Write<'_>,
    mall: &MallId,
    now: Ms,
) -> Result<i64, Error> {
    let sql = "DELETE FROM staff_sessions WHERE mall_id = $1 AND token_hash IN (SELECT token_hash \
               FROM staff_sessions WHERE mall_id = $1 AND expires_at <= $2 LIMIT $3)";
    remove(tx, sql, mall, now).await
}

/// Removes tries to log in that were made before an instant.
pub async fn staff_failures(tx: &mut Write<'_>, mall: &MallId, before: Ms) -> Result<i64, Error> {
    let sql = "DELETE FROM staff_failures WHERE mall_id = $1 AND subject IN (SELECT subject FROM staff_failures \
               WHERE mall_id = $1 AND failed_at <= $2 LIMIT $3)";
    remove(tx, sql, mall, before).await
}

/// Removes events of days before a day.
pub async fn events(tx: &mut Write<'_>, mall: &MallId, before: i64) -> Result<i64, Error> {
    let sql = "DELETE FROM events WHERE mall_id = $1 AND (visit, n) IN (SELECT visit, n FROM events \
               WHERE mall_id = $1 AND day < $2 LIMIT $3)";
    remove(tx, sql, mall, before).await
}

/// Removes scans of days before a day.
pub async fn scans(tx: &mut Write<'_>, mall: &MallId, before: i64) -> Result<i64, Error> {
    let sql = "DELETE FROM scans WHERE mall_id = $1 AND (placement_id, day, visitor) IN (SELECT placement_id, day, visitor \
               FROM scans WHERE mall_id = $1 AND day < $2 LIMIT $3)";
    remove(tx, sql, mall, before).await
}

/// Removes bursts of minutes before an instant.
pub async fn bursts(tx: &mut Write<'_>, mall: &MallId, before: Ms) -> Result<i64, Error> {
    let sql = "DELETE FROM bursts WHERE mall_id = $1 AND (minute, placement_id, network) IN \
               (SELECT minute, placement_id, network FROM bursts \
               WHERE mall_id = $1 AND minute < $2 LIMIT $3)";
    remove(tx, sql, mall, before).await
}

async fn remove(
    tx: &mut Write<'_>,
    sql: &'static str,
    mall: &MallId,
    before: i64,
) -> Result<i64, Error> {
    let query = sqlx::query(sql).bind(mall.as_str()).bind(before).bind(STEP);
    Ok(query.execute(&mut **tx).await?.rows_affected() as i64)
}

/// A shopper without a payment, a coupon, a claim, a payer or an entry.
macro_rules! empty_shoppers {
    () => {
        "SELECT s.id FROM shoppers s WHERE s.mall_id = $1 AND s.created_at > $2 AND s.created_at <= $3 \
         AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.mall_id = $1 AND p.holder_id = s.id) \
         AND NOT EXISTS (SELECT 1 FROM coupons c WHERE c.mall_id = $1 AND c.shopper_id = s.id) \
         AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.mall_id = $1 AND c.shopper_id = s.id) \
         AND NOT EXISTS (SELECT 1 FROM payers y WHERE y.mall_id = $1 AND y.shopper_id = s.id) \
         AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.mall_id = $1 AND e.shopper_id = s.id)"
    };
}

/// Returns the end of the next part of a mall's shoppers, by when they came: some [`STEP`] of them after an instant and
/// before another one. None when there are no more.
pub async fn next_shoppers(
    tx: &mut Write<'_>,
    mall: &MallId,
    after: Ms,
    before: Ms,
) -> Result<Option<Ms>, Error> {
    let sql = "SELECT MAX(created_at) FROM (SELECT created_at FROM shoppers WHERE mall_id = $1 \
               AND created_at > $2 AND created_at < $3 ORDER BY created_at LIMIT $4) part";
    let query = sqlx::query_scalar::<_, Option<i64>>(sql).bind(mall.as_str()).bind(after);
    Ok(query.bind(before).bind(STEP).fetch_one(&mut **tx).await?)
}

/// Removes the shoppers who came after an instant and until another one and did nothing, with their sessions.
pub async fn empty_shoppers(
    tx: &mut Write<'_>,
    mall: &MallId,
    after: Ms,
    until: Ms,
) -> Result<i64, Error> {
    let mut removed = 0;
    for sql in [
        concat!(
            "DELETE FROM sessions WHERE mall_id = $1 AND shopper_id IN (",
            empty_shoppers!(),
            ")"
        ),
        concat!("DELETE FROM shoppers WHERE mall_id = $1 AND id IN (", empty_shoppers!(), ")"),
    ] {
        let query = sqlx::query(sql).bind(mall.as_str()).bind(after).bind(until);
        removed = query.execute(&mut **tx).await?.rows_affected() as i64;
    }
    Ok(removed)
}
