//! What happened to coupons at tills, step by step. Rows are added here; nothing changes or removes one.

use sqlx::AnyPool;

use super::Write;
use crate::clock::Ms;
use crate::error::Error;

/// One step.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// The coupon.
    pub coupon: &'a str,
    /// What happened: `redeemed`, `undone`, `revoked`.
    pub step: &'static str,
    /// Who did it: `staff:` or `key:` with an id, or the system that caused it.
    pub actor: &'a str,
    /// Why, where that was said.
    pub reason: Option<&'a str>,
    /// The request it was done for.
    pub request: Option<&'a str>,
}

/// Adds a step. The coupon's row is changed in the same transaction, which keeps two from being the same one.
pub async fn add(tx: &mut Write<'_>, mall: &str, step: Step<'_>, now: Ms) -> Result<(), Error> {
    let sql = "INSERT INTO coupon_steps (mall_id, coupon_id, n, step, actor, reason, request_id, at) \
               SELECT $1, $2, COALESCE(MAX(n), 0) + 1, $3, $4, $5, $6, $7 FROM coupon_steps \
               WHERE mall_id = $1 AND coupon_id = $2";
    let query = sqlx::query(sql).bind(mall).bind(step.coupon).bind(step.step).bind(step.actor);
    query.bind(step.reason).bind(step.request).bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// The coupons of a mall to which something happened since an instant.
pub async fn since(pool: &AnyPool, mall: &str, from: Ms) -> Result<Vec<(String, i64)>, Error> {
    let sql = "SELECT coupon_id, MAX(n) FROM coupon_steps WHERE mall_id = $1 AND at >= $2 GROUP BY coupon_id";
    Ok(sqlx::query_as(sql).bind(mall).bind(from).fetch_all(pool).await?)
}
