//! Shopper sessions: a random token in a cookie, its hash in the database.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;

use super::secret;
use crate::clock::Ms;
use crate::db::{Database, Write, shoppers};
use crate::error::Error;

/// How long a session lasts, in milliseconds: a year, the longest a coupon can be valid.
const LIFE: Ms = 365 * 24 * 60 * 60 * 1000;

/// The cookie's name. Browsers let only a secure page of this very host set the first one.
fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-shopper" } else { "shopper" }
}

/// The value of a cookie.
#[must_use]
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().split_once('=').filter(|(key, _)| *key == name))
        .map(|(_, value)| value)
}

/// The shopper whose session the request carries.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    db: &Database,
    mall: &str,
    headers: &HeaderMap,
    secure: bool,
    now: Ms,
) -> Result<Option<String>, Error> {
    let Some(token) = cookie(headers, cookie_name(secure)).filter(|token| token.len() == 43) else {
        return Ok(None);
    };
    shoppers::of_session(db.read(), mall, &secret::sha256(token), now).await
}

/// A shopper who was not known before, and the `Set-Cookie` that makes the browser known.
pub struct Started {
    /// The new shopper.
    pub shopper: String,
    /// The header's value.
    pub set_cookie: String,
}

/// Starts a session for a new shopper, as part of what made it necessary: who is turned away leaves
/// nothing behind.
///
/// # Errors
/// When the database does not answer.
pub async fn start(
    tx: &mut Write<'_>,
    mall: &str,
    secure: bool,
    now: Ms,
) -> Result<Started, Error> {
    let shopper = new_shopper(tx, mall, now).await?;
    let set_cookie = start_for(tx, mall, &shopper, secure, now).await?;
    Ok(Started { shopper, set_cookie })
}

/// A new shopper without a session.
///
/// # Errors
/// When the database does not answer.
pub async fn new_shopper(tx: &mut Write<'_>, mall: &str, now: Ms) -> Result<String, Error> {
    let shopper = secret::random_name().map_err(no_random)?;
    shoppers::insert(tx, mall, &shopper, now).await?;
    Ok(shopper)
}

/// Starts a session for a shopper who is there already, and gives the `Set-Cookie` for it.
///
/// # Errors
/// When the database does not answer.
pub async fn start_for(
    tx: &mut Write<'_>,
    mall: &str,
    shopper: &str,
    secure: bool,
    now: Ms,
) -> Result<String, Error> {
    let token = secret::random_token().map_err(no_random)?;
    shoppers::insert_session(tx, mall, shopper, &secret::sha256(&token), now + LIFE).await?;
    let name = cookie_name(secure);
    let secure = if secure { "; Secure" } else { "" };
    let age = LIFE / 1000;
    // Lax: a link from a message opens with the session, a form on another site posts without it.
    Ok(format!("{name}={token}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}"))
}

fn no_random(error: std::io::Error) -> Error {
    Error::fault("no random bytes", error)
}
