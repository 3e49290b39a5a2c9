//! Sessions of people at work: a cookie of their own, apart from the shoppers'.

use mall_contract::{MallId, Refusal, StaffSession, TillRefusal};

use crate::clock::{Ms, Zone};
use crate::context::Context;
use crate::db::Write;
use crate::db::staff::{self, StaffRow};
use crate::error::Error;
use crate::identity::secret::{self, Secret};
use crate::identity::token;

const MINUTE_MS: Ms = 60 * 1000;

/// A session's lifetime in milliseconds: a long shift. Use does not extend it.
pub const LIFETIME_MS: Ms = 12 * 60 * MINUTE_MS;

/// A session that is not used for this time ends, in milliseconds.
const IDLE_LIMIT_MS: Ms = 2 * 60 * MINUTE_MS;

/// A person with a session.
#[derive(Clone, Debug)]
pub struct AuthenticatedStaff {
    /// Who, where, and in which role.
    pub row: StaffRow,
    /// The end of the session.
    pub expires_at: Ms,
    /// Hash of the session's token.
    pub token_hash: String,
}

impl AuthenticatedStaff {
    /// Returns the session as the contract has it.
    ///
    /// # Errors
    /// When the stored role or store is invalid.
    pub fn to_contract(&self, zone: &Zone) -> Result<StaffSession, Error> {
        Ok(StaffSession {
            name: self.row.name.clone(),
            role: self.row.role()?,
            store: self.row.store_id.clone(),
            must_change_password: self.row.must_change(),
            expires_at: zone.moment(self.expires_at),
        })
    }

    /// Refuses a person who has to choose a password first.
    ///
    /// # Errors
    /// `password_change_needed`.
    pub fn ready(self) -> Result<Self, Error> {
        if self.row.must_change() {
            Err(Refusal::Till(TillRefusal::PasswordChangeNeeded).into())
        } else {
            Ok(self)
        }
    }
}

/// Finds the person who is logged in, by the session's token.
///
/// # Errors
/// `staff_session_missing`.
pub async fn find(
    context: &mut Context,
    mall: &MallId,
    token: Option<&str>,
    now: Ms,
) -> Result<AuthenticatedStaff, Error> {
    let token_hash = secret::sha256(token.ok_or(Refusal::Till(TillRefusal::StaffSessionMissing))?);
    let reader = &mut context.db.read().await?;
    let row = staff::session(reader, mall, &token_hash, now, now - IDLE_LIMIT_MS).await?;
    let row = row.ok_or(Refusal::Till(TillRefusal::StaffSessionMissing))?;
    if row.seen_at <= now - MINUTE_MS {
        let mut tx = context.db.write().await?;
        staff::touch(&mut tx, mall, &token_hash, now).await?;
        tx.commit().await?;
    }
    Ok(AuthenticatedStaff { row: row.staff, expires_at: row.expires_at, token_hash })
}

/// Starts a session and returns it with its token.
///
/// # Errors
/// When the database does not answer.
pub async fn start(
    tx: &mut Write<'_>,
    secret: &Secret,
    mall: &MallId,
    row: StaffRow,
    now: Ms,
) -> Result<(AuthenticatedStaff, String), Error> {
    let token = token::make(secret, token::STAFF)?;
    let (token_hash, expires_at) = (secret::sha256(&token), now + LIFETIME_MS);
    staff::insert_session(tx, mall, &token_hash, &row, expires_at, now).await?;
    Ok((AuthenticatedStaff { row, expires_at, token_hash }, token))
}
