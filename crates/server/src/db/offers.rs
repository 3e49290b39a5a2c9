//! Offers and their stock.

use mall_contract::{Fen, MallId, Offer, OfferId, Store, StoreId, UseWindow};
use mall_coupons::{Language, claim_needs_login, use_windows};
use sqlx::AssertSqlSafe;

use super::id::id;
use super::in_language;
use super::row::row;
use super::transaction::{Connection, Write};
use crate::clock::{Ms, Zone};
use crate::error::{Error, OrFault};
use crate::json::from_json;

/// An offer with its store, as it is stored.
#[derive(Clone, Debug)]
pub struct OfferAtStore {
    pub id: OfferId,
    pub store_id: StoreId,
    /// The store's category.
    pub category_id: String,
    /// The smallest payment it may follow, in fen.
    pub payment_minimum: i64,
    pub per_person_limit: i64,
    requires_person: i64,
    state: String,
    title_zh: String,
    title_en: Option<String>,
    benefit_zh: String,
    benefit_en: String,
    threshold: i64,
    claim_from: i64,
    claim_until: i64,
    validity: String,
    total_stock: Option<i64>,
    daily_stock: Option<i64>,
    claimed: i64,
    claimed_today: i64,
    rules_zh: String,
    rules_en: String,
    after_refund: String,
    use_windows: String,
    /// The name of its store in Chinese.
    pub store_zh: String,
    /// Its English name, if it has one.
    pub store_en: Option<String>,
    /// The floor of its store.
    pub floor: String,
    unit: String,
    category_zh: String,
    category_en: Option<String>,
}

row!(OfferAtStore {
    id,
    store_id,
    category_id,
    payment_minimum,
    per_person_limit,
    requires_person,
    state,
    title_zh,
    title_en,
    benefit_zh,
    benefit_en,
    threshold,
    claim_from,
    claim_until,
    validity,
    total_stock,
    daily_stock,
    claimed,
    claimed_today,
    rules_zh,
    rules_en,
    after_refund,
    use_windows,
    store_zh,
    store_en,
    floor,
    unit,
    category_zh,
    category_en
});

/// All columns of an offer at its store; `$1` is the mall, `$2` its civil day.
const SELECT: &str = "SELECT o.id, o.store_id, o.state, o.title_zh, o.title_en, o.benefit_zh, o.benefit_en, \
    o.threshold, o.payment_minimum, o.claim_from, o.claim_until, o.validity, o.total_stock, o.daily_stock, \
    o.claimed, o.per_person_limit, o.rules_zh, o.rules_en, o.after_refund, o.use_windows, o.requires_person, \
    COALESCE(d.claimed, 0) AS claimed_today, \
    s.category_id, s.name_zh AS store_zh, s.name_en AS store_en, s.floor, s.unit, \
    c.name_zh AS category_zh, c.name_en AS category_en FROM offers o \
    JOIN stores s ON s.mall_id = o.mall_id AND s.id = o.store_id \
    JOIN categories c ON c.mall_id = s.mall_id AND c.id = s.category_id \
    LEFT JOIN offer_days d ON d.mall_id = o.mall_id AND d.offer_id = o.id AND d.day = $2 ";

/// Returns a query that begins as above. Both parts are this file's own text.
fn select(condition: &'static str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!("{SELECT}{condition}"))
}

/// Returns the ids of a mall's offers that have not ended.
pub async fn ids(connection: &mut Connection, mall: &MallId) -> Result<Vec<OfferId>, Error> {
    let sql = "SELECT id FROM offers WHERE mall_id = $1 AND state <> 'ended'";
    let rows: Vec<String> =
        sqlx::query_scalar(sql).bind(mall.as_str()).fetch_all(connection).await?;
    rows.into_iter().map(id).collect()
}

/// Returns live offers whose claim window overlaps a span of time.
pub async fn around(
    connection: &mut Connection,
    mall: &MallId,
    day: i64,
    from: Ms,
    until: Ms,
) -> Result<Vec<OfferAtStore>, Error> {
    let sql = select(
        "WHERE o.mall_id = $1 AND o.state = 'live' AND o.claim_until > $3 AND o.claim_from < $4",
    );
    let query = sqlx::query_as(sql).bind(mall.as_str()).bind(day).bind(from).bind(until);
    Ok(query.fetch_all(connection).await?)
}

/// Returns an offer as this transaction sees it.
pub async fn get(
    tx: &mut Connection,
    mall: &MallId,
    id: &OfferId,
    day: i64,
) -> Result<Option<OfferAtStore>, Error> {
    let sql = select("WHERE o.mall_id = $1 AND o.id = $3");
    let query = sqlx::query_as(sql).bind(mall.as_str()).bind(day).bind(id.as_str());
    Ok(query.fetch_optional(tx).await?)
}

/// Counts one more piece of an offer, when it is open and one is left. This is the guard of the
/// total stock and of the claim window: the counter and the test are one statement.
pub async fn take_piece(
    tx: &mut Write<'_>,
    mall: &MallId,
    id: &OfferId,
    now: Ms,
) -> Result<bool, Error> {
    let sql = "UPDATE offers SET claimed = claimed + 1 WHERE mall_id = $1 AND id = $2 AND state = 'live' \
               AND claim_from <= $3 AND claim_until > $3 \
               AND (total_stock IS NULL OR claimed < total_stock)";
    let done =
        sqlx::query(sql).bind(mall.as_str()).bind(id.as_str()).bind(now).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

/// Counts one more piece of a day, when one is left of its share.
pub async fn take_of_day(
    tx: &mut Write<'_>,
    mall: &MallId,
    id: &OfferId,
    day: i64,
) -> Result<bool, Error> {
    let begin = "INSERT INTO offer_days (mall_id, offer_id, day, claimed) VALUES ($1, $2, $3, 0) \
                 ON CONFLICT (mall_id, offer_id, day) DO NOTHING";
    sqlx::query(begin).bind(mall.as_str()).bind(id.as_str()).bind(day).execute(&mut **tx).await?;
    let sql = "UPDATE offer_days SET claimed = claimed + 1 WHERE mall_id = $1 AND offer_id = $2 AND day = $3 \
               AND EXISTS (SELECT 1 FROM offers o WHERE o.mall_id = $1 AND o.id = $2 \
               AND (o.daily_stock IS NULL OR offer_days.claimed < o.daily_stock))";
    let done =
        sqlx::query(sql).bind(mall.as_str()).bind(id.as_str()).bind(day).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

/// Gives pieces back to the day they were taken from.
pub async fn give_back_to_day(
    tx: &mut Write<'_>,
    mall: &MallId,
    id: &OfferId,
    day: i64,
    pieces: i64,
) -> Result<(), Error> {
    let sql = "UPDATE offer_days SET claimed = claimed - $4 WHERE mall_id = $1 AND offer_id = $2 AND day = $3";
    sqlx::query(sql)
        .bind(mall.as_str())
        .bind(id.as_str())
        .bind(day)
        .bind(pieces)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Gives pieces of an offer back, so that others may have them. An offer that has ended keeps its count.
pub async fn give_back(
    tx: &mut Write<'_>,
    mall: &MallId,
    id: &OfferId,
    pieces: i64,
    now: Ms,
) -> Result<(), Error> {
    let sql = "UPDATE offers SET claimed = claimed - $3 \
               WHERE mall_id = $1 AND id = $2 AND state <> 'ended' AND claim_until > $4";
    sqlx::query(sql)
        .bind(mall.as_str())
        .bind(id.as_str())
        .bind(pieces)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

impl OfferAtStore {
    /// Returns the offer as the contract has it, in a language.
    ///
    /// # Errors
    /// When the stored offer is invalid.
    pub fn offer(&self, language: Language, zone: &Zone, now: Ms) -> Result<Offer, Error> {
        let (benefit, rules) = match language {
            Language::Zh => (&self.benefit_zh, &self.rules_zh),
            Language::En => (&self.benefit_en, &self.rules_en),
        };
        let left =
            |stock: Option<i64>, claimed: i64| stock.map(|s| count(s.saturating_sub(claimed)));
        let store = Store {
            id: self.store_id.clone(),
            name: in_language(language, self.store_zh.clone(), self.store_en.clone()),
            floor: self.floor.clone(),
            unit: self.unit.clone(),
            category: in_language(language, self.category_zh.clone(), self.category_en.clone()),
        };
        Ok(Offer {
            id: self.id.clone(),
            store,
            title: in_language(language, self.title_zh.clone(), self.title_en.clone()),
            benefit: from_json(benefit)?,
            threshold: Fen(self.threshold),
            state: self.state.parse().or_fault("a stored state cannot be read")?,
            claim_from: zone.moment(self.claim_from),
            claim_until: zone.moment(self.claim_until),
            validity: from_json(&self.validity)?,
            stock: mall_contract::Stock {
                total: self.total_stock.map(count),
                left: left(self.total_stock, self.claimed),
                left_today: left(self.daily_stock, self.claimed_today),
                day_ends: zone.moment(zone.midnight_after(now, 1)),
            },
            per_person_limit: count(self.per_person_limit),
            rules: self.rules(language, rules)?,
            after_refund: Some(
                self.after_refund.parse().or_fault("a stored after_refund cannot be read")?,
            ),
        })
    }
}

impl OfferAtStore {
    /// Checks whether only people whom the payment service knows may claim it.
    #[must_use]
    pub fn requires_person(&self) -> bool {
        self.requires_person != 0
    }

    /// Returns the hours of the week in which its coupons can be used.
    ///
    /// # Errors
    /// When the stored windows are invalid.
    pub fn windows(&self) -> Result<Vec<UseWindow>, Error> {
        from_json(&self.use_windows)
    }

    /// Returns the rules that shoppers read: first who may claim and the week's hours, which the server enforces, then the
    /// store's own rules.
    fn rules(&self, language: Language, stored: &str) -> Result<Vec<String>, Error> {
        let mut rules: Vec<String> = from_json(stored)?;
        if let Some(sentence) = use_windows(language, &self.windows()?) {
            rules.insert(0, sentence.into_owned());
        }
        if self.requires_person() {
            rules.insert(0, claim_needs_login(language).to_owned());
        }
        Ok(rules)
    }
}

/// Returns a count that is never negative.
fn count(n: i64) -> u32 {
    u32::try_from(n.max(0)).unwrap_or(u32::MAX)
}
