//! Payments, and who holds their links.

use mall_contract::PaymentNotice;
use sqlx::AnyConnection;

use super::Write;
use crate::clock::Ms;
use crate::error::Error;

/// A payment as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PaymentRow {
    /// Its id.
    pub id: String,
    /// Where it was paid.
    pub store_id: String,
    /// In fen.
    pub amount: i64,
    /// How, as the contract writes it.
    pub method: String,
    /// When it was paid.
    pub paid_at: i64,
    /// Who paid, where that is known.
    pub payer: Option<String>,
    /// When it was reported; the life of its link counts from here.
    pub received_at: i64,
    /// The shopper whose browser first opened its link.
    pub holder_id: Option<String>,
    /// The person its claims count for.
    pub person_id: Option<String>,
}

/// Writes a payment, unless its transaction id is known. Says whether it was written.
pub async fn insert(
    tx: &mut Write<'_>,
    mall: &str,
    id: &str,
    notice: &PaymentNotice,
    method: &str,
    now: Ms,
) -> Result<bool, Error> {
    let sql = "INSERT INTO payments (mall_id, id, transaction_id, store_id, amount, method, paid_at, payer, \
               received_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
               ON CONFLICT (mall_id, transaction_id) DO NOTHING";
    let query = sqlx::query(sql).bind(mall).bind(id).bind(&notice.transaction_id);
    let query = query.bind(notice.store_id.as_str()).bind(notice.amount.0).bind(method);
    let query = query.bind(notice.paid_at.ms).bind(&notice.payer).bind(now);
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// A payment by the paying system's number.
pub async fn by_transaction(
    tx: &mut AnyConnection,
    mall: &str,
    transaction: &str,
) -> Result<Option<PaymentRow>, Error> {
    let sql = "SELECT id, store_id, amount, method, paid_at, payer, received_at, holder_id, person_id \
               FROM payments WHERE mall_id = $1 AND transaction_id = $2";
    Ok(sqlx::query_as(sql).bind(mall).bind(transaction).fetch_optional(tx).await?)
}

/// A payment by its id.
pub async fn get(
    tx: &mut AnyConnection,
    mall: &str,
    id: &str,
) -> Result<Option<PaymentRow>, Error> {
    let sql = "SELECT id, store_id, amount, method, paid_at, payer, received_at, holder_id, person_id \
               FROM payments WHERE mall_id = $1 AND id = $2";
    Ok(sqlx::query_as(sql).bind(mall).bind(id).fetch_optional(tx).await?)
}

/// Gives a payment to the shopper who opens its link first. Says whether this call did.
pub async fn bind_holder(
    tx: &mut Write<'_>,
    mall: &str,
    id: &str,
    shopper: &str,
    person: &str,
) -> Result<bool, Error> {
    let sql = "UPDATE payments SET holder_id = $3, person_id = $4 \
               WHERE mall_id = $1 AND id = $2 AND holder_id IS NULL";
    let query = sqlx::query(sql).bind(mall).bind(id).bind(shopper).bind(person);
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}
