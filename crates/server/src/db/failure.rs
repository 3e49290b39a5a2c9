//! What a failing database means to the one who asked.

use mall_contract::Refusal;

use crate::error::Error;

/// Seconds after which a server that is busy is worth asking again.
const BUSY: u32 = 2;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let busy = match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
            // SQLite: busy, busy snapshot, locked. PostgreSQL: serialization failure, deadlock,
            // lock not available, too many connections, shutting down.
            sqlx::Error::Database(error) => matches!(
                error.code().as_deref(),
                Some("5" | "517" | "6" | "40001" | "40P01" | "55P03" | "53300" | "57P01" | "57P03")
            ),
            sqlx::Error::Io(_) => true,
            _ => false,
        };
        if busy {
            tracing::warn!(%error, "the database is busy");
            Self(Refusal::Busy { retry_after: BUSY })
        } else {
            Self::fault("the database refused a query", error)
        }
    }
}
