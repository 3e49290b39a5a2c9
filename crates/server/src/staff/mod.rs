//! People who work in the mall: logging in and out, and their passwords.

mod session;
pub mod set_up;

use mall_contract::{
    MallId, PasswordChange, Refusal, StaffLogin, StaffSession, StoreId, TillRefusal,
};

pub use session::{AuthenticatedStaff, LIFETIME_MS, find};

use crate::clock::{Ms, Zone};
use crate::context::Context;
use crate::db::staff::{self, StaffName};
use crate::error::Error;
use crate::identity::device::{self, Device};
use crate::identity::password::{LENGTH, Queue, is_strong};
use crate::identity::secret::Secret;
use crate::payments::is_plain_text;

/// A new session of a person of the staff.
pub struct NewSession {
    /// The session.
    pub session: StaffSession,
    /// Its token, for the browser alone.
    pub token: String,
    /// The cookie by which the browser shows later that this person has logged in on it.
    pub device: String,
}

/// The browser and the network that a login comes from.
#[derive(Clone, Copy)]
pub struct LoginCaller<'a> {
    /// The network.
    pub address: &'a str,
    /// The cookie of devices, or an empty text.
    pub device: &'a str,
}

/// Logs a person in.
///
/// Wrong tries count for the name, wherever they come from. On a device where the person has logged in before they
/// count apart, so that no stranger can lock the person out.
///
/// # Errors
/// `staff_login_invalid`: the same answer after the same time, whatever is wrong. `too_many` after wrong tries, also
/// for names that do not exist; `busy`.
pub async fn log_in(
    context: &mut Context,
    mall: &MallId,
    zone: &Zone,
    login: &StaffLogin,
    caller: LoginCaller<'_>,
    now: Ms,
) -> Result<NewSession, Error> {
    let StaffLogin { store, name, password } = login;
    if !is_plain_text(name, 64) || password.chars().count() > *LENGTH.end() {
        return Err(Refusal::Till(TillRefusal::StaffLoginInvalid).into());
    }
    let person = &subject(&context.secret, mall, store.as_ref(), name);
    let device = device::find(&context.secret, person, caller.device, now);
    // Not by the address alone: all stores of a mall may share one.
    let login_place = &format!("{} {}", caller.address, store.as_ref().map_or("", StoreId::as_str));
    if device.is_none() {
        context.guesses.logins.check(login_place, now)?;
    }
    let queue = if device.is_some() { Queue::Known } else { Queue::Strangers };
    // Before the try is written: a flood of tries that nobody verifies keeps no other writer waiting.
    let place = context.passwords.place(queue)?;
    let subject = &device.as_ref().map_or_else(|| person.clone(), Device::subject);
    count_try(context, mall, subject, now).await?;
    let at = StaffName { store: store.as_ref(), name };
    let row = staff::by_name(&mut *context.db.read().await?, mall, at).await?;
    let row = row.filter(|row| row.disabled_at.is_none());
    let hash = row.as_ref().map(|row| row.password_hash.clone());
    let right = context.passwords.verify(place, password.clone(), hash).await?;
    let Some(row) = row.filter(|_| right) else {
        if device.is_none() {
            context.guesses.logins.count_failure(login_place, now);
        }
        return Err(Refusal::Till(TillRefusal::StaffLoginInvalid).into());
    };
    let mut tx = context.db.write().await?;
    staff::forget_tries(&mut tx, mall, subject).await?;
    let (staff, token) = session::start(&mut tx, &context.shared.secret, mall, row, now).await?;
    tx.commit().await?;
    context.guesses.logins.reset(login_place);
    let device = device::add(&context.secret, person, caller.device, now)?;
    Ok(NewSession { session: staff.to_contract(zone)?, token, device })
}

/// Returns the name that a person's tries are counted under. It tells nobody the person's name.
fn subject(secret: &Secret, mall: &MallId, store: Option<&StoreId>, name: &str) -> String {
    let store = store.map_or("", StoreId::as_str);
    secret.sign(&[b"staff try", mall.as_str().as_bytes(), store.as_bytes(), name.as_bytes()])
}

async fn count_try(
    context: &mut Context,
    mall: &MallId,
    subject: &str,
    now: Ms,
) -> Result<(), Error> {
    let mut tx = context.db.write().await?;
    if staff::count_try(&mut tx, mall, subject, now).await? {
        return Ok(tx.commit().await?);
    }
    let until = staff::locked_until(&mut tx, mall, subject).await?.unwrap_or(now);
    let retry_after = u32::try_from((until - now + 999) / 1000).unwrap_or(1).max(1);
    Err(Refusal::TooMany { retry_after }.into())
}

/// Ends a session.
///
/// # Errors
/// When the database does not answer.
pub async fn log_out(
    context: &mut Context,
    mall: &MallId,
    person: &AuthenticatedStaff,
) -> Result<(), Error> {
    let mut tx = context.db.write().await?;
    staff::end_session(&mut tx, mall, &person.token_hash).await?;
    Ok(tx.commit().await?)
}

/// Ends all sessions of a person, this one too.
///
/// # Errors
/// When the database does not answer.
pub async fn log_out_everywhere(
    context: &mut Context,
    mall: &MallId,
    person: &AuthenticatedStaff,
    now: Ms,
) -> Result<(), Error> {
    let mut tx = context.db.write().await?;
    staff::end_sessions(&mut tx, mall, &person.row.staff_id, None, now).await?;
    Ok(tx.commit().await?)
}

/// Changes a person's password. Their other sessions end. The new one must be hard to guess for somebody who knows the
/// person's name and these of the mall.
///
/// # Errors
/// `staff_login_invalid` when the old one is not right, `password_too_weak`; `too_many`, `busy`.
pub async fn change_password(
    context: &mut Context,
    mall: &MallId,
    person: &AuthenticatedStaff,
    change: &PasswordChange,
    names: &[&str],
    now: Ms,
) -> Result<(), Error> {
    let store = person.row.store_id.as_ref().map_or("", StoreId::as_str);
    let names = [names, &[&person.row.name, store, &change.old]].concat();
    if !LENGTH.contains(&change.new.chars().count())
        || change.new == change.old
        || !is_strong(&change.new, &names)
    {
        return Err(
            Refusal::Till(TillRefusal::PasswordTooWeak { least: *LENGTH.start() as u32 }).into()
        );
    }
    let id = &person.row.staff_id;
    let subject =
        &context.secret.sign(&[b"staff try", mall.as_str().as_bytes(), id.as_str().as_bytes()]);
    let place = context.passwords.place(Queue::Known)?;
    count_try(context, mall, subject, now).await?;
    let old = Some(person.row.password_hash.clone());
    if change.old.chars().count() > *LENGTH.end()
        || !context.passwords.verify(place, change.old.clone(), old).await?
    {
        return Err(Refusal::Till(TillRefusal::StaffLoginInvalid).into());
    }
    let hash = context.passwords.hash(change.new.clone()).await?;
    let mut tx = context.db.write().await?;
    staff::forget_tries(&mut tx, mall, subject).await?;
    staff::set_password(&mut tx, mall, id, &hash, false).await?;
    staff::end_sessions(&mut tx, mall, id, Some(&person.token_hash), now).await?;
    Ok(tx.commit().await?)
}
