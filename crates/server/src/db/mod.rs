//! The database: the only place with SQL. The same queries run on SQLite and PostgreSQL.

pub mod bursts;
pub mod catalogue;
pub mod claims;
pub mod coupons;
pub mod entries;
pub mod events;
mod failure;
pub mod health;
mod id;
pub mod imported;
pub mod keys;
pub mod migrations;
pub mod offers;
pub mod offline;
mod open_error;
pub mod payments;
pub mod placements;
mod pooler;
pub mod redemptions;
pub mod refunds;
mod row;
pub mod shoppers;
pub mod staff;
pub mod steps;
pub mod sweep;
pub mod till_requests;
mod transaction;
pub mod upkeep;
pub mod wallet;
pub mod wechat_tokens;

use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyPool, Connection as _, Executor, Row};
use tokio::time::timeout;

pub use open_error::OpenError;
pub use transaction::{Access, Connection, Read, Write, part};

/// A request that gets no connection within this time is answered with `busy`.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// The connections with which SQLite is read; one more writes.
pub const SQLITE_READERS: u32 = 4;

/// The connections to PostgreSQL, for reading and writing.
pub const POSTGRESQL_CONNECTIONS: u32 = 16;

/// A connection that does not answer in this time when it comes back is closed.
const RELEASE_TIMEOUT: Duration = Duration::from_secs(5);

/// The pools of one database.
#[derive(Clone)]
pub struct Database {
    readers: AnyPool,
    writers: AnyPool,
    embedded: bool,
}

impl Database {
    /// Opens a database and brings its schema up to date. SQLite takes one writer at a time, so
    /// it gets one writing connection that requests queue for; PostgreSQL takes many.
    ///
    /// # Errors
    /// When it cannot be reached, its schema is newer than this server, or a pooler lends its connections for one
    /// transaction only.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        let embedded = url.starts_with("sqlite:");
        let options: AnyConnectOptions = url.parse()?;
        let pool = |size: u32| {
            AnyPoolOptions::new()
                .max_connections(size)
                .acquire_timeout(ACQUIRE_TIMEOUT)
                // `is_writable` tests it.
                .test_before_acquire(false)
                .before_acquire(move |connection, _| Box::pin(is_writable(connection, embedded)))
                .after_release(move |connection, _| Box::pin(is_clean(connection, embedded)))
                .after_connect(move |connection, _| Box::pin(prepare(connection, embedded)))
        };
        let writers = if embedded { 1 } else { POSTGRESQL_CONNECTIONS };
        let writers = pool(writers).connect_with(options.clone()).await?;
        if !embedded && pooler::lends_by_transaction(&writers).await? {
            return Err(OpenError::Pooler);
        }
        let migrations = migrations::migrator().run(&writers).await;
        migrations.map_err(|error| sqlx::Error::Migrate(Box::new(error)))?;
        steps::keep(&mut *writers.acquire().await?, embedded).await?;
        let readers = match embedded {
            true => pool(SQLITE_READERS).connect_with(options).await?,
            false => writers.clone(),
        };
        Ok(Self { readers, writers, embedded })
    }

    /// Returns the access of one request, which has one connection at a time.
    #[must_use]
    pub fn access(&self) -> Access {
        let (readers, writers) = (self.readers.clone(), self.writers.clone());
        Access { readers, writers, embedded: self.embedded }
    }

    /// Closes all connections after their pending work.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }
}

async fn prepare(connection: &mut Connection, embedded: bool) -> Result<(), sqlx::Error> {
    if embedded {
        // FULL: an acknowledged claim outlives a power cut too.
        let pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                       PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;";
        connection.execute(pragmas).await?;
    }
    Ok(())
}

/// Checks whether an idle connection may be lent. A connection to a server that became a standby stays open, and every
/// write on it would fail for ever: it is replaced.
async fn is_writable(connection: &mut Connection, embedded: bool) -> Result<bool, sqlx::Error> {
    if embedded {
        // A file never disconnects; a test before each query would cost as much as the query.
        return Ok(true);
    }
    let row = connection.fetch_one("SHOW transaction_read_only").await?;
    Ok(row.try_get::<String, _>(0)? == "off")
}

/// Checks whether a connection that comes back may be lent again. A transaction whose commit or rollback failed is still
/// open, and nothing that follows on its connection would be what it seems: it is closed and replaced.
async fn is_clean(connection: &mut Connection, embedded: bool) -> Result<bool, sqlx::Error> {
    if connection.is_in_transaction() || !embedded {
        // Queries are answered in order, so a rollback that was begun is over when this is.
        let answered = timeout(RELEASE_TIMEOUT, connection.ping()).await;
        answered.map_err(|_| sqlx::Error::PoolTimedOut)??;
    }
    Ok(!connection.is_in_transaction())
}

/// Picks the text of a language; Chinese if there is no English.
fn in_language(language: mall_coupons::Language, zh: String, en: Option<String>) -> String {
    match language {
        mall_coupons::Language::Zh => zh,
        mall_coupons::Language::En => en.unwrap_or(zh),
    }
}
