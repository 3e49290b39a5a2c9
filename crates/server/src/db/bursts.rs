//! Bursts of strangers' claims.

use std::ops::Range;

use mall_contract::{MallId, PlacementCode, PlacementId};

use super::row::row;
use super::transaction::{Connection, Write};
use crate::clock::Ms;
use crate::error::Error;

/// Adds claims that were held back to the place, the network and the minute that they belong to.
pub async fn add(
    tx: &mut Write<'_>,
    mall: &MallId,
    place: &PlacementCode,
    network: &str,
    minute: Ms,
    count: u32,
) -> Result<(), Error> {
    let sql = "INSERT INTO bursts (mall_id, minute, placement_id, network, held_back) \
               SELECT $1, $3, id, $4, $5 FROM placements WHERE mall_id = $1 AND code = $2 \
               ON CONFLICT (mall_id, minute, placement_id, network) \
               DO UPDATE SET held_back = bursts.held_back + excluded.held_back";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(place.as_str()).bind(minute);
    query.bind(network).bind(i64::from(count)).execute(&mut **tx).await?;
    Ok(())
}

/// A burst as it is stored.
pub struct BurstRow {
    pub placement_id: PlacementId,
    pub network: String,
    pub minute: Ms,
    pub held_back: i64,
}

row!(BurstRow { placement_id, network, minute, held_back });

/// Returns the newest bursts of a span of time, at most `limit`; of one minute the largest come first.
pub async fn list(
    connection: &mut Connection,
    mall: &MallId,
    span: Range<Ms>,
    limit: i64,
) -> Result<Vec<BurstRow>, Error> {
    let sql = "SELECT placement_id, network, minute, held_back FROM bursts \
               WHERE mall_id = $1 AND minute >= $2 AND minute < $3 \
               ORDER BY minute DESC, held_back DESC, placement_id, network LIMIT $4";
    let query = sqlx::query_as(sql).bind(mall.as_str()).bind(span.start).bind(span.end);
    Ok(query.bind(limit).fetch_all(connection).await?)
}
