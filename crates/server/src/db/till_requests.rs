//! The first answer to each request of a till.

use mall_contract::{CouponId, MallId, RedemptionId, RequestId};
use sqlx::AnyConnection;

use super::row::row;
use super::transaction::Write;
use crate::clock::Ms;
use crate::error::Error;

/// A request of a till that was decided.
#[derive(Clone, Debug)]
pub struct TillRequestRow {
    /// The coupon it was about.
    pub coupon_id: CouponId,
    /// The till's number of the order.
    pub order_number: String,
    /// The order's amount, in fen.
    pub amount: i64,
    /// The redemption, if the request was granted.
    pub redemption_id: Option<RedemptionId>,
    /// The reason as JSON, when it was refused.
    pub refusal: Option<String>,
}

row!(TillRequestRow { coupon_id, order_number, amount, redemption_id, refusal });

/// Returns the first answer to a request of a till.
pub async fn get(
    tx: &mut AnyConnection,
    mall: &MallId,
    till: &str,
    request: &RequestId,
) -> Result<Option<TillRequestRow>, Error> {
    let sql = "SELECT coupon_id, order_number, amount, redemption_id, refusal FROM till_requests \
               WHERE mall_id = $1 AND till = $2 AND request_id = $3";
    let query = sqlx::query_as(sql).bind(mall.as_str()).bind(till).bind(request.as_str());
    Ok(query.fetch_optional(tx).await?)
}

/// Keeps the answer to a request; false when it has one.
pub async fn insert(
    tx: &mut Write<'_>,
    mall: &MallId,
    till: &str,
    request: &RequestId,
    answer: &TillRequestRow,
    now: Ms,
) -> Result<bool, Error> {
    let sql = "INSERT INTO till_requests (mall_id, till, request_id, coupon_id, order_number, amount, \
               redemption_id, refusal, answered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
               ON CONFLICT (mall_id, till, request_id) DO NOTHING";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(till).bind(request.as_str());
    let query =
        query.bind(answer.coupon_id.as_str()).bind(&answer.order_number).bind(answer.amount);
    let query = query
        .bind(answer.redemption_id.as_ref().map(RedemptionId::as_str))
        .bind(&answer.refusal)
        .bind(now);
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}
