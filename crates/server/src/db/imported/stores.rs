//! Stores as imports write them.

use mall_contract::{MallId, StoreId};

use crate::clock::Ms;
use crate::db::row::row;
use crate::db::transaction::{Connection, Write};
use crate::error::Error;

/// A store with all that its mall's file says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedStore {
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
    /// The instant at which an import ended it.
    pub ended_at: Option<Ms>,
}

row!(ImportedStore { id, category_id, name_zh, name_en, floor, unit, way_zh, way_en, ended_at });

/// Returns all stores of a mall, also those that have ended.
pub(super) async fn of(
    connection: &mut Connection,
    mall: &MallId,
) -> Result<Vec<ImportedStore>, Error> {
    let sql = "SELECT id, category_id, name_zh, name_en, floor, unit, way_zh, way_en, ended_at FROM stores \
               WHERE mall_id = $1 ORDER BY id";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).fetch_all(connection).await?)
}

/// Writes a store, or its new content.
pub async fn put(tx: &mut Write<'_>, mall: &MallId, store: &ImportedStore) -> Result<(), Error> {
    let sql = "INSERT INTO stores (mall_id, id, category_id, name_zh, name_en, floor, unit, way_zh, way_en, ended_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (mall_id, id) DO UPDATE SET \
               category_id = excluded.category_id, name_zh = excluded.name_zh, \
               name_en = excluded.name_en, floor = excluded.floor, unit = excluded.unit, \
               way_zh = excluded.way_zh, way_en = excluded.way_en, ended_at = excluded.ended_at";
    let query =
        sqlx::query(sql).bind(mall.as_str()).bind(store.id.as_str()).bind(&store.category_id);
    let query = query.bind(&store.name_zh).bind(&store.name_en).bind(&store.floor);
    let query = query.bind(&store.unit).bind(&store.way_zh).bind(&store.way_en);
    query.bind(store.ended_at).execute(&mut **tx).await?;
    Ok(())
}

/// Ends a store: it takes no new payments. Its tills go on redeeming coupons.
pub async fn end(tx: &mut Write<'_>, mall: &MallId, id: &StoreId, now: Ms) -> Result<(), Error> {
    let sql = "UPDATE stores SET ended_at = $3 WHERE mall_id = $1 AND id = $2";
    sqlx::query(sql).bind(mall.as_str()).bind(id.as_str()).bind(now).execute(&mut **tx).await?;
    Ok(())
}
