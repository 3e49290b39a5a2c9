//! Offline tills: settings of stores, grants, and conflicts of uploaded redemptions.

use mall_contract::{
    CouponId, Fen, GrantId, MallId, OfflineConflict, OfflineRedemption, OfflineSettings, RequestId,
    StoreId,
};

use super::row::row;
use super::transaction::{Connection, Write};
use crate::clock::{Ms, Zone};
use crate::error::Error;
use crate::json::from_json;

/// The limits of a store's tills while they are offline.
#[derive(Clone, Copy, Debug)]
pub struct OfflineLimits {
    /// The most a coupon may be worth, in fen.
    pub most_value: i64,
    /// The most coupons under one grant.
    pub most_count: i64,
}

row!(OfflineLimits { most_value, most_count });

/// Returns the offline limits of a store's tills: the value of one coupon in fen, and the number of coupons. None if
/// they may not redeem offline.
pub async fn settings(
    tx: &mut Connection,
    mall: &MallId,
    store: &StoreId,
) -> Result<Option<OfflineLimits>, Error> {
    let sql =
        "SELECT most_value, most_count FROM offline_settings WHERE mall_id = $1 AND store_id = $2";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).bind(store.as_str()).fetch_optional(tx).await?)
}

/// Writes a store's settings. A store that has turned it off has no row.
pub async fn put_settings(
    tx: &mut Write<'_>,
    mall: &MallId,
    store: &StoreId,
    settings: &OfflineSettings,
) -> Result<(), Error> {
    if !settings.on {
        let sql = "DELETE FROM offline_settings WHERE mall_id = $1 AND store_id = $2";
        sqlx::query(sql).bind(mall.as_str()).bind(store.as_str()).execute(&mut **tx).await?;
        return Ok(());
    }
    let sql = "INSERT INTO offline_settings (mall_id, store_id, most_value, most_count) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (mall_id, store_id) DO UPDATE SET most_value = excluded.most_value, \
               most_count = excluded.most_count";
    let query =
        sqlx::query(sql).bind(mall.as_str()).bind(store.as_str()).bind(settings.most_value.0);
    query.bind(i64::from(settings.most_count)).execute(&mut **tx).await?;
    Ok(())
}

/// A till's grant to redeem offline.
#[derive(Clone, Debug)]
pub struct GrantRow {
    pub id: GrantId,
    pub store_id: StoreId,
    pub till: String,
    /// The first instant of redemptions under it.
    pub made_at: i64,
    /// The end of redemptions under it, excluded.
    pub ends_at: i64,
    /// The most a coupon may be worth, in fen.
    pub most_value: i64,
    /// The number of coupons that may be redeemed under the grant.
    pub most_count: i64,
}

row!(GrantRow { id, store_id, till, made_at, ends_at, most_value, most_count });

/// Writes a grant. Unused grants are removed after a week.
pub async fn insert_grant(
    tx: &mut Write<'_>,
    mall: &MallId,
    grant: &GrantRow,
) -> Result<(), Error> {
    let sql = "DELETE FROM offline_grants WHERE mall_id = $1 AND till = $2 AND used = 0 \
               AND ends_at < $3 - 604800000";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(&grant.till).bind(grant.made_at);
    query.execute(&mut **tx).await?;
    let sql = "INSERT INTO offline_grants (mall_id, id, store_id, till, made_at, ends_at, most_value, most_count) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let query = sqlx::query(sql)
        .bind(mall.as_str())
        .bind(grant.id.as_str())
        .bind(grant.store_id.as_str())
        .bind(&grant.till);
    let query = query.bind(grant.made_at).bind(grant.ends_at).bind(grant.most_value);
    query.bind(grant.most_count).execute(&mut **tx).await?;
    Ok(())
}

/// Returns a grant by its id.
pub async fn grant(
    tx: &mut Connection,
    mall: &MallId,
    id: &GrantId,
) -> Result<Option<GrantRow>, Error> {
    let sql = "SELECT id, store_id, till, made_at, ends_at, most_value, most_count FROM offline_grants \
               WHERE mall_id = $1 AND id = $2";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).bind(id.as_str()).fetch_optional(tx).await?)
}

/// Counts a redemption under a grant. Returns false if the grant is used up.
pub async fn use_grant(tx: &mut Write<'_>, mall: &MallId, id: &GrantId) -> Result<bool, Error> {
    let sql = "UPDATE offline_grants SET used = used + 1 WHERE mall_id = $1 AND id = $2 AND used < most_count";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(id.as_str());
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// An offline redemption that conflicts with the coupon's state on the server.
#[derive(Clone, Debug)]
pub struct ConflictRow {
    request_id: String,
    store_id: StoreId,
    taken_by: String,
    coupon_id: Option<CouponId>,
    /// The till's number of the order.
    pub order_number: String,
    /// The order's amount, in fen.
    pub amount: i64,
    taken_at: i64,
    found_at: i64,
    reason: String,
}

row!(ConflictRow {
    request_id,
    store_id,
    taken_by,
    coupon_id,
    order_number,
    amount,
    taken_at,
    found_at,
    reason
});

/// The till that redeemed a coupon, and its store.
#[derive(Clone, Copy, Debug)]
pub struct TillIdentity<'a> {
    /// The till that sent the request: a session or a key.
    pub till: &'a str,
    pub store: &'a StoreId,
    /// The same as people know them.
    pub by: &'a str,
}

/// Records a conflict, once.
pub async fn insert_conflict(
    tx: &mut Write<'_>,
    mall: &MallId,
    identity: TillIdentity<'_>,
    coupon: Option<&CouponId>,
    redemption: &OfflineRedemption,
    reason: &str,
    now: Ms,
) -> Result<(), Error> {
    let sql = "INSERT INTO offline_conflicts (mall_id, till, request_id, store_id, taken_by, coupon_id, \
               order_number, amount, taken_at, found_at, reason) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
               ON CONFLICT (mall_id, till, request_id) DO NOTHING";
    let query = sqlx::query(sql)
        .bind(mall.as_str())
        .bind(identity.till)
        .bind(redemption.request_id.as_str());
    let query = query
        .bind(identity.store.as_str())
        .bind(identity.by)
        .bind(coupon.map(CouponId::as_str))
        .bind(&redemption.order_number);
    let query = query.bind(redemption.amount.0).bind(redemption.taken_at.ms).bind(now).bind(reason);
    query.execute(&mut **tx).await?;
    Ok(())
}

/// Returns the conflict that was recorded for a request of a till.
pub async fn conflict(
    tx: &mut Connection,
    mall: &MallId,
    till: &str,
    request: &RequestId,
) -> Result<Option<ConflictRow>, Error> {
    let sql = "SELECT request_id, store_id, taken_by, coupon_id, order_number, amount, taken_at, found_at, reason \
               FROM offline_conflicts WHERE mall_id = $1 AND till = $2 AND request_id = $3";
    let query = sqlx::query_as(sql).bind(mall.as_str()).bind(till).bind(request.as_str());
    Ok(query.fetch_optional(tx).await?)
}

/// Returns the conflicts of a mall, or of one of its stores: newest first, at most 200.
pub async fn conflicts(
    connection: &mut Connection,
    mall: &MallId,
    store: Option<&StoreId>,
) -> Result<Vec<ConflictRow>, Error> {
    let sql = "SELECT request_id, store_id, taken_by, coupon_id, order_number, amount, taken_at, found_at, reason \
               FROM offline_conflicts WHERE mall_id = $1 AND (CAST($2 AS TEXT) IS NULL OR store_id = $2) \
               ORDER BY found_at DESC, request_id LIMIT 200";
    Ok(sqlx::query_as(sql)
        .bind(mall.as_str())
        .bind(store.map(StoreId::as_str))
        .fetch_all(connection)
        .await?)
}

impl ConflictRow {
    /// Returns the conflict as the contract has it.
    ///
    /// # Errors
    /// When the stored conflict is invalid.
    pub fn into_contract(self, zone: &Zone) -> Result<OfflineConflict, Error> {
        let wrong = |_| Error::fault("a stored conflict cannot be read", &self.request_id);
        Ok(OfflineConflict {
            store: self.store_id,
            request_id: RequestId::parse(self.request_id.as_str()).map_err(wrong)?,
            coupon: self.coupon_id,
            by: self.taken_by,
            order_number: self.order_number,
            amount: Fen(self.amount),
            taken_at: zone.moment(self.taken_at),
            found_at: zone.moment(self.found_at),
            reason: from_json(&self.reason)?,
        })
    }
}
