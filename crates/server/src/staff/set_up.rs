//! Setting people up, by who sits at the server.

use mall_contract::{MallId, Role, StoreId, typed};

use crate::clock::Ms;
use crate::db::staff::{self, StaffName, StaffRow};
use crate::db::{Access, catalogue};
use crate::error::Error;
use crate::identity::password::{Passwords, generate_password};
use crate::identity::secret;
use crate::payments::is_plain_text;

/// A person's job at a store: the store, the name at work, and the role.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The store; none for a person who works for the mall itself.
    pub store: Option<&'a StoreId>,
    /// The name they log in with.
    pub name: &'a str,
    pub role: Role,
}

/// A password that somebody is given.
#[derive(Clone, Copy)]
pub struct NewPassword<'a> {
    pub text: &'a str,
    /// Its owner must choose another one before anything else.
    pub must_change: bool,
}

/// The reason why a person was not set up.
#[derive(Debug)]
pub enum SetUpError {
    /// There is no such store.
    UnknownStore,
    /// The role needs a store and none is named, or the other way round.
    StoreMismatch,
    /// A name is 1 to 64 characters.
    InvalidName,
    /// There is no person of this name.
    UnknownPerson,
    /// The database or the operating system failed.
    Failed(Error),
}

impl From<Error> for SetUpError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl std::fmt::Display for SetUpError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownStore => f.write_str("There is no such store in this mall."),
            Self::StoreMismatch => f.write_str(
                "An operator works for the mall, all others at a store: --store names it.",
            ),
            Self::InvalidName => f.write_str("A name is 1 to 64 characters."),
            Self::UnknownPerson => f.write_str("Nobody there has this name."),
            Self::Failed(error) => write!(f, "It was not done ({error})."),
        }
    }
}

impl std::error::Error for SetUpError {}

/// Sets a person up with a password that works once, and returns it. A person who exists already gets a new password
/// and perhaps another role; all their sessions end.
///
/// # Errors
/// [`SetUpError`].
pub async fn put(
    db: &mut Access,
    passwords: &Passwords,
    mall: &MallId,
    place: Place<'_>,
    now: Ms,
) -> Result<String, SetUpError> {
    let password = generate_password()?;
    put_with_password(
        db,
        passwords,
        mall,
        place,
        NewPassword { text: &password, must_change: true },
        now,
    )
    .await?;
    Ok(password)
}

/// Sets a person up with a given password; `must_change` says whether they have to choose another one first.
///
/// # Errors
/// [`SetUpError`].
pub async fn put_with_password(
    db: &mut Access,
    passwords: &Passwords,
    mall: &MallId,
    Place { store, name, role }: Place<'_>,
    NewPassword { text, must_change }: NewPassword<'_>,
    now: Ms,
) -> Result<(), SetUpError> {
    let name = &*typed::normalize(name);
    if !is_plain_text(name, 64) {
        return Err(SetUpError::InvalidName);
    }
    if role.works_for_mall() != store.is_none() {
        return Err(SetUpError::StoreMismatch);
    }
    if let Some(store) = store
        && catalogue::store(&mut *db.read().await?, mall, store).await?.is_none()
    {
        return Err(SetUpError::UnknownStore);
    }
    let at = StaffName { store, name };
    let hash = passwords.hash(text.to_owned()).await?;
    let row = staff::by_name(&mut *db.read().await?, mall, at).await?;
    let mut tx = db.write().await?;
    let id = match row {
        Some(row) => {
            staff::set_password(&mut tx, mall, &row.staff_id, &hash, must_change).await?;
            staff::end_sessions(&mut tx, mall, &row.staff_id, None, now).await?;
            row.staff_id
        }
        None => {
            let id = secret::random_id()?;
            staff::insert(&mut tx, mall, &id, &hash, must_change, now).await?;
            id
        }
    };
    if !staff::put_role(&mut tx, mall, &id, at, role).await? {
        return Err(Error::fault("another request has taken a name", name).into());
    }
    tx.commit().await.map_err(Error::from)?;
    Ok(())
}

/// Stops a person from logging in, and ends their sessions.
///
/// # Errors
/// [`SetUpError`].
pub async fn end(
    db: &mut Access,
    mall: &MallId,
    store: Option<&StoreId>,
    name: &str,
    now: Ms,
) -> Result<(), SetUpError> {
    let name = &*typed::normalize(name);
    let row = staff::by_name(&mut *db.read().await?, mall, StaffName { store, name })
        .await?
        .ok_or(SetUpError::UnknownPerson)?;
    let mut tx = db.write().await?;
    staff::disable(&mut tx, mall, &row.staff_id, now).await?;
    staff::end_sessions(&mut tx, mall, &row.staff_id, None, now).await?;
    tx.commit().await.map_err(Error::from)?;
    Ok(())
}

/// Returns the staff of a mall.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut Access, mall: &MallId) -> Result<Vec<StaffRow>, Error> {
    staff::all(&mut *db.read().await?, mall).await
}
