//! Entries: ways into the page that work once.

use mall_contract::{MallId, ShopperId};
use sqlx::AnyConnection;

use super::row::row;
use super::transaction::Write;
use crate::clock::Ms;
use crate::error::Error;

/// An entry as it is stored.
#[derive(Clone, Debug)]
pub struct EntryRow {
    pub shopper_id: ShopperId,
    /// A path of the page.
    pub leads_to: String,
    /// Its session shows no coupon from before this instant; none for all.
    pub since: Option<i64>,
    pub expires_at: i64,
    pub used_at: Option<i64>,
}

row!(EntryRow { shopper_id, leads_to, since, expires_at, used_at });

/// Writes an entry, and forgets those that ended before a moment.
pub async fn insert(
    tx: &mut Write<'_>,
    mall: &MallId,
    token_hash: &str,
    entry: &EntryRow,
    forget_before: Ms,
) -> Result<(), Error> {
    let sql = "DELETE FROM entries WHERE mall_id = $1 AND expires_at < $2";
    sqlx::query(sql).bind(mall.as_str()).bind(forget_before).execute(&mut **tx).await?;
    let sql = "INSERT INTO entries (mall_id, token_hash, shopper_id, leads_to, expires_at, since) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    let query =
        sqlx::query(sql).bind(mall.as_str()).bind(token_hash).bind(entry.shopper_id.as_str());
    query.bind(&entry.leads_to).bind(entry.expires_at).bind(entry.since).execute(&mut **tx).await?;
    Ok(())
}

/// Marks an entry as used. Returns whether this call did.
pub async fn take(
    tx: &mut Write<'_>,
    mall: &MallId,
    token_hash: &str,
    now: Ms,
) -> Result<bool, Error> {
    let sql = "UPDATE entries SET used_at = $3 \
               WHERE mall_id = $1 AND token_hash = $2 AND used_at IS NULL";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(token_hash).bind(now);
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Returns an entry, used or not.
pub async fn get(
    tx: &mut AnyConnection,
    mall: &MallId,
    token_hash: &str,
) -> Result<Option<EntryRow>, Error> {
    let sql = "SELECT shopper_id, leads_to, since, expires_at, used_at FROM entries WHERE mall_id = $1 AND token_hash = $2";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).bind(token_hash).fetch_optional(tx).await?)
}
