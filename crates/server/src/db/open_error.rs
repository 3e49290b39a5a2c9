//! The reasons why a database cannot be opened.

use std::error::Error;
use std::fmt::{self, Display};

/// The reason why a database cannot be opened.
#[derive(Debug)]
pub enum OpenError {
    /// It cannot be reached, or its schema is newer than this server.
    Failed(sqlx::Error),
    /// A pooler stands before PostgreSQL that lends a connection for one transaction only.
    Pooler,
}

impl Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(error) => Display::fmt(error, f),
            Self::Pooler => f.write_str(
                "a pooler stands before PostgreSQL and lends a connection for one transaction only; \
                 set it to lend one for a session (PgBouncer: pool_mode = session), or name \
                 PostgreSQL itself",
            ),
        }
    }
}

impl Error for OpenError {}

impl From<sqlx::Error> for OpenError {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(error)
    }
}
