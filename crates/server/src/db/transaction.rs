//! Connections and transactions, one at a time for each request.

use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyPool, Connection as _, Executor as _, Transaction};

use crate::error::Error;

pub use sqlx::AnyConnection as Connection;

/// The access of one request to the database. It lends one connection or transaction at a time: both borrow it, so the
/// compiler refuses a second one while the first is in use. Requests that hold one and wait for another could
/// otherwise wait in a circle.
///
/// It cannot be copied: only a [`super::Database`] makes one.
pub struct Access {
    pub(super) readers: AnyPool,
    pub(super) writers: AnyPool,
    /// The database is SQLite.
    pub(super) embedded: bool,
}

impl Access {
    /// Returns a connection for queries that change nothing.
    ///
    /// # Errors
    /// `busy` when none is free in time.
    pub async fn read(&mut self) -> Result<Read<'_>, Error> {
        Ok(Read { connection: self.readers.acquire().await?, access: PhantomData })
    }

    /// Begins a transaction that may write.
    ///
    /// # Errors
    /// `busy` when none can begin in time.
    pub async fn write(&mut self) -> Result<Write<'_>, Error> {
        // SQLite decides at once who writes; a later upgrade from reading could only fail.
        let begin = if self.embedded { "BEGIN IMMEDIATE" } else { "BEGIN" };
        Ok(self.writers.begin_with(begin).await?)
    }

    /// Begins a transaction for an import. No other import begins until it ends.
    ///
    /// # Errors
    /// `busy` when none can begin in time.
    pub async fn write_alone(&mut self) -> Result<Write<'_>, Error> {
        let embedded = self.embedded;
        let mut tx = self.write().await?;
        // SQLite has one writer anyway.
        if !embedded {
            let lock =
                "DO $$ BEGIN PERFORM pg_advisory_xact_lock('malls'::regclass::bigint); END $$";
            tx.execute(lock).await?;
        }
        Ok(tx)
    }

    /// Starts a task that goes on after its request, and has an access of its own.
    pub fn spawn<F: Future<Output = ()> + Send + 'static>(&self, task: impl FnOnce(Self) -> F) {
        let (readers, writers) = (self.readers.clone(), self.writers.clone());
        tokio::spawn(task(Self { readers, writers, embedded: self.embedded }));
    }
}

/// A connection for queries that change nothing.
pub struct Read<'a> {
    connection: PoolConnection<Any>,
    access: PhantomData<&'a mut Access>,
}

impl Deref for Read<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Read<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

/// A transaction that may write.
pub type Write<'c> = Transaction<'c, Any>;

/// Begins a part of a transaction that can be rolled back alone: a savepoint.
///
/// # Errors
/// When the database does not answer.
pub async fn part<'c>(tx: &'c mut Write<'_>) -> Result<Write<'c>, Error> {
    Ok(tx.begin().await?)
}
