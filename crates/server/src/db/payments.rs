//! Payments and the holders of their links.

use mall_contract::{MallId, OrderNumbers, PaymentId, PaymentNotice, PersonId, ShopperId, StoreId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::row::row;
use super::transaction::Write;
use crate::clock::Ms;
use crate::error::Error;

/// A payment as it is stored.
#[derive(Clone, Debug)]
pub struct PaymentRow {
    pub id: PaymentId,
    /// The paying system's own number.
    pub transaction_id: String,
    pub store_id: StoreId,
    /// In fen.
    pub amount: i64,
    /// How, as the contract writes it.
    pub method: String,
    /// The instant of the payment.
    pub paid_at: i64,
    /// The payer's name at the payment service; none if it is not known.
    pub payer: Option<String>,
    /// The instant of the report; the lifetime of its link counts from here.
    pub received_at: i64,
    /// The shopper whose browser first claimed by its link.
    pub holder_id: Option<ShopperId>,
    /// The person its claims count for.
    pub person_id: Option<PersonId>,
    /// The refunded amount, in fen.
    pub refunded: i64,
    merchant: Option<String>,
    order_number: Option<String>,
    acquirer_number: Option<String>,
}

row!(PaymentRow {
    id,
    transaction_id,
    store_id,
    amount,
    method,
    paid_at,
    payer,
    received_at,
    holder_id,
    person_id,
    refunded,
    merchant,
    order_number,
    acquirer_number
});

impl PaymentRow {
    /// Returns the amount that is not refunded, in fen.
    #[must_use]
    pub fn left(&self) -> i64 {
        self.amount - self.refunded
    }

    /// Returns the order it was made for, if the mall's system has named it.
    #[must_use]
    pub fn order(&self) -> Option<OrderNumbers> {
        Some(OrderNumbers {
            merchant: self.merchant.clone()?,
            number: self.order_number.clone()?,
            acquirer_number: self.acquirer_number.clone(),
        })
    }
}

/// Returns a query for payments. Both parts are this file's own text.
fn select(condition: &'static str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!(
        "SELECT id, transaction_id, store_id, amount, method, paid_at, payer, received_at, holder_id, \
         person_id, refunded, merchant, order_number, acquirer_number FROM payments WHERE {condition}"
    ))
}

/// Writes a payment, unless its transaction id or its order is stored already. Returns whether it was written.
pub async fn insert(
    tx: &mut Write<'_>,
    mall: &MallId,
    id: &PaymentId,
    notice: &PaymentNotice,
    method: &str,
    now: Ms,
) -> Result<bool, Error> {
    let sql = "INSERT INTO payments (mall_id, id, transaction_id, store_id, amount, method, paid_at, payer, \
               received_at, merchant, order_number, acquirer_number) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(id.as_str()).bind(&notice.transaction_id);
    let query = query.bind(notice.store_id.as_str()).bind(notice.amount.0).bind(method);
    let query = query.bind(notice.paid_at.ms).bind(&notice.payer).bind(now);
    let order = notice.order.as_ref();
    let query = query.bind(order.map(|order| &order.merchant));
    let query = query.bind(order.map(|order| &order.number));
    let query = query.bind(order.and_then(|order| order.acquirer_number.as_ref()));
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Returns a payment by the paying system's number.
pub async fn by_transaction(
    tx: &mut AnyConnection,
    mall: &MallId,
    transaction: &str,
) -> Result<Option<PaymentRow>, Error> {
    let query = sqlx::query_as(select("mall_id = $1 AND transaction_id = $2"));
    Ok(query.bind(mall.as_str()).bind(transaction).fetch_optional(tx).await?)
}

/// Returns the payments for an order by the merchant's number or the acquirer's, the merchant's first. There are two if
/// one's number is by chance the other's.
pub async fn by_order(
    tx: &mut AnyConnection,
    mall: &MallId,
    merchant: &str,
    number: &str,
) -> Result<Vec<PaymentRow>, Error> {
    let condition = "mall_id = $1 AND merchant = $2 AND (order_number = $3 OR acquirer_number = $3) \
                     ORDER BY CASE WHEN order_number = $3 THEN 0 ELSE 1 END";
    let query = sqlx::query_as(select(condition)).bind(mall.as_str()).bind(merchant).bind(number);
    Ok(query.fetch_all(tx).await?)
}

/// Returns a payment by its id.
pub async fn get(
    tx: &mut AnyConnection,
    mall: &MallId,
    id: &PaymentId,
) -> Result<Option<PaymentRow>, Error> {
    let query = sqlx::query_as(select("mall_id = $1 AND id = $2"));
    Ok(query.bind(mall.as_str()).bind(id.as_str()).fetch_optional(tx).await?)
}

/// Binds a payment to the first shopper who claims by its link. Returns whether this call did.
pub async fn bind_holder(
    tx: &mut Write<'_>,
    mall: &MallId,
    id: &PaymentId,
    shopper: &ShopperId,
    person: &PersonId,
) -> Result<bool, Error> {
    let sql = "UPDATE payments SET holder_id = $3, person_id = $4 \
               WHERE mall_id = $1 AND id = $2 AND holder_id IS NULL";
    let query = sqlx::query(sql)
        .bind(mall.as_str())
        .bind(id.as_str())
        .bind(shopper.as_str())
        .bind(person.as_str());
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Checks whether a shopper holds other payments too, or is a proven payer.
pub async fn holds_more(
    tx: &mut AnyConnection,
    mall: &MallId,
    holder: &ShopperId,
    id: &PaymentId,
) -> Result<bool, Error> {
    let sql = "SELECT (SELECT COUNT(*) FROM payments WHERE mall_id = $1 AND holder_id = $2 AND id <> $3) \
               + (SELECT COUNT(*) FROM payers WHERE mall_id = $1 AND shopper_id = $2)";
    let query = sqlx::query_scalar::<_, i64>(sql)
        .bind(mall.as_str())
        .bind(holder.as_str())
        .bind(id.as_str());
    Ok(query.fetch_one(tx).await? > 0)
}

/// Locks a payment that is not refunded until the transaction ends, so that no refund comes between. An update that
/// changes nothing locks the row too. Returns whether there is such a payment.
pub async fn lock_paid(tx: &mut Write<'_>, mall: &MallId, id: &PaymentId) -> Result<bool, Error> {
    let sql = "UPDATE payments SET refunded = refunded \
               WHERE mall_id = $1 AND id = $2 AND refunded < amount";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(id.as_str());
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Counts a refund, unless it is more than the rest of the payment. Returns whether it was counted.
pub async fn give_back(
    tx: &mut Write<'_>,
    mall: &MallId,
    id: &PaymentId,
    amount: i64,
) -> Result<bool, Error> {
    let sql = "UPDATE payments SET refunded = refunded + $3 \
               WHERE mall_id = $1 AND id = $2 AND refunded + $3 <= amount";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(id.as_str()).bind(amount);
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}
