//! Coupons at tills: redemptions, undos, and the first answer to each request of a till.

use mall_contract::{
    CouponFacts, CouponId, Fen, MallId, PaymentId, RedemptionId, RequestId, RevocationReason,
    StoreId, TillCoupon, TillRedemption, UndoRecord,
};
use mall_coupons::Language;

use super::coupons::Terms;
use super::row::row;
use super::transaction::{Connection, Write};
use crate::clock::{Ms, Zone};
use crate::error::{Error, OrFault};
use crate::json::from_json;

/// A coupon as a till meets it.
#[derive(Clone, Debug)]
pub struct AtTillRow {
    pub coupon_id: CouponId,
    /// The payment it was claimed after.
    pub payment_id: Option<PaymentId>,
    valid_from: i64,
    valid_until: i64,
    terms_zh: String,
    terms_en: String,
    redeemed_at: Option<i64>,
    revoked_at: Option<i64>,
    revoked_for: Option<String>,
    /// The number of undone redemptions.
    pub undone: i64,
}

row!(AtTillRow {
    coupon_id,
    payment_id,
    valid_from,
    valid_until,
    terms_zh,
    terms_en,
    redeemed_at,
    revoked_at,
    revoked_for,
    undone
});

/// A coupon's columns, of `coupons c`.
macro_rules! coupon {
    () => {
        "c.id AS coupon_id, c.payment_id, c.valid_from, c.valid_until, c.terms_zh, c.terms_en, c.redeemed_at, \
         c.revoked_at, c.revoked_for, c.undone"
    };
}

/// A redemption's columns, of `redemptions r`, with its coupon's.
macro_rules! redemption {
    ($condition:literal) => {
        concat!(
            "SELECT r.id, r.store_id, r.till, r.request_id, r.taken_by, r.code_read, r.order_number, r.amount, \
             r.saved, r.at, r.undone_at, r.undone_by, r.undone_for, ",
            coupon!(),
            " FROM redemptions r JOIN coupons c ON c.mall_id = r.mall_id AND c.id = r.coupon_id ",
            $condition
        )
    };
}

/// A redemption as it is stored.
#[derive(Clone, Debug)]
pub struct RedemptionRow {
    pub id: RedemptionId,
    pub coupon: AtTillRow,
    pub store_id: StoreId,
    pub till: String,
    request_id: String,
    /// The name of the cashier or system, as people know it.
    pub taken_by: String,
    code_read: String,
    /// The till's number of the order.
    pub order_number: String,
    /// The order's amount, in fen.
    pub amount: i64,
    saved: Option<i64>,
    pub at: i64,
    /// The instant of the undo.
    pub undone_at: Option<i64>,
    undone_by: Option<String>,
    undone_for: Option<String>,
}

row!(RedemptionRow {
    id,
    coupon,
    store_id,
    till,
    request_id,
    taken_by,
    code_read,
    order_number,
    amount,
    saved,
    at,
    undone_at,
    undone_by,
    undone_for
});

/// Returns the coupon of a code, by its hash.
pub async fn coupon_of_code(
    tx: &mut Connection,
    mall: &MallId,
    code_hash: &str,
) -> Result<Option<AtTillRow>, Error> {
    let sql =
        concat!("SELECT ", coupon!(), " FROM coupons c WHERE c.mall_id = $1 AND c.code_hash = $2");
    Ok(sqlx::query_as(sql).bind(mall.as_str()).bind(code_hash).fetch_optional(tx).await?)
}

/// Returns the redemption of a coupon that is not undone.
pub async fn standing(
    tx: &mut Connection,
    mall: &MallId,
    coupon: &CouponId,
) -> Result<Option<RedemptionRow>, Error> {
    let sql = redemption!("WHERE r.mall_id = $1 AND r.coupon_id = $2 AND r.undone_at IS NULL");
    Ok(sqlx::query_as(sql).bind(mall.as_str()).bind(coupon.as_str()).fetch_optional(tx).await?)
}

/// Returns a redemption by its id.
pub async fn get(
    tx: &mut Connection,
    mall: &MallId,
    id: &RedemptionId,
) -> Result<Option<RedemptionRow>, Error> {
    let sql = redemption!("WHERE r.mall_id = $1 AND r.id = $2");
    Ok(sqlx::query_as(sql).bind(mall.as_str()).bind(id.as_str()).fetch_optional(tx).await?)
}

/// The person or system at a till.
#[derive(Clone, Copy, Debug)]
pub struct TillName<'a> {
    /// `staff:` or `key:` and an id.
    pub id: &'a str,
    /// The name that people know.
    pub by: &'a str,
}

/// A redemption to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewRedemption<'a> {
    pub id: &'a RedemptionId,
    pub coupon: &'a CouponId,
    pub store: &'a StoreId,
    /// The till.
    pub till: TillName<'a>,
    pub request: &'a RequestId,
    /// The way the till read the code: by camera, scanner or keyboard.
    pub code_read: &'a str,
    /// The till's number of the order.
    pub order_number: &'a str,
    pub amount: Fen,
    /// The amount that the coupon takes off the order.
    pub saved: Option<Fen>,
    pub at: Ms,
    /// The mall's day.
    pub day: i64,
}

/// Writes a redemption, unless the coupon is redeemed already. This guards that a coupon is redeemed once. The second
/// of two simultaneous requests waits here until the first one's transaction ends.
pub async fn insert(
    tx: &mut Write<'_>,
    mall: &MallId,
    new: &NewRedemption<'_>,
) -> Result<bool, Error> {
    let sql = "INSERT INTO redemptions (mall_id, id, coupon_id, store_id, till, request_id, taken_by, code_read, \
               order_number, amount, saved, at, day) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING";
    let query = sqlx::query(sql)
        .bind(mall.as_str())
        .bind(new.id.as_str())
        .bind(new.coupon.as_str())
        .bind(new.store.as_str());
    let query = query.bind(new.till.id).bind(new.request.as_str()).bind(new.till.by);
    let query = query.bind(new.code_read).bind(new.order_number).bind(new.amount.0);
    let query = query.bind(new.saved.map(|saved| saved.0)).bind(new.at).bind(new.day);
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Marks a coupon as redeemed, while it is valid and not revoked. A simultaneous refund meets it at this row.
pub async fn mark_taken(
    tx: &mut Write<'_>,
    mall: &MallId,
    coupon: &CouponId,
    now: Ms,
) -> Result<bool, Error> {
    let sql = "UPDATE coupons SET redeemed_at = $3 WHERE mall_id = $1 AND id = $2 AND revoked_at IS NULL \
               AND valid_from <= $3 AND valid_until > $3";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(coupon.as_str()).bind(now);
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Marks a redemption as undone. Returns whether this call did.
pub async fn undo(
    tx: &mut Write<'_>,
    mall: &MallId,
    id: &RedemptionId,
    by: &str,
    reason: &str,
    now: Ms,
) -> Result<bool, Error> {
    let sql = "UPDATE redemptions SET undone_at = $3, undone_by = $4, undone_for = $5 \
               WHERE mall_id = $1 AND id = $2 AND undone_at IS NULL";
    let query =
        sqlx::query(sql).bind(mall.as_str()).bind(id.as_str()).bind(now).bind(by).bind(reason);
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Gives a redeemed coupon back to its holder, unless it was undone too often. Returns whether it did.
pub async fn give_back(
    tx: &mut Write<'_>,
    mall: &MallId,
    coupon: &CouponId,
    most: i64,
    now: Ms,
) -> Result<bool, Error> {
    let sql = "UPDATE coupons SET redeemed_at = NULL, undone_at = $3, undone = undone + 1 \
               WHERE mall_id = $1 AND id = $2 AND undone < $4";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(coupon.as_str()).bind(now).bind(most);
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Returns a store's redemptions of a day, newest first: `count` of them, beginning at `from`.
pub async fn of_day(
    connection: &mut Connection,
    mall: &MallId,
    store: &StoreId,
    day: i64,
    from: i64,
    count: i64,
) -> Result<Vec<RedemptionRow>, Error> {
    let sql = redemption!(
        "WHERE r.mall_id = $1 AND r.store_id = $2 AND r.day = $3 ORDER BY r.at DESC, r.id LIMIT $5 OFFSET $4"
    );
    let query = sqlx::query_as(sql).bind(mall.as_str()).bind(store.as_str()).bind(day);
    Ok(query.bind(from).bind(count).fetch_all(connection).await?)
}

/// Sums over a store's day.
#[derive(Clone, Copy, Debug)]
pub struct TotalsRow {
    /// Coupons that were redeemed and not given back.
    pub redeemed: i64,
    /// Coupons given back.
    pub undone: i64,
    /// Orders' amounts, in fen.
    pub amount: i64,
    /// The amount that coupons took off their orders, in fen.
    pub saved: i64,
}

row!(TotalsRow { redeemed, undone, amount, saved });

/// Returns the sums over a store's day, without undone redemptions.
pub async fn totals(
    connection: &mut Connection,
    mall: &MallId,
    store: &StoreId,
    day: i64,
) -> Result<TotalsRow, Error> {
    let sql = "SELECT COUNT(*) - COUNT(undone_at) AS redeemed, COUNT(undone_at) AS undone, \
               CAST(COALESCE(SUM(CASE WHEN undone_at IS NULL THEN amount END), 0) AS BIGINT) AS amount, \
               CAST(COALESCE(SUM(CASE WHEN undone_at IS NULL THEN saved END), 0) AS BIGINT) AS saved \
               FROM redemptions WHERE mall_id = $1 AND store_id = $2 AND day = $3";
    Ok(sqlx::query_as(sql)
        .bind(mall.as_str())
        .bind(store.as_str())
        .bind(day)
        .fetch_one(connection)
        .await?)
}

impl AtTillRow {
    /// Returns its terms in a language.
    ///
    /// # Errors
    /// When the stored terms are invalid.
    pub fn terms(&self, language: Language) -> Result<Terms, Error> {
        from_json(match language {
            Language::Zh => &self.terms_zh,
            Language::En => &self.terms_en,
        })
    }

    /// Returns the facts that decide whether a till may redeem it. `by` names the cashier who has redeemed it, if any.
    ///
    /// # Errors
    /// When the stored reason is invalid.
    pub fn facts<'a>(
        &self,
        terms: &'a Terms,
        by: &'a str,
        zone: &Zone,
    ) -> Result<CouponFacts<'a>, Error> {
        let revoked = match (self.revoked_at, self.revoked_for.as_deref()) {
            (None, _) => None,
            (Some(_), Some(reason)) => {
                Some(reason.parse().or_fault("a stored revocation reason cannot be read")?)
            }
            (Some(_), None) => Some(RevocationReason::Withdrawn),
        };
        Ok(CouponFacts {
            store: &terms.store.id,
            store_name: &terms.store.name,
            threshold: terms.threshold,
            windows: &terms.windows,
            valid_from: zone.moment(self.valid_from),
            valid_until: zone.moment(self.valid_until),
            revoked,
            used: self.redeemed_at.map(|at| (zone.moment(at), by)),
        })
    }

    /// Checks whether it is redeemed.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.redeemed_at.is_some()
    }

    /// Returns the coupon as a till sees it.
    ///
    /// # Errors
    /// When the stored coupon is invalid.
    pub fn to_contract(
        &self,
        terms: Terms,
        code_end: String,
        zone: &Zone,
    ) -> Result<TillCoupon, Error> {
        Ok(TillCoupon {
            id: self.coupon_id.clone(),
            code_end,
            title: terms.title,
            benefit: terms.benefit,
            threshold: terms.threshold,
            rules: terms.rules,
            windows: terms.windows,
            valid_from: zone.moment(self.valid_from),
            valid_until: zone.moment(self.valid_until),
        })
    }
}

impl RedemptionRow {
    /// Returns the redemption as the contract has it, for a till that may undo it until an instant.
    ///
    /// # Errors
    /// When the stored redemption is invalid.
    pub fn into_contract(
        self,
        coupon: TillCoupon,
        undo_until: Ms,
        zone: &Zone,
    ) -> Result<TillRedemption, Error> {
        let wrong = |_| Error::fault("a stored redemption cannot be read", &self.id);
        let undone = self.undone_at.map(|at| UndoRecord {
            at: zone.moment(at),
            by: self.undone_by.unwrap_or_default(),
            reason: self.undone_for.unwrap_or_default(),
        });
        Ok(TillRedemption {
            request_id: RequestId::parse(self.request_id.as_str()).map_err(wrong)?,
            coupon,
            store: self.store_id,
            by: self.taken_by,
            at: zone.moment(self.at),
            read: self.code_read.parse().or_fault("a stored code_read cannot be read")?,
            order_number: self.order_number,
            amount: Fen(self.amount),
            saved: self.saved.map(Fen),
            undo_until: zone.moment(undo_until),
            undone,
            id: self.id.into(),
        })
    }
}
