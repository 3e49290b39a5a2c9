//! Sorts the errors of the database: busy, or broken.

use crate::error::Error;

/// Seconds after which a caller asks a busy database again.
const RETRY_AFTER: u32 = 2;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        if is_busy(&error) {
            let cause = anyhow::Error::new(error).context("the database is busy");
            return Self::Busy { retry_after: RETRY_AFTER, cause };
        }
        Self::Fault(anyhow::Error::new(error).context("the database refused a query"))
    }
}

fn is_busy(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => true,
        // SQLite: busy, busy snapshot, locked. PostgreSQL: serialization failure, deadlock,
        // lock not available, too many connections, shutting down.
        sqlx::Error::Database(error) => matches!(
            error.code().as_deref(),
            Some("5" | "517" | "6" | "40001" | "40P01" | "55P03" | "53300" | "57P01" | "57P03")
        ),
        _ => false,
    }
}
