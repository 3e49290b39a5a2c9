//! An upgrade of an older database keeps its rows.

use std::borrow::Cow;

use mall_server::db::{Database, migrations};
use sqlx::AnyPool;
use sqlx::migrate::Migrator;

use crate::database::{TestDatabase, number};

/// Rows of a version without placements: a coupon after a payment, and a refused claim.
const OLD_ROWS: [&str; 9] = [
    "INSERT INTO malls (id, name_zh, zone) VALUES ('m', '商场', 'Asia/Shanghai')",
    "INSERT INTO categories (mall_id, id, name_zh) VALUES ('m', 'coffee', '咖啡')",
    "INSERT INTO stores (mall_id, id, category_id, name_zh, floor, unit) \
     VALUES ('m', 'cafe', 'coffee', '咖啡店', 'L1', 'L1-01')",
    "INSERT INTO offers (mall_id, id, store_id, state, title_zh, benefit_zh, benefit_en, threshold, \
     payment_minimum, claim_from, claim_until, validity, claimed, per_person_limit, rules_zh, rules_en) \
     VALUES ('m', 'latte', 'cafe', 'live', '拿铁券', '{}', '{}', 0, 0, 1, 2, '{}', 1, 1, '[]', '[]')",
    "INSERT INTO shoppers (mall_id, id, created_at) VALUES ('m', 's', 1)",
    "INSERT INTO payments (mall_id, id, transaction_id, store_id, amount, method, paid_at, received_at, holder_id) \
     VALUES ('m', 'p', 't', 'cafe', 100, '\"code\"', 1, 1, 's')",
    "INSERT INTO coupons (mall_id, id, offer_id, person_id, ordinal, shopper_id, payment_id, claimed_at, \
     valid_from, valid_until, terms_zh, terms_en, redeemed_at, revoked_at, revoked_for) \
     VALUES ('m', 'c', 'latte', 's', 1, 's', 'p', 11, 12, 13, 'zh', 'en', 14, 15, 'withdrawn')",
    "INSERT INTO claims (mall_id, shopper_id, request_id, offer_id, payment_id, nth, coupon_id, answered_at) \
     VALUES ('m', 's', 'r1', 'latte', 'p', 1, 'c', 16)",
    "INSERT INTO claims (mall_id, shopper_id, request_id, offer_id, payment_id, nth, refusal, answered_at) \
     VALUES ('m', 's', 'r2', 'latte', 'p', 2, '{\"code\":\"sold_out\"}', 17)",
];

#[tokio::test(flavor = "multi_thread")]
async fn an_upgrade_keeps_coupons_and_claims_made_before_placements() {
    for database in TestDatabase::empty_of_each_kind().await {
        sqlx::any::install_default_drivers();
        let pool = AnyPool::connect(&database.url).await.unwrap();
        let mut before: Migrator = migrations::migrator();
        let sixth = before.migrations.iter().filter(|step| step.version <= 6).cloned().collect();
        before.migrations = Cow::Owned(sixth);
        before.run(&pool).await.unwrap();
        for sql in OLD_ROWS {
            sqlx::query(sql).execute(&pool).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        }
        pool.close().await;

        let db = Database::open(&database.url).await.unwrap();
        let coupons = "SELECT COUNT(*) FROM coupons WHERE mall_id = 'm' AND id = 'c' AND offer_id = 'latte' \
                       AND person_id = 's' AND ordinal = 1 AND shopper_id = 's' AND payment_id = 'p' \
                       AND placement_id IS NULL AND claimed_at = 11 AND valid_from = 12 AND valid_until = 13 \
                       AND terms_zh = 'zh' AND terms_en = 'en' AND redeemed_at = 14 AND revoked_at = 15 \
                       AND revoked_for = 'withdrawn' AND store_search = '咖啡店|'";
        let granted = "SELECT COUNT(*) FROM claims WHERE request_id = 'r1' AND shopper_id = 's' AND nth = 1 \
                       AND offer_id = 'latte' AND payment_id = 'p' AND placement_code IS NULL \
                       AND coupon_id = 'c' AND refusal IS NULL AND answered_at = 16";
        let refused = "SELECT COUNT(*) FROM claims WHERE request_id = 'r2' AND coupon_id IS NULL \
                       AND refusal = '{\"code\":\"sold_out\"}' AND answered_at = 17";
        for sql in [coupons, granted, refused] {
            assert_eq!(number(&db, sql).await, 1, "{sql}");
        }
        assert_eq!(number(&db, "SELECT COUNT(*) FROM claims").await, 2);
        db.close().await;
    }
}
