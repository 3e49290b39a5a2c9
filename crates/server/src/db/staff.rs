//! The mall's staff, their sessions, and failed logins.

use mall_contract::{MallId, Role, StaffId, StoreId};

use super::row::row;
use super::transaction::{Connection, Write};
use crate::clock::Ms;
use crate::error::{Error, OrFault};

/// The store column of who works for the mall itself.
const MALL: &str = "";

/// Returns the column of where somebody works.
fn store_column(store: Option<&StoreId>) -> &str {
    store.map_or(MALL, StoreId::as_str)
}

/// The name of somebody where they work.
#[derive(Clone, Copy, Debug)]
pub struct StaffName<'a> {
    /// The store; none for the mall itself.
    pub store: Option<&'a StoreId>,
    /// The name they log in with there.
    pub name: &'a str,
}

/// A person with a role at a store.
#[derive(Clone, Debug)]
pub struct StaffRow {
    pub staff_id: StaffId,
    /// The store; none for the mall itself.
    pub store_id: Option<StoreId>,
    /// The name they log in with there.
    pub name: String,
    role: String,
    /// Hash of their password.
    pub password_hash: String,
    must_change: i64,
    /// Since when they may not log in.
    pub disabled_at: Option<i64>,
}

row!(StaffRow { staff_id, store_id, name, role, password_hash, must_change, disabled_at });

impl StaffRow {
    /// Returns the person's role at the store.
    ///
    /// # Errors
    /// When the stored role is invalid.
    pub fn role(&self) -> Result<Role, Error> {
        self.role.parse().or_fault("a stored role cannot be read")
    }

    /// Checks whether they must choose a password before they work.
    #[must_use]
    pub fn must_change(&self) -> bool {
        self.must_change != 0
    }
}

/// Returns the person who logs in at a store by this name.
pub async fn by_name(
    connection: &mut Connection,
    mall: &MallId,
    StaffName { store, name }: StaffName<'_>,
) -> Result<Option<StaffRow>, Error> {
    let sql = "SELECT r.staff_id, NULLIF(r.store_id, '') AS store_id, r.name, r.role, s.password_hash, s.must_change, s.disabled_at \
               FROM staff_roles r JOIN staff s ON s.mall_id = r.mall_id AND s.id = r.staff_id \
               WHERE r.mall_id = $1 AND r.store_id = $2 AND r.name = $3";
    let query = sqlx::query_as(sql).bind(mall.as_str()).bind(store_column(store)).bind(name);
    Ok(query.fetch_optional(connection).await?)
}

/// Returns the staff of a mall, by store and name.
pub async fn all(connection: &mut Connection, mall: &MallId) -> Result<Vec<StaffRow>, Error> {
    let sql = "SELECT r.staff_id, NULLIF(r.store_id, '') AS store_id, r.name, r.role, s.password_hash, s.must_change, s.disabled_at \
               FROM staff_roles r JOIN staff s ON s.mall_id = r.mall_id AND s.id = r.staff_id \
               WHERE r.mall_id = $1 ORDER BY r.store_id, r.name";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).fetch_all(connection).await?)
}

/// Writes a new person.
pub async fn insert(
    tx: &mut Write<'_>,
    mall: &MallId,
    id: &StaffId,
    password_hash: &str,
    must_change: bool,
    now: Ms,
) -> Result<(), Error> {
    let sql = "INSERT INTO staff (mall_id, id, password_hash, must_change, created_at) \
               VALUES ($1, $2, $3, $4, $5)";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(id.as_str()).bind(password_hash);
    query.bind(i64::from(must_change)).bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// Gives a person a role at a store, or changes it. Returns whether the name was free or the person's own.
pub async fn put_role(
    tx: &mut Write<'_>,
    mall: &MallId,
    id: &StaffId,
    StaffName { store, name }: StaffName<'_>,
    role: Role,
) -> Result<bool, Error> {
    let sql = "INSERT INTO staff_roles (mall_id, store_id, name, staff_id, role) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (mall_id, store_id, name) DO UPDATE SET role = excluded.role \
               WHERE staff_roles.staff_id = excluded.staff_id";
    let query =
        sqlx::query(sql).bind(mall.as_str()).bind(store_column(store)).bind(name).bind(id.as_str());
    let query = query.bind(role.as_str());
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Sets a password.
pub async fn set_password(
    tx: &mut Write<'_>,
    mall: &MallId,
    id: &StaffId,
    password_hash: &str,
    must_change: bool,
) -> Result<(), Error> {
    let sql = "UPDATE staff SET password_hash = $3, must_change = $4, disabled_at = NULL \
               WHERE mall_id = $1 AND id = $2";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(id.as_str()).bind(password_hash);
    query.bind(i64::from(must_change)).execute(&mut **tx).await?;
    Ok(())
}

/// Stops a person from logging in.
pub async fn disable(
    tx: &mut Write<'_>,
    mall: &MallId,
    id: &StaffId,
    now: Ms,
) -> Result<(), Error> {
    let sql = "UPDATE staff SET disabled_at = $3 WHERE mall_id = $1 AND id = $2";
    sqlx::query(sql).bind(mall.as_str()).bind(id.as_str()).bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// A session, with who it is of.
#[derive(Clone, Debug)]
pub struct SessionRow {
    pub staff: StaffRow,
    /// The end of the session.
    pub expires_at: i64,
    /// The last use, to the minute.
    pub seen_at: i64,
}

row!(SessionRow { staff, expires_at, seen_at });

/// Writes a session.
pub async fn insert_session(
    tx: &mut Write<'_>,
    mall: &MallId,
    token_hash: &str,
    staff: &StaffRow,
    expires_at: Ms,
    now: Ms,
) -> Result<(), Error> {
    let sql = "INSERT INTO staff_sessions (mall_id, token_hash, staff_id, store_id, expires_at, seen_at) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(token_hash).bind(staff.staff_id.as_str());
    query
        .bind(store_column(staff.store_id.as_ref()))
        .bind(expires_at)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Returns a session that has not ended and was used since an instant, if the person still has their role there.
pub async fn session(
    connection: &mut Connection,
    mall: &MallId,
    token_hash: &str,
    now: Ms,
    used_since: Ms,
) -> Result<Option<SessionRow>, Error> {
    let sql = "SELECT t.staff_id, NULLIF(t.store_id, '') AS store_id, r.name, r.role, s.password_hash, s.must_change, s.disabled_at, \
               t.expires_at, t.seen_at FROM staff_sessions t \
               JOIN staff_roles r ON r.mall_id = t.mall_id AND r.staff_id = t.staff_id AND r.store_id = t.store_id \
               JOIN staff s ON s.mall_id = t.mall_id AND s.id = t.staff_id \
               WHERE t.mall_id = $1 AND t.token_hash = $2 AND t.expires_at > $3 AND t.seen_at > $4 \
               AND s.disabled_at IS NULL";
    let query = sqlx::query_as(sql).bind(mall.as_str()).bind(token_hash).bind(now).bind(used_since);
    Ok(query.fetch_optional(connection).await?)
}

/// Notes that a session was used.
pub async fn touch(
    tx: &mut Write<'_>,
    mall: &MallId,
    token_hash: &str,
    now: Ms,
) -> Result<(), Error> {
    let sql = "UPDATE staff_sessions SET seen_at = $3 WHERE mall_id = $1 AND token_hash = $2";
    sqlx::query(sql).bind(mall.as_str()).bind(token_hash).bind(now).execute(&mut **tx).await?;
    Ok(())
}

/// Ends a session.
pub async fn end_session(tx: &mut Write<'_>, mall: &MallId, token_hash: &str) -> Result<(), Error> {
    let sql = "DELETE FROM staff_sessions WHERE mall_id = $1 AND token_hash = $2";
    sqlx::query(sql).bind(mall.as_str()).bind(token_hash).execute(&mut **tx).await?;
    Ok(())
}

/// Ends all sessions of a person but one, and removes expired sessions.
pub async fn end_sessions(
    tx: &mut Write<'_>,
    mall: &MallId,
    staff: &StaffId,
    but: Option<&str>,
    now: Ms,
) -> Result<(), Error> {
    let sql = "DELETE FROM staff_sessions WHERE mall_id = $1 AND token_hash <> $3 \
               AND (staff_id = $2 OR expires_at <= $4)";
    let query = sqlx::query(sql)
        .bind(mall.as_str())
        .bind(staff.as_str())
        .bind(but.unwrap_or_default())
        .bind(now);
    query.execute(&mut **tx).await?;
    Ok(())
}

/// SQL of the time in milliseconds that a name is locked after so many failed logins.
macro_rules! lock {
    ($failures:literal) => {
        concat!(
            "CASE WHEN ",
            $failures,
            " < 5 THEN 0 WHEN ",
            $failures,
            " = 5 THEN 60000 WHEN ",
            $failures,
            " = 6 THEN 120000 WHEN ",
            $failures,
            " = 7 THEN 300000 WHEN ",
            $failures,
            " = 8 THEN 900000 ELSE 3600000 END"
        )
    };
}

/// Counts a login before its password is checked, so that simultaneous tries are counted too. Returns whether it may be
/// tried. A day after the last one, all tries are forgotten.
pub async fn count_try(
    tx: &mut Write<'_>,
    mall: &MallId,
    subject: &str,
    now: Ms,
) -> Result<bool, Error> {
    let sql = concat!(
        "INSERT INTO staff_failures (mall_id, subject, failures, failed_at) VALUES ($1, $2, 1, $3) \
         ON CONFLICT (mall_id, subject) DO UPDATE SET failed_at = excluded.failed_at, \
         failures = CASE WHEN staff_failures.failed_at <= excluded.failed_at - 86400000 THEN 1 \
         ELSE staff_failures.failures + 1 END \
         WHERE staff_failures.failed_at + ",
        lock!("staff_failures.failures"),
        " <= $3"
    );
    let query = sqlx::query(sql).bind(mall.as_str()).bind(subject).bind(now);
    Ok(query.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Returns the instant from which a locked name may be tried again.
pub async fn locked_until(
    tx: &mut Connection,
    mall: &MallId,
    subject: &str,
) -> Result<Option<Ms>, Error> {
    let sql = concat!(
        "SELECT failed_at + ",
        lock!("failures"),
        " FROM staff_failures WHERE mall_id = $1 AND subject = $2"
    );
    Ok(sqlx::query_scalar(sql).bind(mall.as_str()).bind(subject).fetch_optional(tx).await?)
}

/// Forgets the tries of a name whose password was right.
pub async fn forget_tries(tx: &mut Write<'_>, mall: &MallId, subject: &str) -> Result<(), Error> {
    let sql = "DELETE FROM staff_failures WHERE mall_id = $1 AND subject = $2";
    sqlx::query(sql).bind(mall.as_str()).bind(subject).execute(&mut **tx).await?;
    Ok(())
}
