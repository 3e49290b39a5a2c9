//! Offers as imports write them.

use mall_contract::{MallId, OfferId, StoreId};

use crate::clock::Ms;
use crate::db::row::row;
use crate::db::transaction::{Connection, Write};
use crate::error::Error;

/// An offer with all that its mall's file says of it, except what was claimed before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedOffer {
    pub id: OfferId,
    pub store_id: StoreId,
    /// `draft`, `submitted`, `approved`, `live`, `paused` or `ended`.
    pub state: String,
    pub title_zh: String,
    pub title_en: Option<String>,
    /// Benefit as JSON, worded in Chinese.
    pub benefit_zh: String,
    /// Benefit as JSON, worded in English.
    pub benefit_en: String,
    /// In fen.
    pub threshold: i64,
    /// In fen.
    pub payment_minimum: i64,
    /// The first instant of claims.
    pub claim_from: Ms,
    /// The end of claims, excluded.
    pub claim_until: Ms,
    /// Validity as JSON.
    pub validity: String,
    /// Pieces in all.
    pub total_stock: Option<i64>,
    /// Pieces a day.
    pub daily_stock: Option<i64>,
    /// Pieces a person.
    pub per_person_limit: i64,
    /// Rules as JSON.
    pub rules_zh: String,
    /// Rules as JSON.
    pub rules_en: String,
    /// The fate of unused coupons after a refund.
    pub after_refund: String,
    /// The weekly hours of use, as JSON.
    pub use_windows: String,
    /// 1 if only people whom the payment service knows may claim it.
    pub requires_person: i64,
}

row!(ImportedOffer {
    id,
    store_id,
    state,
    title_zh,
    title_en,
    benefit_zh,
    benefit_en,
    threshold,
    payment_minimum,
    claim_from,
    claim_until,
    validity,
    total_stock,
    daily_stock,
    per_person_limit,
    rules_zh,
    rules_en,
    after_refund,
    use_windows,
    requires_person
});

/// The pieces of an offer that were given out before this system knew of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClaimedBefore {
    pub in_all: i64,
    /// On the civil day of the import.
    pub today: i64,
}

/// Returns all offers of a mall, also those that have ended.
pub(super) async fn of(
    connection: &mut Connection,
    mall: &MallId,
) -> Result<Vec<ImportedOffer>, Error> {
    let sql = "SELECT id, store_id, state, title_zh, title_en, benefit_zh, benefit_en, threshold, payment_minimum, \
               claim_from, claim_until, validity, total_stock, daily_stock, per_person_limit, rules_zh, rules_en, \
               after_refund, use_windows, requires_person FROM offers WHERE mall_id = $1 ORDER BY id";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).fetch_all(connection).await?)
}

/// Writes an offer, or its new content. The claim counts of an existing one stay as they are.
pub async fn put(
    tx: &mut Write<'_>,
    mall: &MallId,
    offer: &ImportedOffer,
    before: ClaimedBefore,
    day: i64,
) -> Result<(), Error> {
    let sql = "INSERT INTO offers (mall_id, id, store_id, state, title_zh, title_en, benefit_zh, benefit_en, \
               threshold, payment_minimum, claim_from, claim_until, validity, total_stock, daily_stock, \
               claimed, per_person_limit, rules_zh, rules_en, after_refund, use_windows, requires_person) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22) \
               ON CONFLICT (mall_id, id) DO UPDATE SET store_id = excluded.store_id, state = excluded.state, \
               title_zh = excluded.title_zh, title_en = excluded.title_en, benefit_zh = excluded.benefit_zh, \
               benefit_en = excluded.benefit_en, threshold = excluded.threshold, \
               payment_minimum = excluded.payment_minimum, claim_from = excluded.claim_from, \
               claim_until = excluded.claim_until, validity = excluded.validity, \
               total_stock = excluded.total_stock, daily_stock = excluded.daily_stock, \
               per_person_limit = excluded.per_person_limit, rules_zh = excluded.rules_zh, \
               rules_en = excluded.rules_en, after_refund = excluded.after_refund, \
               use_windows = excluded.use_windows, requires_person = excluded.requires_person";
    let query = sqlx::query(sql)
        .bind(mall.as_str())
        .bind(offer.id.as_str())
        .bind(offer.store_id.as_str())
        .bind(&offer.state);
    let query = query.bind(&offer.title_zh).bind(&offer.title_en).bind(&offer.benefit_zh);
    let query = query.bind(&offer.benefit_en).bind(offer.threshold).bind(offer.payment_minimum);
    let query = query.bind(offer.claim_from).bind(offer.claim_until).bind(&offer.validity);
    let query = query.bind(offer.total_stock).bind(offer.daily_stock).bind(before.in_all);
    let query = query.bind(offer.per_person_limit).bind(&offer.rules_zh).bind(&offer.rules_en);
    let query = query.bind(&offer.after_refund).bind(&offer.use_windows);
    query.bind(offer.requires_person).execute(&mut **tx).await?;
    put_day(tx, mall, &offer.id, day, before.today).await
}

/// Counts the pieces of a day that were claimed before this system knew of the offer, once.
async fn put_day(
    tx: &mut Write<'_>,
    mall: &MallId,
    offer: &OfferId,
    day: i64,
    claimed: i64,
) -> Result<(), Error> {
    let sql = "INSERT INTO offer_days (mall_id, offer_id, day, claimed) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (mall_id, offer_id, day) DO NOTHING";
    sqlx::query(sql)
        .bind(mall.as_str())
        .bind(offer.as_str())
        .bind(day)
        .bind(claimed)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Ends an offer. Its claimed coupons stay valid.
pub async fn end(tx: &mut Write<'_>, mall: &MallId, id: &OfferId) -> Result<(), Error> {
    let sql = "UPDATE offers SET state = 'ended' WHERE mall_id = $1 AND id = $2";
    sqlx::query(sql).bind(mall.as_str()).bind(id.as_str()).execute(&mut **tx).await?;
    Ok(())
}
