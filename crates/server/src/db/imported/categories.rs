//! Imports write categories.

use mall_contract::MallId;

use crate::clock::Ms;
use crate::db::catalogue::CategoryRow;
use crate::db::transaction::Write;
use crate::error::Error;

/// Writes a category, or its new content.
pub async fn put(tx: &mut Write<'_>, mall: &MallId, category: &CategoryRow) -> Result<(), Error> {
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
