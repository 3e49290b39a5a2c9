//! The database: the only place with SQL. The same queries run on SQLite and PostgreSQL.

pub mod catalogue;
pub mod claims;
pub mod coupons;
pub mod entries;
pub mod events;
mod failure;
mod id;
pub mod keys;
pub mod offers;
pub mod offline;
pub mod payments;
pub mod placements;
pub mod redemptions;
pub mod refunds;
pub mod shoppers;
pub mod staff;
pub mod steps;
pub mod till_requests;
mod transaction;
pub mod wallet;
pub mod wechat_tokens;

use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyPool, Connection as _, Executor};

use crate::error::Error;

pub use transaction::{Connection, Write, part};

/// A request that gets no connection within this time is answered with `busy`.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

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
    /// When it cannot be reached, or its schema is newer than this server.
    pub async fn open(url: &str) -> Result<Self, sqlx::Error> {
        sqlx::any::install_default_drivers();
        let embedded = url.starts_with("sqlite:");
        let options: AnyConnectOptions = url.parse()?;
        let pool = |size: u32| {
            AnyPoolOptions::new()
                .max_connections(size)
                .acquire_timeout(ACQUIRE_TIMEOUT)
                // A file never disconnects; a test before each query would cost as much as the query.
                .test_before_acquire(!embedded)
                .after_connect(move |connection, _| Box::pin(prepare(connection, embedded)))
        };
        let writers = pool(if embedded { 1 } else { 16 }).connect_with(options.clone()).await?;
        sqlx::migrate!()
            .run(&writers)
            .await
            .map_err(|error| sqlx::Error::Migrate(Box::new(error)))?;
        steps::keep(&mut *writers.acquire().await?, embedded).await?;
        let readers = if embedded { pool(4).connect_with(options).await? } else { writers.clone() };
        Ok(Self { readers, writers, embedded })
    }

    /// Connections for queries that change nothing.
    #[must_use]
    pub fn read(&self) -> &AnyPool {
        &self.readers
    }

    /// Begins a transaction that may write.
    ///
    /// # Errors
    /// `busy` when none can begin in time.
    pub async fn write(&self) -> Result<Write<'static>, Error> {
        // SQLite decides at once who writes; a later upgrade from reading could only fail.
        Ok(self.writers.begin_with(if self.embedded { "BEGIN IMMEDIATE" } else { "BEGIN" }).await?)
    }

    /// Checks whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), sqlx::Error> {
        self.readers.acquire().await?.ping().await
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

/// Picks the text of a language; Chinese if there is no English.
fn in_language(language: mall_coupons::Language, zh: String, en: Option<String>) -> String {
    match language {
        mall_coupons::Language::Zh => zh,
        mall_coupons::Language::En => en.unwrap_or(zh),
    }
}
