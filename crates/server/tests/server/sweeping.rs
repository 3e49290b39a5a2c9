//! Old rows go, in small steps, and nothing that is still of use.

use mall_server::config::Retention;
use mall_server::db::sweep::STEP;
use mall_server::sweep::Sweep;
use serde_json::json;

use crate::events::{batch, report, shown_event};
use crate::goods::{MALL, NOON, id, latte, notice};
use crate::mall::Mall;
use crate::shopper::Shopper;
use crate::till::counter::Counter;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Sweeps at an instant. Returns the number of steps.
async fn sweep(mall: &Mall, now: i64) -> i64 {
    let mut sweep = Sweep::new(id(MALL), &Retention::default(), now, now / DAY);
    let mut steps = 1;
    while sweep.step(&mut mall.app.request()).await.unwrap() {
        steps += 1;
    }
    steps
}

async fn execute(mall: &Mall, sql: &str) {
    let mut access = mall.app.database.access();
    let mut tx = access.write().await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn events_scans_and_sessions_go_after_their_time_and_coupons_stay() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        assert_eq!(shopper.claim("r1", "latte").await.status, 201);
        Counter::cafe(&mall).await;
        let link = mall.pay(&notice("two")).await;
        report(&mall, &batch("v", &link, &[shown_event(0)])).await;
        execute(
            &mall,
            "INSERT INTO placements SELECT id, 'p', '7K01QD', 'p', NULL, 'L1', '', 'poster', NULL, '\"recommended\"', 'live', 0, 0 FROM malls",
        )
        .await;
        let day = NOON / DAY;
        execute(&mall, &format!("INSERT INTO scans SELECT id, 'p', {day}, 'v' FROM malls")).await;
        execute(&mall, &format!("INSERT INTO bursts SELECT id, {NOON}, 'p', 'n', 1 FROM malls"))
            .await;
        execute(&mall, &format!("INSERT INTO staff_failures SELECT id, 'n', 5, {NOON} FROM malls"))
            .await;
        for (name, created) in [("empty", NOON), ("new", NOON + 400 * DAY)] {
            execute(
                &mall,
                &format!("INSERT INTO shoppers SELECT id, '{name}', {created} FROM malls"),
            )
            .await;
            let sql = format!(
                "INSERT INTO sessions (mall_id, token_hash, shopper_id, expires_at) SELECT id, '{name}', '{name}', {} FROM malls",
                created + 365 * DAY
            );
            execute(&mall, &sql).await;
        }
        let before = mall.rows().await;
        sweep(&mall, NOON + DAY / 24).await;
        assert_eq!(mall.rows().await, before, "nothing is old");
        sweep(&mall, NOON + 402 * DAY).await;
        let rows = mall.rows().await;
        let swept: Vec<_> = before
            .iter()
            .zip(&rows)
            .filter(|(previous, now)| previous != now)
            .map(|(previous, now)| (previous.0, previous.1 - now.1))
            .collect();
        let expected = [
            ("shoppers", 1),
            ("sessions", 1),
            ("events", 1),
            ("scans", 1),
            ("bursts", 1),
            ("staff_sessions", 1),
            ("staff_failures", 1),
        ];
        assert_eq!(swept, expected);
        assert_eq!(mall.number("SELECT COUNT(*) FROM shoppers WHERE id = 'new'").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_takes_small_steps() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let many = 2 * STEP + 1;
        let numbers = format!(
            "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {many}) "
        );
        execute(
            &mall,
            &format!(
                "INSERT INTO events (mall_id, visit, n, kind, surface, day, received_at) {numbers} \
                 SELECT m.id, 'v', numbers.n, 'left', 'browser', 1, 0 FROM numbers, malls m"
            ),
        )
        .await;
        execute(
            &mall,
            &format!(
                "INSERT INTO shoppers (mall_id, id, created_at) {numbers} \
                 SELECT m.id, 'empty' || numbers.n, numbers.n FROM numbers, malls m"
            ),
        )
        .await;
        // Three for events, three for shoppers and one to see that there are no more; one for each of the others.
        assert_eq!(sweep(&mall, NOON).await, 3 + 3 + 1 + 5);
        assert_eq!(mall.number("SELECT COUNT(*) FROM events").await, 0);
        assert_eq!(mall.number("SELECT COUNT(*) FROM shoppers").await, 0);
    }
}
