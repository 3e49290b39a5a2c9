//! Sorts the errors of the database: busy, or broken.

use crate::error::Error;

/// Seconds after which a caller asks a busy database again.
const RETRY_AFTER: u32 = 2;

/// Seconds after which a caller asks again when somebody has to help first: a disk is full, or a server has to start.
const RETRY_AFTER_HELP: u32 = 10;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let Some(trouble) = Trouble::of(&error) else {
            return Self::Fault(anyhow::Error::new(error).context("the database refused a query"));
        };
        let retry_after = if trouble == Trouble::Busy { RETRY_AFTER } else { RETRY_AFTER_HELP };
        Self::Busy { retry_after, cause: anyhow::Error::new(error).context(trouble.sentence()) }
    }
}

/// The reason why a database does not do its work now. The same query may succeed later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    Busy,
    Full,
    Files,
    ReadOnly,
    Unreachable,
}

impl Trouble {
    fn of(error: &sqlx::Error) -> Option<Self> {
        match error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => Some(Self::Busy),
            sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed => Some(Self::Unreachable),
            sqlx::Error::Database(error) => {
                let code = error.code()?;
                // PostgreSQL's codes have five characters, SQLite's numbers fewer.
                if code.len() == 5 { of_postgresql(&code) } else { of_sqlite(code.parse().ok()?) }
            }
            _ => None,
        }
    }

    /// Returns what is wrong, for the log and for `/readyz`.
    fn sentence(self) -> &'static str {
        match self {
            Self::Busy => "the database is busy",
            Self::Full => "the database's disk is full",
            Self::Files => "the database cannot read or write its files",
            Self::ReadOnly => "the database allows no writes",
            Self::Unreachable => "the database cannot be reached",
        }
    }
}

/// Sorts a result code of SQLite (sqlite.org/rescode.html). Its last eight bits are the primary code.
fn of_sqlite(code: u32) -> Option<Trouble> {
    match code & 0xff {
        // Busy, locked, out of memory, interrupted, and a race for the files' locks.
        5 | 6 | 7 | 9 | 15 => Some(Trouble::Busy),
        13 => Some(Trouble::Full),
        // An input or output error, and a file that cannot be opened.
        10 | 14 => Some(Trouble::Files),
        8 => Some(Trouble::ReadOnly),
        _ => None,
    }
}

/// Sorts an SQLSTATE of PostgreSQL (postgresql.org/docs/current/errcodes-appendix.html).
fn of_postgresql(code: &str) -> Option<Trouble> {
    match code {
        "53100" => Some(Trouble::Full),
        "58030" => Some(Trouble::Files),
        "25006" => Some(Trouble::ReadOnly),
        // Serialization failure, deadlock, lock not available, query canceled by a time limit.
        "40001" | "40P01" | "55P03" | "57014" => Some(Trouble::Busy),
        // The server stops, crashed or starts; the connection was idle or broke.
        code if code.starts_with("57P") || code.starts_with("08") => Some(Trouble::Unreachable),
        // Not enough connections, memory or other resources.
        code if code.starts_with("53") => Some(Trouble::Busy),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Trouble, of_postgresql, of_sqlite};

    #[test]
    fn an_error_that_may_pass_is_told_from_one_that_stays() {
        let sqlite = [
            (5, Some(Trouble::Busy)),
            (517, Some(Trouble::Busy)),
            (13, Some(Trouble::Full)),
            (778, Some(Trouble::Files)),
            (14, Some(Trouble::Files)),
            (1032, Some(Trouble::ReadOnly)),
            (11, None),
            (2067, None),
        ];
        for (code, trouble) in sqlite {
            assert_eq!(of_sqlite(code), trouble, "{code}");
        }
        let postgresql = [
            ("40P01", Some(Trouble::Busy)),
            ("53300", Some(Trouble::Busy)),
            ("53100", Some(Trouble::Full)),
            ("58030", Some(Trouble::Files)),
            ("25006", Some(Trouble::ReadOnly)),
            ("57P01", Some(Trouble::Unreachable)),
            ("08006", Some(Trouble::Unreachable)),
            ("23505", None),
            ("XX001", None),
        ];
        for (code, trouble) in postgresql {
            assert_eq!(of_postgresql(code), trouble, "{code}");
        }
    }
}
