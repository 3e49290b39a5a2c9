//! API keys of a mall's and of its stores' own systems. Secrets are derived from a key's id and not kept.

use mall_contract::{MallId, StoreId};

use super::id::id;
use super::row::row;
use super::transaction::{Connection, Write};
use crate::clock::Ms;
use crate::error::Error;

/// Returns the mall of a valid key that is the mall's own; a store's key is none.
pub async fn mall_of(connection: &mut Connection, key: &str) -> Result<Option<MallId>, Error> {
    let sql =
        "SELECT mall_id FROM api_keys WHERE id = $1 AND revoked_at IS NULL AND store_id IS NULL";
    let query = sqlx::query_scalar::<_, String>(sql).bind(key);
    query.fetch_optional(connection).await?.map(id).transpose()
}

/// A store of a mall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreRef {
    pub mall_id: MallId,
    pub store_id: StoreId,
}

row!(StoreRef { mall_id, store_id });

/// Returns the mall and the store of a valid key that is a store's; the mall's key is none.
pub async fn store_of(connection: &mut Connection, key: &str) -> Result<Option<StoreRef>, Error> {
    let sql = "SELECT mall_id, store_id FROM api_keys \
               WHERE id = $1 AND revoked_at IS NULL AND store_id IS NOT NULL";
    Ok(sqlx::query_as(sql).bind(key).fetch_optional(connection).await?)
}

/// Writes a mall's key.
pub async fn put(tx: &mut Write<'_>, mall: &MallId, key: &str, now: Ms) -> Result<(), Error> {
    let sql = "INSERT INTO api_keys (mall_id, id, created_at) VALUES ($1, $2, $3) ON CONFLICT (mall_id, id) DO NOTHING";
    sqlx::query(sql).bind(mall.as_str()).bind(key).bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// Writes a store's key, unless the store has two valid ones: the old one and its replacement. Returns whether it was
/// written.
pub async fn put_of_store(
    tx: &mut Write<'_>,
    mall: &MallId,
    store: &StoreId,
    key: &str,
    now: Ms,
) -> Result<bool, Error> {
    let sql = "INSERT INTO api_keys (mall_id, id, created_at, store_id) \
               SELECT $1, $2, $3, id FROM stores WHERE mall_id = $1 AND id = $4 AND 2 > (SELECT COUNT(*) \
               FROM api_keys k WHERE k.mall_id = $1 AND k.store_id = $4 AND k.revoked_at IS NULL)";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(key).bind(now).bind(store.as_str());
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Makes a key invalid. Returns whether it was valid.
pub async fn revoke(tx: &mut Write<'_>, mall: &MallId, key: &str, now: Ms) -> Result<bool, Error> {
    let sql =
        "UPDATE api_keys SET revoked_at = $3 WHERE mall_id = $1 AND id = $2 AND revoked_at IS NULL";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(key).bind(now);
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Writes the nonce of a signed request. Returns whether this key had not used it.
pub async fn take_nonce(
    tx: &mut Write<'_>,
    mall: &MallId,
    key: &str,
    nonce: &str,
    now: Ms,
) -> Result<bool, Error> {
    let sql = "INSERT INTO nonces (mall_id, key_id, nonce, used_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (mall_id, key_id, nonce) DO NOTHING";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(key).bind(nonce).bind(now);
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Forgets the nonces that were used before an instant.
pub async fn forget_nonces(tx: &mut Write<'_>, mall: &MallId, before: Ms) -> Result<(), Error> {
    let sql = "DELETE FROM nonces WHERE mall_id = $1 AND used_at < $2";
    sqlx::query(sql).bind(mall.as_str()).bind(before).execute(&mut **tx).await?;
    Ok(())
}
