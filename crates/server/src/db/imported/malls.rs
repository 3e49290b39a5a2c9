//! Malls as imports write them.

use mall_contract::MallId;

use crate::db::row::row;
use crate::db::transaction::{Connection, Write};
use crate::error::Error;

/// A mall with all that its file says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedMall {
    pub id: MallId,
    pub name_zh: String,
    pub name_en: Option<String>,
    /// IANA zone.
    pub zone: String,
    pub host: Option<String>,
    /// Its colour, `#rrggbb`.
    pub colour: Option<String>,
    /// Its logo, as SVG.
    pub logo: Option<String>,
}

row!(ImportedMall { id, name_zh, name_en, zone, host, colour, logo });

/// Returns the mall, if there is one.
pub(super) async fn of(
    connection: &mut Connection,
    mall: &MallId,
) -> Result<Vec<ImportedMall>, Error> {
    let sql = "SELECT id, name_zh, name_en, zone, host, colour, logo FROM malls WHERE id = $1";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).fetch_all(connection).await?)
}

/// Writes a mall, or its new content.
pub async fn put(tx: &mut Write<'_>, mall: &ImportedMall) -> Result<(), Error> {
    let sql = "INSERT INTO malls (id, name_zh, name_en, zone, host, colour, logo) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) \
               ON CONFLICT (id) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, \
               zone = excluded.zone, host = excluded.host, colour = excluded.colour, logo = excluded.logo";
    let query = sqlx::query(sql).bind(mall.id.as_str()).bind(&mall.name_zh).bind(&mall.name_en);
    let query = query.bind(&mall.zone).bind(&mall.host).bind(&mall.colour).bind(&mall.logo);
    query.execute(&mut **tx).await?;
    Ok(())
}
