//! Refunds by the paying system's own number: the first answer, kept.

use mall_contract::{MallId, PaymentId, RefundNotice};
use sqlx::AnyConnection;

use super::row::row;
use super::transaction::Write;
use crate::clock::Ms;
use crate::error::Error;

/// A refund as it is stored.
#[derive(Clone, Debug)]
pub struct RefundRow {
    /// The payment it was of.
    pub payment_id: PaymentId,
    /// The refunded amount, in fen.
    pub amount: i64,
    /// The instant of the refund.
    pub refunded_at: i64,
    /// The rest of the payment after this refund, in fen.
    pub amount_left: i64,
    /// The number of coupons that were revoked with it.
    pub revoked: i64,
}

row!(RefundRow { payment_id, amount, refunded_at, amount_left, revoked });

/// Takes a refund's number. Returns false if it is taken. The second of two simultaneous requests waits here until the
/// first one's transaction ends.
pub async fn take(
    tx: &mut Write<'_>,
    mall: &MallId,
    payment: &PaymentId,
    notice: &RefundNotice,
    now: Ms,
) -> Result<bool, Error> {
    let sql = "INSERT INTO refunds (mall_id, id, payment_id, amount, refunded_at, received_at) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (mall_id, id) DO NOTHING";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(&notice.refund_id).bind(payment.as_str());
    let query = query.bind(notice.amount.0).bind(notice.refunded_at.ms).bind(now);
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Stores the answer to a refund whose number was taken in this transaction.
pub async fn answer(
    tx: &mut Write<'_>,
    mall: &MallId,
    id: &str,
    left: i64,
    revoked: i64,
) -> Result<(), Error> {
    let sql = "UPDATE refunds SET amount_left = $3, revoked = $4 WHERE mall_id = $1 AND id = $2";
    sqlx::query(sql)
        .bind(mall.as_str())
        .bind(id)
        .bind(left)
        .bind(revoked)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Returns a refund that was reported before.
pub async fn get(
    tx: &mut AnyConnection,
    mall: &MallId,
    id: &str,
) -> Result<Option<RefundRow>, Error> {
    let sql = "SELECT payment_id, amount, refunded_at, amount_left, revoked FROM refunds \
               WHERE mall_id = $1 AND id = $2";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).bind(id).fetch_optional(tx).await?)
}
