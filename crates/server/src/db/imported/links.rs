//! Links as imports write them.

use mall_contract::MallId;

use crate::db::row::row;
use crate::db::transaction::{Connection, Write};
use crate::error::Error;

/// A link with all that its mall's file says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedLink {
    pub from_category: String,
    pub to_category: String,
    /// 1 to 100; a heavier link goes first.
    pub weight: i64,
    pub why_zh: String,
    pub why_en: Option<String>,
}

row!(ImportedLink { from_category, to_category, weight, why_zh, why_en });

/// Returns all links of a mall.
pub(super) async fn of(
    connection: &mut Connection,
    mall: &MallId,
) -> Result<Vec<ImportedLink>, Error> {
    let sql = "SELECT from_category, to_category, weight, why_zh, why_en FROM links \
               WHERE mall_id = $1 ORDER BY from_category, to_category";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).fetch_all(connection).await?)
}

/// Writes a link, or its new content.
pub async fn put(tx: &mut Write<'_>, mall: &MallId, link: &ImportedLink) -> Result<(), Error> {
    let sql = "INSERT INTO links (mall_id, from_category, to_category, weight, why_zh, why_en) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (mall_id, from_category, to_category) \
               DO UPDATE SET weight = excluded.weight, why_zh = excluded.why_zh, why_en = excluded.why_en";
    let query =
        sqlx::query(sql).bind(mall.as_str()).bind(&link.from_category).bind(&link.to_category);
    let query = query.bind(link.weight).bind(&link.why_zh).bind(&link.why_en);
    query.execute(&mut **tx).await?;
    Ok(())
}

/// Removes a link. It has no history.
pub async fn remove(tx: &mut Write<'_>, mall: &MallId, link: &ImportedLink) -> Result<(), Error> {
    let sql = "DELETE FROM links WHERE mall_id = $1 AND from_category = $2 AND to_category = $3";
    let query =
        sqlx::query(sql).bind(mall.as_str()).bind(&link.from_category).bind(&link.to_category);
    query.execute(&mut **tx).await?;
    Ok(())
}
