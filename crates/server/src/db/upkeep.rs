//! Upkeep of the database: statistics after an import, and the main file of SQLite.

use sqlx::{AssertSqlSafe, Executor};

use super::transaction::Access;
use crate::error::Error;

/// The tables that imports fill.
const IMPORTED: [&str; 6] = ["categories", "stores", "links", "offers", "offer_days", "placements"];

/// Leaves the database ready after an import. PostgreSQL counts new rows only after a minute, and until then plans
/// queries for empty tables, which take seconds on full ones.
///
/// A failure is logged: the import has succeeded.
pub async fn after_import(db: &mut Access) {
    let outcome = if db.embedded { checkpoint(db).await } else { analyze(db).await };
    if let Err(error) = outcome {
        tracing::warn!(cause = error.cause(), "the database is not ready after an import");
    }
}

async fn analyze(db: &mut Access) -> Result<(), Error> {
    let mut connection = db.read().await?;
    for table in IMPORTED {
        // The names are this file's own.
        connection.execute(AssertSqlSafe(format!("ANALYZE {table}"))).await?;
    }
    Ok(())
}

/// Writes the recent changes of SQLite from the file beside it (`-wal`) into the main file. Readers and the writer go on
/// meanwhile. PostgreSQL does this by itself.
///
/// # Errors
/// When the file cannot be written.
pub async fn checkpoint(db: &mut Access) -> Result<(), Error> {
    if db.embedded {
        db.read().await?.execute("PRAGMA wal_checkpoint(PASSIVE)").await?;
    }
    Ok(())
}
