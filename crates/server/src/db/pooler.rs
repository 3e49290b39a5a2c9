//! Finds out whether a pooler stands before PostgreSQL that lends a connection for one transaction only.
//!
//! The server's statements are prepared on a connection and used on it later. Behind such a pooler (PgBouncer with
//! `pool_mode = transaction`) a later use can meet another connection, and another statement's answer.

use sqlx::{AnyPool, Executor, Row};

use super::transaction::Connection;

/// The most times that two connections are compared. Others who use the pooler could keep the two apart once.
const COMPARISONS: u32 = 3;

/// Checks whether two connections of this server share one of PostgreSQL's, or one of them changes its own.
///
/// # Errors
/// When the database does not answer.
pub async fn lends_by_transaction(pool: &AnyPool) -> Result<bool, sqlx::Error> {
    let (mut one, mut other) = (pool.acquire().await?, pool.acquire().await?);
    for _ in 0..COMPARISONS {
        let first = process(&mut one).await?;
        other.execute("BEGIN").await?;
        // A pooler takes the connection that was used last, and keeps it until this transaction ends.
        let second = process(&mut other).await?;
        let moved = first == second || process(&mut one).await? != first;
        other.execute("ROLLBACK").await?;
        if moved {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns the process of PostgreSQL that answers a connection.
async fn process(connection: &mut Connection) -> Result<i32, sqlx::Error> {
    // Without parameters nothing is prepared.
    connection.fetch_one("SELECT pg_backend_pid()").await?.try_get(0)
}
