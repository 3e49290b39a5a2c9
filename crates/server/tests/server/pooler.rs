//! Poolers between the server and PostgreSQL.

use mall_server::db::{Database, OpenError};
use sqlx::AnyPool;

use crate::database::TestDatabase;

/// The environment variable with the URL of a PgBouncer that lends connections for one transaction.
const VARIABLE: &str = "TEST_PGBOUNCER_URL";

#[tokio::test(flavor = "multi_thread")]
async fn a_pooler_that_lends_connections_by_transaction_is_refused_in_a_sentence() {
    let Ok(pooler) = std::env::var(VARIABLE) else {
        println!("skipped: {VARIABLE} does not say where a pooler is");
        return;
    };
    let Some(database) = TestDatabase::of_each_kind().await.into_iter().nth(1) else { return };
    let (before, _) = pooler.rsplit_once('/').unwrap();
    let (_, name) = database.url.rsplit_once('/').unwrap();
    let url = format!("{before}/{name}");
    let refused = Database::open(&url).await.err().expect("a refusal");
    assert!(matches!(refused, OpenError::Pooler), "{refused}");
    assert!(refused.to_string().contains("pool_mode = session"), "{refused}");

    // Others use the pooler too, so that it has several connections to choose from.
    let others = AnyPool::connect(&url).await.unwrap();
    let mut busy = Vec::new();
    for _ in 0..3 {
        busy.push(others.begin().await.unwrap());
    }
    busy.truncate(1);
    let refused = Database::open(&url).await.err().expect("a refusal");
    assert!(matches!(refused, OpenError::Pooler), "{refused}");
    drop(busy);
    others.close().await;
    assert!(Database::open(&database.url).await.is_ok(), "PostgreSQL itself");
}
