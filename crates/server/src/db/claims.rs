//! Claims by the caller's own request id: the first answer, kept.

use mall_contract::{
    ClaimRequest, CouponId, MallId, OfferId, PaymentId, PlacementCode, RequestId, ShopperId,
};
use sqlx::AnyConnection;

use super::row::row;
use super::transaction::Write;
use crate::clock::Ms;
use crate::decision::Answer;
use crate::error::Error;

/// A decided claim.
#[derive(Clone, Debug)]
pub struct ClaimRow {
    /// The requested offer.
    pub offer_id: OfferId,
    /// The payment whose link the claim came by; none for a link of a placement.
    pub payment_id: Option<PaymentId>,
    /// The code of the placement whose link the claim came by; either this or a payment.
    pub placement_code: Option<String>,
    /// The ordinal of the requested coupon among the shopper's coupons of this offer, from 1.
    pub nth: i64,
    /// The coupon, when it was granted.
    pub coupon_id: Option<CouponId>,
    /// The reason as JSON, when it was refused.
    pub refusal: Option<String>,
}

row!(ClaimRow { offer_id, payment_id, placement_code, nth, coupon_id, refusal });

/// The payment or the placement that a link is for; one of them is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkSource<'a> {
    pub payment: Option<&'a PaymentId>,
    /// The placement's code.
    pub placement: Option<&'a PlacementCode>,
}

/// Takes a request id for a shopper who claims by the link of a payment or of a placement. Returns false if the id is
/// taken. The second of two simultaneous requests waits here until the first one's transaction ends.
pub async fn take(
    tx: &mut Write<'_>,
    mall: &MallId,
    shopper: &ShopperId,
    request: &ClaimRequest,
    source: LinkSource<'_>,
    now: Ms,
) -> Result<bool, Error> {
    let sql = "INSERT INTO claims (mall_id, shopper_id, request_id, offer_id, payment_id, nth, answered_at, \
               placement_code) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (mall_id, shopper_id, request_id) DO NOTHING";
    let query = sqlx::query(sql)
        .bind(mall.as_str())
        .bind(shopper.as_str())
        .bind(request.request_id.as_str());
    let query = query
        .bind(request.offer_id.as_str())
        .bind(source.payment.map(PaymentId::as_str))
        .bind(i64::from(request.nth))
        .bind(now);
    let query = query.bind(source.placement.map(PlacementCode::as_str));
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Stores the answer to a request whose id was taken in this transaction.
pub async fn answer(
    tx: &mut Write<'_>,
    mall: &MallId,
    shopper: &ShopperId,
    request: &RequestId,
    answer: &Answer<CouponId>,
) -> Result<(), Error> {
    let sql = "UPDATE claims SET coupon_id = $4, refusal = $5 \
               WHERE mall_id = $1 AND shopper_id = $2 AND request_id = $3";
    let query = sqlx::query(sql)
        .bind(mall.as_str())
        .bind(shopper.as_str())
        .bind(request.as_str())
        .bind(answer.id().map(CouponId::as_str));
    query.bind(answer.refusal()).execute(&mut **tx).await?;
    Ok(())
}

/// Returns the first answer to a request id of a shopper.
pub async fn get(
    tx: &mut AnyConnection,
    mall: &MallId,
    shopper: &ShopperId,
    request: &RequestId,
) -> Result<Option<ClaimRow>, Error> {
    let sql = "SELECT offer_id, payment_id, placement_code, nth, coupon_id, refusal FROM claims \
               WHERE mall_id = $1 AND shopper_id = $2 AND request_id = $3";
    let query =
        sqlx::query_as(sql).bind(mall.as_str()).bind(shopper.as_str()).bind(request.as_str());
    Ok(query.fetch_optional(tx).await?)
}
