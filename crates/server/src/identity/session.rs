//! A shopper's session: a token, which the browser keeps as a cookie.
//!
//! A token holds the time when it was given out, and is signed. A visitor's shopper is derived from it, so nothing is
//! written before the visitor's first act. Only sessions of other shoppers, such as payers, stand in the database.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use mall_contract::{MallId, ShopperId};
use subtle::ConstantTimeEq;

use super::secret::{self, Secret};
use crate::clock::Ms;
use crate::db::shoppers::{self, ByEntry, SessionRow};
use crate::db::{Access, Write, entries};
use crate::error::{Error, OrFault};

/// A session's lifetime in milliseconds: a year.
pub const LIFETIME_MS: Ms = 365 * 24 * 60 * 60 * 1000;

/// The lifetime of a session that only a payment's numbers prove, in milliseconds: a week.
pub const NARROW_LIFETIME_MS: Ms = 7 * 24 * 60 * 60 * 1000;

/// Characters of a token's parts: the time (48 bits), the random part (128 bits), and the signature (144 bits).
const TIME: usize = 8;
const RANDOM: usize = 22;
const SIGNATURE: usize = 24;

/// Characters of a token.
pub const TOKEN_LENGTH: usize = TIME + RANDOM + SIGNATURE;

/// The purposes of what is derived, so that no text of another purpose fits.
const OF_TOKEN: &[u8] = b"shopper session 1";
const OF_SHOPPER: &[u8] = b"shopper of session 1";

/// A new visitor with a session.
pub struct NewSession {
    /// The new shopper.
    pub shopper: ShopperId,
    /// The session's token, for the browser alone.
    pub token: String,
}

/// A session that was found.
#[derive(Clone, Debug)]
pub struct Session {
    pub shopper: ShopperId,
    /// It shows no coupon from before this instant; none for all.
    pub since: Option<Ms>,
}

/// Finds a session. One that an entry gave uses that entry up when it first comes back; before, the answer may have been
/// lost on its way.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    db: &mut Access,
    secret: &Secret,
    mall: &MallId,
    token: &str,
    now: Ms,
) -> Result<Option<Session>, Error> {
    let stored = find_stored(db, mall, token, now).await?;
    let issued_at = issued_at(secret, token);
    let lasts = issued_at.is_some_and(|issued_at| now < issued_at + LIFETIME_MS);
    Ok(match stored {
        None if lasts => Some(Session { shopper: shopper_of(secret, mall, token)?, since: None }),
        stored => stored,
    })
}

async fn find_stored(
    db: &mut Access,
    mall: &MallId,
    token: &str,
    now: Ms,
) -> Result<Option<Session>, Error> {
    let hash = secret::sha256(token);
    let row = shoppers::session(&mut *db.read().await?, mall, &hash, now).await?;
    let Some(row) = row else { return Ok(None) };
    let Some(entry) = &row.entry_hash else { return Ok(Some(row.into())) };
    let mut tx = db.write().await?;
    if entries::take(&mut tx, mall, entry, now).await? {
        shoppers::confirm_session(&mut tx, mall, &hash, entry).await?;
    }
    tx.commit().await?;
    // The same session may have come twice at once.
    let row = shoppers::session(&mut *db.read().await?, mall, &hash, now).await?;
    Ok(row.filter(|row| row.entry_hash.is_none()).map(Into::into))
}

impl From<SessionRow> for Session {
    fn from(row: SessionRow) -> Self {
        Self { shopper: row.shopper_id, since: row.since }
    }
}

/// Returns the instant when a token was given out; none if it was not, or before tokens had a time.
#[must_use]
pub fn issued_at(secret: &Secret, token: &str) -> Option<Ms> {
    let (signed, signature) = token.split_at_checked(TIME + RANDOM)?;
    let expected = signature_of(secret, signed);
    if !bool::from(expected.as_bytes().ct_eq(signature.as_bytes())) {
        return None;
    }
    let time = BASE64_URL_SAFE_NO_PAD.decode(signed.get(..TIME)?).ok()?;
    Some(time.iter().fold(0, |ms, byte| ms << 8 | Ms::from(*byte)))
}

/// Checks whether a token was given out and is older than an age in milliseconds.
#[must_use]
pub fn is_older(secret: &Secret, token: &str, age: Ms, now: Ms) -> bool {
    issued_at(secret, token).is_some_and(|issued_at| now - issued_at >= age)
}

/// Checks whether a session is a visitor's own, so that its shopper has proven nothing else.
#[must_use]
pub fn is_of_visitor(secret: &Secret, mall: &MallId, token: &str, shopper: &ShopperId) -> bool {
    shopper_of(secret, mall, token).is_ok_and(|own| own == *shopper)
}

/// Makes a session for a visitor, whose shopper is written at the first act.
///
/// # Errors
/// When the operating system has no random bytes.
pub fn make(secret: &Secret, mall: &MallId, now: Ms) -> Result<NewSession, Error> {
    let token = new_token(secret, now)?;
    Ok(NewSession { shopper: shopper_of(secret, mall, &token)?, token })
}

fn new_token(secret: &Secret, now: Ms) -> Result<String, Error> {
    let time = BASE64_URL_SAFE_NO_PAD.encode(&now.to_be_bytes()[2..]);
    let signed = time + &secret::random_name()?;
    let signature = signature_of(secret, &signed);
    Ok(signed + &signature)
}

fn signature_of(secret: &Secret, signed: &str) -> String {
    let mut signature = secret.sign(&[OF_TOKEN, signed.as_bytes()]);
    signature.truncate(SIGNATURE);
    signature
}

fn shopper_of(secret: &Secret, mall: &MallId, token: &str) -> Result<ShopperId, Error> {
    let mut name = secret.sign(&[OF_SHOPPER, mall.as_str().as_bytes(), token.as_bytes()]);
    // 132 bits, as many characters as other shoppers' names have.
    name.truncate(22);
    ShopperId::parse(name).or_fault("a shopper's name cannot be derived")
}

/// A session that an entry has started.
pub struct StartedSession {
    /// Its token, for the browser alone.
    pub token: String,
    /// Its lifetime in milliseconds.
    pub life: Ms,
}

/// Starts a session for a shopper by an entry. With `since` it is short, and shows no coupon from before that instant.
///
/// # Errors
/// When the database does not answer.
pub async fn start(
    tx: &mut Write<'_>,
    secret: &Secret,
    mall: &MallId,
    by: ByEntry<'_>,
    now: Ms,
) -> Result<StartedSession, Error> {
    let token = new_token(secret, now)?;
    let life = if by.since.is_some() { NARROW_LIFETIME_MS } else { LIFETIME_MS };
    shoppers::insert_session(tx, mall, &secret::sha256(&token), by, now + life).await?;
    Ok(StartedSession { token, life })
}

#[cfg(test)]
mod tests {
    use super::{Secret, TOKEN_LENGTH, is_older, issued_at, make};
    use crate::sample_id::id;

    fn secret(digit: &str) -> Secret {
        Secret::from_hex(&digit.repeat(64)).expect("a secret")
    }

    #[test]
    fn a_token_holds_its_time_and_its_shopper() {
        let now = 1_795_406_400_123;
        let session = make(&secret("a"), &id("mall"), now).expect("a session");
        assert_eq!(session.token.len(), TOKEN_LENGTH);
        assert_eq!(session.shopper.as_str().len(), 22);
        assert_eq!(issued_at(&secret("a"), &session.token), Some(now));
        assert!(is_older(&secret("a"), &session.token, 60_000, now + 60_000));
        assert!(!is_older(&secret("a"), &session.token, 60_000, now + 59_999));
    }

    #[test]
    fn a_changed_token_was_never_given_out() {
        let token = make(&secret("a"), &id("mall"), 1).expect("a session").token;
        assert_eq!(issued_at(&secret("b"), &token), None);
        for at in 0..TOKEN_LENGTH {
            let mut changed = token.clone();
            let other = if &token[at..=at] == "A" { "B" } else { "A" };
            changed.replace_range(at..=at, other);
            assert_eq!(issued_at(&secret("a"), &changed), None, "{at}");
        }
        for text in ["", "a", &"券".repeat(30), &"a".repeat(43)] {
            assert_eq!(issued_at(&secret("a"), text), None, "{text}");
        }
    }
}
