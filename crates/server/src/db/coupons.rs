//! Coupons: one row each, with the terms as they were at the claim.

use mall_contract::{
    AfterRefund, Benefit, Coupon, CouponId, Fen, MallId, OfferId, PaymentId, PersonId, PlacementId,
    Redemption, RevocationReason, ShopperId, Store, UseWindow,
};
use mall_coupons::Language;
use serde::{Deserialize, Serialize};

use super::row::row;
use super::transaction::{Connection, Write};
use crate::clock::{Ms, Zone};
use crate::error::{Error, OrFault};
use crate::json::from_json;

/// All of a coupon, as [`CouponRow`] reads it.
macro_rules! select_coupons {
    () => {
        "SELECT id, offer_id, payment_id, claimed_at, valid_from, valid_until, terms_zh, terms_en, redeemed_at, \
         revoked_at, revoked_for, undone_at, code_hash FROM coupons "
    };
}
pub(super) use select_coupons;

/// The terms of a coupon in one language, fixed at the claim.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Terms {
    pub store: Store,
    /// The offer's title.
    pub title: String,
    pub benefit: Benefit,
    /// Smallest order, in fen.
    pub threshold: Fen,
    /// Rules, a sentence each.
    pub rules: Vec<String>,
    /// The fate of the unused coupon when its payment is refunded.
    #[serde(default)]
    pub after_refund: AfterRefund,
    /// The hours of the week in which it can be used; if there are none, it can be used at any time.
    #[serde(default)]
    pub windows: Vec<UseWindow>,
}

/// A coupon as it is stored.
#[derive(Clone, Debug)]
pub struct CouponRow {
    pub id: CouponId,
    /// The offer it is of.
    pub offer_id: OfferId,
    /// The payment it was claimed after; none where it was claimed at a placement.
    pub payment_id: Option<PaymentId>,
    pub claimed_at: i64,
    valid_from: i64,
    valid_until: i64,
    terms_zh: String,
    terms_en: String,
    redeemed_at: Option<i64>,
    revoked_at: Option<i64>,
    revoked_for: Option<String>,
    undone_at: Option<i64>,
    /// Hash of its code; none for one from before there were codes that was never shown.
    pub code_hash: Option<String>,
}

row!(CouponRow {
    id,
    offer_id,
    payment_id,
    claimed_at,
    valid_from,
    valid_until,
    terms_zh,
    terms_en,
    redeemed_at,
    revoked_at,
    revoked_for,
    undone_at,
    code_hash
});

/// The terms of a coupon as JSON, in both languages.
#[derive(Clone, Copy, Debug)]
pub struct TermsColumns<'a> {
    pub zh: &'a str,
    pub en: &'a str,
}

/// A coupon to be written.
pub struct NewCoupon<'a> {
    pub id: &'a CouponId,
    pub offer: &'a OfferId,
    /// The person it counts for.
    pub person: &'a PersonId,
    /// Counts the person's coupons of this offer, from 1.
    pub ordinal: i64,
    pub shopper: &'a ShopperId,
    /// The payment it was claimed after.
    pub payment: Option<&'a PaymentId>,
    /// The placement it was claimed at; either this or a payment.
    pub placement: Option<&'a PlacementId>,
    pub claimed_at: Ms,
    /// The start and the end (excluded) of its use.
    pub valid: (Ms, Ms),
    pub terms: TermsColumns<'a>,
    /// Hash of its code.
    pub code_hash: &'a str,
    /// The store's names, as they are searched for.
    pub store_search: &'a str,
}

/// The stored reason of coupons that were revoked with their payment.
const REFUNDED: &str = "payment_refunded";

/// Writes a coupon when the person may have one more and nobody has taken its ordinal. This guards the limit per
/// person: a request that has counted too few coupons meets a taken ordinal.
pub async fn insert(tx: &mut Write<'_>, mall: &MallId, new: &NewCoupon<'_>) -> Result<bool, Error> {
    let sql = "INSERT INTO coupons (mall_id, id, offer_id, person_id, ordinal, shopper_id, payment_id, \
               claimed_at, valid_from, valid_until, terms_zh, terms_en, placement_id, code_hash, store_search) \
               SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 FROM offers \
               WHERE mall_id = $1 AND id = $3 AND per_person_limit > (SELECT COUNT(*) FROM coupons c \
               WHERE c.mall_id = $1 AND c.offer_id = $3 AND c.person_id = $4 \
               AND (c.revoked_for IS NULL OR c.revoked_for <> 'payment_refunded')) \
               ON CONFLICT (mall_id, offer_id, person_id, ordinal) DO NOTHING";
    let query = sqlx::query(sql)
        .bind(mall.as_str())
        .bind(new.id.as_str())
        .bind(new.offer.as_str())
        .bind(new.person.as_str());
    let query = query
        .bind(new.ordinal)
        .bind(new.shopper.as_str())
        .bind(new.payment.map(PaymentId::as_str))
        .bind(new.claimed_at);
    let query = query.bind(new.valid.0).bind(new.valid.1).bind(new.terms.zh).bind(new.terms.en);
    let query = query
        .bind(new.placement.map(PlacementId::as_str))
        .bind(new.code_hash)
        .bind(new.store_search);
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// A number of coupons of an offer.
#[derive(Clone, Debug)]
pub struct OfferCount {
    pub offer_id: OfferId,
    /// The number.
    pub count: i64,
}

row!(OfferCount { offer_id, count });

/// Counts a person's coupons of each offer, without those that were revoked with a refunded payment.
pub async fn counts_of_person(
    connection: &mut Connection,
    mall: &MallId,
    person: &PersonId,
) -> Result<Vec<OfferCount>, Error> {
    let sql = "SELECT offer_id, COUNT(*) AS count FROM coupons WHERE mall_id = $1 AND person_id = $2 \
               AND (revoked_for IS NULL OR revoked_for <> 'payment_refunded') GROUP BY offer_id";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).bind(person.as_str()).fetch_all(connection).await?)
}

/// One of a person's coupons of an offer.
#[derive(Clone, Debug)]
pub struct PersonCoupon {
    pub id: CouponId,
    pub shopper_id: ShopperId,
    revoked_for: Option<String>,
}

row!(PersonCoupon { id, shopper_id, revoked_for });

impl PersonCoupon {
    /// Checks whether it counts towards the person's limit. A coupon that was revoked with its payment does not.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.revoked_for.as_deref() != Some(REFUNDED)
    }
}

/// Returns all coupons of an offer that a person ever had, oldest first. One statement reads the shopper's and the
/// person's coupons, so that both are of one instant.
pub async fn of_person(
    tx: &mut Connection,
    mall: &MallId,
    offer: &OfferId,
    person: &PersonId,
) -> Result<Vec<PersonCoupon>, Error> {
    let sql = "SELECT id, shopper_id, revoked_for FROM coupons \
               WHERE mall_id = $1 AND offer_id = $2 AND person_id = $3 ORDER BY ordinal";
    let query = sqlx::query_as(sql).bind(mall.as_str()).bind(offer.as_str()).bind(person.as_str());
    Ok(query.fetch_all(tx).await?)
}

/// Returns all coupons a shopper holds, newest first.
pub async fn of_shopper(
    connection: &mut Connection,
    mall: &MallId,
    shopper: &ShopperId,
) -> Result<Vec<CouponRow>, Error> {
    let sql = concat!(
        select_coupons!(),
        "WHERE mall_id = $1 AND shopper_id = $2 ORDER BY claimed_at DESC, id"
    );
    Ok(sqlx::query_as(sql).bind(mall.as_str()).bind(shopper.as_str()).fetch_all(connection).await?)
}

/// Returns a coupon of a shopper.
pub async fn get(
    tx: &mut Connection,
    mall: &MallId,
    shopper: &ShopperId,
    id: &CouponId,
) -> Result<Option<CouponRow>, Error> {
    let sql = concat!(select_coupons!(), "WHERE mall_id = $1 AND shopper_id = $2 AND id = $3");
    Ok(sqlx::query_as(sql)
        .bind(mall.as_str())
        .bind(shopper.as_str())
        .bind(id.as_str())
        .fetch_optional(tx)
        .await?)
}

/// Adds the hash of a code to a coupon from before there were codes.
pub async fn give_code(
    tx: &mut Write<'_>,
    mall: &MallId,
    id: &CouponId,
    code_hash: &str,
) -> Result<(), Error> {
    let sql =
        "UPDATE coupons SET code_hash = $3 WHERE mall_id = $1 AND id = $2 AND code_hash IS NULL";
    sqlx::query(sql)
        .bind(mall.as_str())
        .bind(id.as_str())
        .bind(code_hash)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Returns coupons claimed after a payment that are neither used nor revoked.
pub async fn unused_of_payment(
    tx: &mut Connection,
    mall: &MallId,
    payment: &PaymentId,
) -> Result<Vec<CouponRow>, Error> {
    let sql = concat!(
        select_coupons!(),
        "WHERE mall_id = $1 AND payment_id = $2 \
               AND redeemed_at IS NULL AND revoked_at IS NULL ORDER BY id"
    );
    Ok(sqlx::query_as(sql).bind(mall.as_str()).bind(payment.as_str()).fetch_all(tx).await?)
}

/// Revokes a coupon, unless a till has redeemed it. Returns whether this call revoked it.
pub async fn revoke(
    tx: &mut Write<'_>,
    mall: &MallId,
    id: &CouponId,
    reason: RevocationReason,
    now: Ms,
) -> Result<bool, Error> {
    let reason = match reason {
        RevocationReason::PaymentRefunded => REFUNDED,
        RevocationReason::Withdrawn => "withdrawn",
    };
    let sql = "UPDATE coupons SET revoked_at = $3, revoked_for = $4 WHERE mall_id = $1 AND id = $2 \
               AND redeemed_at IS NULL AND revoked_at IS NULL";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(id.as_str()).bind(now).bind(reason);
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

impl CouponRow {
    /// Checks whether it was revoked because its payment was refunded.
    #[must_use]
    pub fn went_with_payment(&self) -> bool {
        self.revoked_for.as_deref() == Some(REFUNDED)
    }

    /// Checks whether the unused coupon is revoked when its payment is refunded.
    ///
    /// # Errors
    /// When the stored terms are invalid.
    pub fn goes_with_payment(&self) -> Result<bool, Error> {
        Ok(from_json::<Terms>(&self.terms_zh)?.after_refund == AfterRefund::Revoked)
    }

    /// Returns the instant of its last undo, while it is not redeemed again.
    #[must_use]
    pub fn undone_at(&self) -> Option<Ms> {
        self.undone_at.filter(|_| self.redeemed_at.is_none())
    }

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

    /// Returns the coupon as the contract has it, in a language.
    ///
    /// # Errors
    /// When the stored coupon is invalid.
    pub fn coupon(&self, language: Language, zone: &Zone) -> Result<Coupon, Error> {
        let terms = self.terms(language)?;
        let redeemed = self.redeemed_at.map(|at| Redemption::Redeemed { at: zone.moment(at) });
        let reason = match self.revoked_for.as_deref() {
            Some(reason) => reason.parse().or_fault("a stored revocation reason cannot be read")?,
            None => RevocationReason::Withdrawn,
        };
        let revoked = self.revoked_at.map(|at| Redemption::Revoked { at: zone.moment(at), reason });
        Ok(Coupon {
            id: self.id.clone(),
            offer_id: self.offer_id.clone(),
            store: terms.store,
            title: terms.title,
            benefit: terms.benefit,
            threshold: terms.threshold,
            rules: terms.rules,
            after_refund: self.payment_id.as_ref().map(|_| terms.after_refund),
            claimed_at: zone.moment(self.claimed_at),
            valid_from: zone.moment(self.valid_from),
            valid_until: zone.moment(self.valid_until),
            redemption: redeemed.or(revoked),
        })
    }
}
