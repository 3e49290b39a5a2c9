//! Categories as imports write them.

use mall_contract::MallId;

use crate::clock::Ms;
use crate::db::row::row;
use crate::db::transaction::{Connection, Write};
use crate::error::Error;

/// A category with all that its mall's file says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedCategory {
    pub id: String,
    /// The category it is part of.
    pub parent_id: Option<String>,
    pub name_zh: String,
    pub name_en: Option<String>,
    /// Hours as JSON.
    pub hours: String,
    /// The instant at which an import ended it.
    pub ended_at: Option<Ms>,
}

row!(ImportedCategory { id, parent_id, name_zh, name_en, hours, ended_at });

/// Returns all categories of a mall, also those that have ended.
pub(super) async fn of(
    connection: &mut Connection,
    mall: &MallId,
) -> Result<Vec<ImportedCategory>, Error> {
    let sql = "SELECT id, parent_id, name_zh, name_en, hours, ended_at FROM categories \
               WHERE mall_id = $1 ORDER BY id";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).fetch_all(connection).await?)
}

/// Writes a category, or its new content.
pub async fn put(
    tx: &mut Write<'_>,
    mall: &MallId,
    category: &ImportedCategory,
) -> Result<(), Error> {
    let sql = "INSERT INTO categories (mall_id, id, parent_id, name_zh, name_en, hours, ended_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) \
               ON CONFLICT (mall_id, id) DO UPDATE SET parent_id = excluded.parent_id, \
               name_zh = excluded.name_zh, name_en = excluded.name_en, hours = excluded.hours, \
               ended_at = excluded.ended_at";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(&category.id).bind(&category.parent_id);
    let query = query.bind(&category.name_zh).bind(&category.name_en).bind(&category.hours);
    query.bind(category.ended_at).execute(&mut **tx).await?;
    Ok(())
}

/// Ends a category.
pub async fn end(tx: &mut Write<'_>, mall: &MallId, id: &str, now: Ms) -> Result<(), Error> {
    let sql = "UPDATE categories SET ended_at = $3 WHERE mall_id = $1 AND id = $2";
    sqlx::query(sql).bind(mall.as_str()).bind(id).bind(now).execute(&mut **tx).await?;
    Ok(())
}
