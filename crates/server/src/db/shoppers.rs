//! Shoppers, their sessions, and which person a payer is.

use mall_contract::{MallId, PersonId, ShopperId};

use super::id::id;
use super::row::row;
use super::transaction::{Connection, Write};
use crate::clock::Ms;
use crate::error::Error;

/// Writes a shopper, unless it exists already.
pub async fn ensure(
    tx: &mut Write<'_>,
    mall: &MallId,
    shopper: &ShopperId,
    now: Ms,
) -> Result<(), Error> {
    let sql = "INSERT INTO shoppers (mall_id, id, created_at) VALUES ($1, $2, $3) \
               ON CONFLICT (mall_id, id) DO NOTHING";
    sqlx::query(sql)
        .bind(mall.as_str())
        .bind(shopper.as_str())
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Checks whether a shopper is stored: one who has done something.
pub async fn exists(
    reader: &mut Connection,
    mall: &MallId,
    shopper: &ShopperId,
) -> Result<bool, Error> {
    let sql = "SELECT COUNT(*) FROM shoppers WHERE mall_id = $1 AND id = $2";
    let query = sqlx::query_scalar::<_, i64>(sql).bind(mall.as_str()).bind(shopper.as_str());
    Ok(query.fetch_one(reader).await? > 0)
}

/// The session that an entry gives.
#[derive(Clone, Copy, Debug)]
pub struct ByEntry<'a> {
    pub shopper: &'a ShopperId,
    /// The session shows no coupon from before this instant; none for all.
    pub since: Option<Ms>,
    pub entry_hash: &'a str,
}

/// Writes a session that an entry gives.
pub async fn insert_session(
    tx: &mut Write<'_>,
    mall: &MallId,
    token_hash: &str,
    by: ByEntry<'_>,
    expires_at: Ms,
) -> Result<(), Error> {
    let ByEntry { shopper, since, entry_hash } = by;
    let sql = "INSERT INTO sessions (mall_id, token_hash, shopper_id, expires_at, since, entry_hash) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(token_hash).bind(shopper.as_str());
    query.bind(expires_at).bind(since).bind(entry_hash).execute(&mut **tx).await?;
    Ok(())
}

/// A session as it is stored.
#[derive(Clone, Debug)]
pub struct SessionRow {
    pub shopper_id: ShopperId,
    /// It shows no coupon from before this instant; none for all.
    pub since: Option<i64>,
    /// The entry that gave it, until the session first comes back.
    pub entry_hash: Option<String>,
}

row!(SessionRow { shopper_id, since, entry_hash });

/// Returns a session that has not expired.
pub async fn session(
    connection: &mut Connection,
    mall: &MallId,
    token_hash: &str,
    now: Ms,
) -> Result<Option<SessionRow>, Error> {
    let sql = "SELECT shopper_id, since, entry_hash FROM sessions \
               WHERE mall_id = $1 AND token_hash = $2 AND expires_at > $3";
    let query = sqlx::query_as(sql).bind(mall.as_str()).bind(token_hash).bind(now);
    Ok(query.fetch_optional(connection).await?)
}

/// Keeps the session that came back first by an entry, and removes the others that it gave.
pub async fn confirm_session(
    tx: &mut Write<'_>,
    mall: &MallId,
    token_hash: &str,
    entry_hash: &str,
) -> Result<(), Error> {
    let sql = "UPDATE sessions SET entry_hash = NULL WHERE mall_id = $1 AND token_hash = $2";
    sqlx::query(sql).bind(mall.as_str()).bind(token_hash).execute(&mut **tx).await?;
    let sql = "DELETE FROM sessions WHERE mall_id = $1 AND entry_hash = $2";
    sqlx::query(sql).bind(mall.as_str()).bind(entry_hash).execute(&mut **tx).await?;
    Ok(())
}

/// Returns the person a payer is; for a new payer, the shopper as a person.
pub async fn person_of_payer(
    tx: &mut Write<'_>,
    mall: &MallId,
    payer: &str,
    shopper: &ShopperId,
) -> Result<PersonId, Error> {
    let sql = "INSERT INTO payers (mall_id, payer, person_id) VALUES ($1, $2, $3) \
               ON CONFLICT (mall_id, payer) DO NOTHING";
    sqlx::query(sql)
        .bind(mall.as_str())
        .bind(payer)
        .bind(shopper.as_str())
        .execute(&mut **tx)
        .await?;
    let sql = "SELECT person_id FROM payers WHERE mall_id = $1 AND payer = $2";
    id(sqlx::query_scalar(sql).bind(mall.as_str()).bind(payer).fetch_one(&mut **tx).await?)
}

/// Returns the person a payer is; none for a new payer.
pub async fn find_person(
    tx: &mut Connection,
    mall: &MallId,
    payer: &str,
) -> Result<Option<PersonId>, Error> {
    let sql = "SELECT person_id FROM payers WHERE mall_id = $1 AND payer = $2";
    let query = sqlx::query_scalar::<_, String>(sql).bind(mall.as_str()).bind(payer);
    query.fetch_optional(tx).await?.map(id).transpose()
}

/// Checks whether a person is one whom the payment service knows: a payer of a payment, or somebody who has logged in.
pub async fn is_payer(
    tx: &mut Connection,
    mall: &MallId,
    person: &PersonId,
) -> Result<bool, Error> {
    let sql = "SELECT COUNT(*) FROM payers WHERE mall_id = $1 AND person_id = $2";
    let query = sqlx::query_scalar::<_, i64>(sql).bind(mall.as_str()).bind(person.as_str());
    Ok(query.fetch_one(tx).await? > 0)
}

/// Returns the shopper of a proven payer; none before the first proof.
pub async fn of_payer(
    tx: &mut Connection,
    mall: &MallId,
    payer: &str,
) -> Result<Option<ShopperId>, Error> {
    let sql = "SELECT shopper_id FROM payers WHERE mall_id = $1 AND payer = $2";
    let query = sqlx::query_scalar::<_, Option<String>>(sql).bind(mall.as_str()).bind(payer);
    query.fetch_optional(tx).await?.flatten().map(id).transpose()
}

/// Binds a shopper to a payer who has none. Returns whether this call did.
pub async fn give_to_payer(
    tx: &mut Write<'_>,
    mall: &MallId,
    payer: &str,
    shopper: &ShopperId,
) -> Result<bool, Error> {
    let sql = "UPDATE payers SET shopper_id = $3 \
               WHERE mall_id = $1 AND payer = $2 AND shopper_id IS NULL";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(payer).bind(shopper.as_str());
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Returns the person of a shopper: the payer's if the shopper is a proven payer, else one of the shopper's own.
pub async fn person_of_shopper(
    tx: &mut Connection,
    mall: &MallId,
    shopper: &ShopperId,
) -> Result<PersonId, Error> {
    let sql = "SELECT person_id FROM payers WHERE mall_id = $1 AND shopper_id = $2";
    let query = sqlx::query_scalar(sql).bind(mall.as_str()).bind(shopper.as_str());
    let person: Option<String> = query.fetch_optional(tx).await?;
    person.map_or_else(|| Ok(shopper.clone().into()), id)
}
