//! Imports write links.

use mall_contract::MallId;

use crate::db::catalogue::LinkRow;
use crate::db::transaction::Write;
use crate::error::Error;

/// Writes a link, or its new content.
pub async fn put(tx: &mut Write<'_>, mall: &MallId, link: &LinkRow) -> Result<(), Error> {
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
pub async fn remove(tx: &mut Write<'_>, mall: &MallId, link: &LinkRow) -> Result<(), Error> {
    let sql = "DELETE FROM links WHERE mall_id = $1 AND from_category = $2 AND to_category = $3";
    let query =
        sqlx::query(sql).bind(mall.as_str()).bind(&link.from_category).bind(&link.to_category);
    query.execute(&mut **tx).await?;
    Ok(())
}
