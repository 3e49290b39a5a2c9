//! Connections and transactions.

use sqlx::{Any, Connection as _, Transaction};

use crate::error::Error;

pub use sqlx::AnyConnection as Connection;

/// A transaction that may write.
pub type Write<'c> = Transaction<'c, Any>;

/// Begins a part of a transaction that can be rolled back alone: a savepoint.
///
/// # Errors
/// When the database does not answer.
pub async fn part<'c>(tx: &'c mut Write<'_>) -> Result<Write<'c>, Error> {
    Ok(tx.begin().await?)
}
