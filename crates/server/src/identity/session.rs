//! A shopper's session: a random token, which the browser keeps as a cookie.

use mall_contract::{MallId, ShopperId};

use super::secret;
use crate::clock::Ms;
use crate::db::{Access, Write, shoppers};
use crate::error::Error;

/// A session's lifetime in milliseconds: a year.
pub const LIFETIME_MS: Ms = 365 * 24 * 60 * 60 * 1000;

/// A new shopper with a session.
pub struct NewSession {
    /// The new shopper.
    pub shopper: ShopperId,
    /// The session's token, for the browser alone.
    pub token: String,
}

/// Finds the shopper of a session.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    db: &mut Access,
    mall: &MallId,
    token: &str,
    now: Ms,
) -> Result<Option<ShopperId>, Error> {
    shoppers::of_session(&mut *db.read().await?, mall, &secret::sha256(token), now).await
}

/// Starts a session for a new shopper.
///
/// # Errors
/// When the database does not answer.
pub async fn start(tx: &mut Write<'_>, mall: &MallId, now: Ms) -> Result<NewSession, Error> {
    let shopper = new_shopper(tx, mall, now).await?;
    let token = start_for(tx, mall, &shopper, now).await?;
    Ok(NewSession { shopper, token })
}

/// Writes a new shopper.
///
/// # Errors
/// When the database does not answer.
pub async fn new_shopper(tx: &mut Write<'_>, mall: &MallId, now: Ms) -> Result<ShopperId, Error> {
    let shopper = secret::random_id()?;
    shoppers::insert(tx, mall, &shopper, now).await?;
    Ok(shopper)
}

/// Starts a session for a shopper and returns its token.
///
/// # Errors
/// When the database does not answer.
pub async fn start_for(
    tx: &mut Write<'_>,
    mall: &MallId,
    shopper: &ShopperId,
    now: Ms,
) -> Result<String, Error> {
    let token = secret::random_token()?;
    shoppers::insert_session(tx, mall, shopper, &secret::sha256(&token), now + LIFETIME_MS).await?;
    Ok(token)
}
