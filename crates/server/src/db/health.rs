//! The database's health: a write of its own.

use super::transaction::Access;
use crate::clock::Ms;
use crate::error::Error;

/// Writes a row and commits it, as requests do.
///
/// # Errors
/// When no write succeeds. The error says what is wrong.
pub async fn try_write(db: &mut Access, now: Ms) -> Result<(), Error> {
    let mut tx = db.write().await?;
    let sql = "INSERT INTO health (id, checked_at) VALUES (1, $1) \
               ON CONFLICT (id) DO UPDATE SET checked_at = $1";
    sqlx::query(sql).bind(now).execute(&mut *tx).await?;
    Ok(tx.commit().await?)
}
