//! A shopper's coupons by where they stand: a part of a list at a time, and how many there are.

use mall_contract::{CouponId, MallId, ShopperId, WalletState};
use sqlx::AssertSqlSafe;

use super::coupons::{CouponRow, select_coupons};
use super::row::row;
use super::transaction::Connection;
use crate::clock::Ms;
use crate::error::Error;

/// All columns of a coupon. `$1` is the mall, `$2` the shopper, `$3` the pattern of stores' names, `$4` and `$5` the
/// place to continue at, `$6` the number of coupons, `$7` the instant before which coupons are not shown.
const SELECT: &str = concat!(
    select_coupons!(),
    "WHERE mall_id = $1 AND shopper_id = $2 AND store_search LIKE $3 ESCAPE '\\' AND claimed_at >= $7 "
);

/// The shopper whose coupons are listed, and the stores to narrow them to.
#[derive(Clone, Copy, Debug)]
pub struct WalletFilter<'a> {
    pub mall: &'a MallId,
    pub shopper: &'a ShopperId,
    /// A pattern that a store's names are like, as [`like`] makes it.
    pub stores: &'a str,
    /// Only coupons that were claimed at this instant or later; 0 for all.
    pub since: Ms,
}

/// The place where a list continues: after the coupon with this key and this id.
#[derive(Clone, Copy, Debug)]
pub struct WalletCursor<'a> {
    /// The instant that the list is ordered by.
    pub key: Ms,
    pub id: &'a CouponId,
}

/// Returns the coupons of a shopper that are in this list at `now`, at most `count` of them.
pub async fn part(
    connection: &mut Connection,
    filter: WalletFilter<'_>,
    state: WalletState,
    now: Ms,
    after: Option<WalletCursor<'_>>,
    count: u32,
) -> Result<Vec<CouponRow>, Error> {
    // Behind no coupon: before the first one that can be.
    let begin = if state == WalletState::Usable { now } else { Ms::MAX };
    let (key, id) = after.map_or((begin, ""), |after| (after.key, after.id.as_str()));
    let condition = match state {
        WalletState::Usable => {
            "AND redeemed_at IS NULL AND revoked_at IS NULL AND COALESCE(revoked_at, valid_until) > $8 \
             AND (COALESCE(revoked_at, valid_until), id) > ($4, $5) ORDER BY COALESCE(revoked_at, valid_until), id LIMIT $6"
        }
        WalletState::Used => {
            "AND redeemed_at IS NOT NULL AND (redeemed_at, id) < ($4, $5) ORDER BY redeemed_at DESC, id DESC LIMIT $6"
        }
        WalletState::Ended => {
            "AND redeemed_at IS NULL AND (COALESCE(revoked_at, valid_until) <= $8 OR revoked_at IS NOT NULL) \
             AND (COALESCE(revoked_at, valid_until), id) < ($4, $5) ORDER BY COALESCE(revoked_at, valid_until) DESC, id DESC LIMIT $6"
        }
    };
    // Both parts are this file's own text.
    let sql = AssertSqlSafe([SELECT, condition].concat());
    let query = sqlx::query_as(sql)
        .bind(filter.mall.as_str())
        .bind(filter.shopper.as_str())
        .bind(filter.stores);
    let query = query.bind(key).bind(id).bind(i64::from(count)).bind(filter.since);
    let query = if state == WalletState::Used { query } else { query.bind(now) };
    Ok(query.fetch_all(connection).await?)
}

/// The number of a shopper's coupons in each list.
#[derive(Clone, Copy, Debug)]
pub struct CountsRow {
    /// Usable now or later, of the stores that are meant.
    pub usable: i64,
    /// Redeemed coupons of these stores.
    pub used: i64,
    /// Expired or revoked, of these stores.
    pub ended: i64,
    /// Usable, but not for long, of all stores.
    pub expiring: i64,
    /// The end of the first of those.
    pub first: Option<i64>,
}

row!(CountsRow { usable, used, ended, expiring, first });

/// Counts a shopper's coupons in each list at `now`. Coupons that end until `soon` expire soon.
pub async fn counts(
    connection: &mut Connection,
    filter: WalletFilter<'_>,
    now: Ms,
    soon: Ms,
) -> Result<CountsRow, Error> {
    let sql = "SELECT \
        (SELECT COUNT(*) FROM coupons WHERE mall_id = $1 AND shopper_id = $2 AND claimed_at >= $6 AND redeemed_at IS NULL AND revoked_at IS NULL \
         AND COALESCE(revoked_at, valid_until) > $4 AND store_search LIKE $3 ESCAPE '\\') AS usable, \
        (SELECT COUNT(*) FROM coupons WHERE mall_id = $1 AND shopper_id = $2 AND claimed_at >= $6 AND redeemed_at IS NOT NULL \
         AND store_search LIKE $3 ESCAPE '\\') AS used, \
        (SELECT COUNT(*) FROM coupons WHERE mall_id = $1 AND shopper_id = $2 AND claimed_at >= $6 AND redeemed_at IS NULL \
         AND (COALESCE(revoked_at, valid_until) <= $4 OR revoked_at IS NOT NULL) AND store_search LIKE $3 ESCAPE '\\') AS ended, \
        (SELECT COUNT(*) FROM coupons WHERE mall_id = $1 AND shopper_id = $2 AND claimed_at >= $6 AND redeemed_at IS NULL AND revoked_at IS NULL \
         AND COALESCE(revoked_at, valid_until) > $4 AND COALESCE(revoked_at, valid_until) <= $5) AS expiring, \
        (SELECT MIN(COALESCE(revoked_at, valid_until)) FROM coupons WHERE mall_id = $1 AND shopper_id = $2 AND claimed_at >= $6 \
         AND redeemed_at IS NULL AND revoked_at IS NULL AND COALESCE(revoked_at, valid_until) > $4 \
         AND COALESCE(revoked_at, valid_until) <= $5) AS first";
    let query = sqlx::query_as(sql)
        .bind(filter.mall.as_str())
        .bind(filter.shopper.as_str())
        .bind(filter.stores);
    Ok(query.bind(now).bind(soon).bind(filter.since).fetch_one(connection).await?)
}

/// Returns a pattern for names that have a text in them; all where the text is empty.
#[must_use]
pub fn like(text: &str) -> String {
    let mut pattern = String::from("%");
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    if !text.is_empty() {
        pattern.push('%');
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn special_characters_of_patterns_are_escaped() {
        assert_eq!(like(""), "%");
        assert_eq!(like("咖啡"), "%咖啡%");
        assert_eq!(like(r"100%_\"), r"%100\%\_\\%");
    }
}
