//! Faults of the database: each ends in a working server without a restart.

mod cut;
mod disk;

use sqlx::AssertSqlSafe;

use crate::goods::notice;
use crate::mall::{Answer, Mall, get};

/// Sends a payment's notice once.
async fn pay(mall: &Mall, transaction: &str) -> Answer {
    mall.send(mall.signed(&notice(transaction).to_string())).await
}

/// Counts the payments of a number.
async fn payments(mall: &Mall, transaction: &str) -> i64 {
    let sql = "SELECT COUNT(*) FROM payments WHERE transaction_id";
    mall.number(&format!("{sql} = '{transaction}'")).await
}

/// Runs statements on the connection that writes next.
async fn on_writer(mall: &Mall, statements: &[&str]) {
    let mut access = mall.app.database.access();
    let mut tx = access.write().await.unwrap();
    for sql in statements {
        sqlx::raw_sql(AssertSqlSafe((*sql).to_owned())).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn assert_busy(answer: &Answer) {
    assert_eq!((answer.status, answer.code()), (503, "busy"), "{}", answer.text());
    assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
}

/// Checks that the server is ready, which it learns within a second.
async fn assert_ready(mall: &Mall) {
    let answer = mall.ask(get("/readyz")).await;
    assert_eq!((answer.status, answer.text().as_str()), (200, "ready\n"));
}
