//! The record of each step of a coupon at tills. Rows are only added: triggers in the database refuse to change or
//! remove one.

use mall_contract::{CouponId, MallId};
use sqlx::Executor;

use super::row::row;
use super::transaction::{Connection, Write};
use crate::clock::Ms;
use crate::error::Error;

/// One step.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    pub coupon: &'a CouponId,
    /// `redeemed`, `undone` or `revoked`.
    pub step: &'static str,
    /// `staff:` or `key:` with an id, or the system that caused the step.
    pub actor: &'a str,
    /// The reason, if the till gave one.
    pub reason: Option<&'a str>,
    /// The request it was done for.
    pub request: Option<&'a str>,
}

/// Keeps rows from being changed or removed. The two databases spell triggers differently, so they are not in the
/// migrations.
const STAY_IN_SQLITE: &str = "\
    CREATE TRIGGER IF NOT EXISTS coupon_steps_not_changed BEFORE UPDATE ON coupon_steps \
    BEGIN SELECT RAISE(ABORT, 'steps of coupons are never changed'); END; \
    CREATE TRIGGER IF NOT EXISTS coupon_steps_not_removed BEFORE DELETE ON coupon_steps \
    BEGIN SELECT RAISE(ABORT, 'steps of coupons are never removed'); END;";

/// The same. Servers that begin at once wait for one another.
const STAY_IN_POSTGRESQL: &str = "DO $do$ BEGIN \
    PERFORM pg_advisory_xact_lock('coupon_steps'::regclass::bigint); \
    IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'coupon_steps_stay' \
                   AND tgrelid = 'coupon_steps'::regclass) THEN \
        CREATE OR REPLACE FUNCTION coupon_steps_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
        RAISE EXCEPTION 'steps of coupons are never changed or removed'; END $$; \
        CREATE TRIGGER coupon_steps_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON coupon_steps \
        FOR EACH STATEMENT EXECUTE FUNCTION coupon_steps_stay(); \
    END IF; END $do$";

/// Makes the database refuse to change or remove a step.
///
/// # Errors
/// When it does not answer.
pub async fn keep(connection: &mut Connection, embedded: bool) -> Result<(), sqlx::Error> {
    let sql = if embedded { STAY_IN_SQLITE } else { STAY_IN_POSTGRESQL };
    connection.execute(sql).await?;
    Ok(())
}

/// Adds a step. The coupon's row is changed in the same transaction, which keeps two from being the same one.
pub async fn add(tx: &mut Write<'_>, mall: &MallId, step: Step<'_>, now: Ms) -> Result<(), Error> {
    let sql = "INSERT INTO coupon_steps (mall_id, coupon_id, n, step, actor, reason, request_id, at) \
               SELECT $1, $2, COALESCE(MAX(n), 0) + 1, $3, $4, $5, $6, $7 FROM coupon_steps \
               WHERE mall_id = $1 AND coupon_id = $2";
    let query = sqlx::query(sql)
        .bind(mall.as_str())
        .bind(step.coupon.as_str())
        .bind(step.step)
        .bind(step.actor);
    query.bind(step.reason).bind(step.request).bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// The last step of a coupon.
#[derive(Clone, Debug)]
pub struct LastStep {
    pub coupon_id: CouponId,
    /// The number of the step.
    pub n: i64,
}

row!(LastStep { coupon_id, n });

/// Returns the coupons of a mall to which something happened since an instant.
pub async fn since(
    connection: &mut Connection,
    mall: &MallId,
    from: Ms,
) -> Result<Vec<LastStep>, Error> {
    let sql = "SELECT coupon_id, MAX(n) AS n FROM coupon_steps WHERE mall_id = $1 AND at >= $2 GROUP BY coupon_id";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).bind(from).fetch_all(connection).await?)
}
