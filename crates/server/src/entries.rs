//! Entries: a shopper known by a pass gets, once and soon, into the page with a session.

use mall_contract::{Entry, Refusal};
use mall_coupons::Route;

use crate::app::App;
use crate::clock::{Ms, Zone};
use crate::db::entries::{self, EntryRow};
use crate::error::Error;
use crate::identity::{secret, session};

/// How long an entry works, in milliseconds.
pub const LIFE: Ms = 5 * 60 * 1000;

/// Used and expired ones are remembered so long, in milliseconds: who opens one again is led on.
const REMEMBERED: Ms = 24 * 60 * 60 * 1000;

/// Makes an entry for a shopper.
///
/// # Errors
/// `malformed` when it would not lead to a page of ours.
pub async fn make(
    app: &App,
    mall: &str,
    zone: &Zone,
    shopper: &str,
    to: &str,
    now: Ms,
) -> Result<Entry, Error> {
    let leads_to = own_path(to).ok_or_else(|| Refusal::Malformed { field: "to".into() })?;
    let token = secret::random_token().map_err(|error| Error::fault("no random bytes", error))?;
    let entry = EntryRow { shopper_id: shopper.to_owned(), leads_to };
    let expires_at = now + LIFE;
    let mut tx = app.db.write().await?;
    let hash = secret::sha256(&token);
    entries::insert(&mut tx, mall, &hash, &entry, expires_at, now - REMEMBERED).await?;
    tx.commit().await?;
    let url = format!("{}/enter/{token}", app.public_url);
    Ok(Entry { url, expires_at: zone.moment(expires_at) })
}

/// A path of the page, written as the page itself writes it; nothing when it is not one.
fn own_path(to: &str) -> Option<String> {
    let (path, part) = to.split_once('#').map_or((to, None), |(path, part)| (path, Some(part)));
    if !path.starts_with('/') || path.starts_with("//") {
        return None;
    }
    let path = Route::parse(path)?.path();
    let Some(part) = part else { return Some(path) };
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    ((1..=128).contains(&part.len()) && part.bytes().all(plain)).then(|| format!("{path}#{part}"))
}

/// Where an entry leads, and the cookie to set.
pub struct Entered {
    /// A path of the page.
    pub leads_to: String,
    /// The header's value; none for a browser that has the session already.
    pub set_cookie: Option<String>,
}

/// Uses an entry.
///
/// # Errors
/// `link_invalid` when there is no such entry; `link_expired` when it is used or over, unless the
/// browser has that shopper's session already.
pub async fn enter(
    app: &App,
    mall: &str,
    known: Option<&str>,
    token: &str,
    now: Ms,
) -> Result<Entered, Error> {
    let hash = secret::sha256(token);
    let mut tx = app.db.write().await?;
    let taken = entries::take(&mut tx, mall, &hash, now).await?;
    let entry = entries::get(&mut tx, mall, &hash).await?.ok_or(Refusal::LinkInvalid)?;
    let at_home = known == Some(entry.shopper_id.as_str());
    if !taken && !at_home {
        return Err(Refusal::LinkExpired.into());
    }
    let set_cookie = if at_home {
        None
    } else {
        let shopper = &entry.shopper_id;
        Some(session::start_for(&mut tx, mall, shopper, app.secure(), now).await?)
    };
    tx.commit().await?;
    Ok(Entered { leads_to: entry.leads_to, set_cookie })
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn an_entry_leads_to_own_pages_only() {
        for own in ["/wallet", "/pay/1.m.p.ff.sig", "/wallet#coupon-a_B-1"] {
            assert_eq!(own_path(own).as_deref(), Some(own));
        }
        let foreign = [
            "",
            "wallet",
            "//wallet",
            "///wallet",
            "//evil.test/wallet",
            "/\\evil.test",
            "/evil",
            "https://evil.test/wallet",
            "/wallet?x=1",
            "/wallet#",
            "/wallet#<b>",
            "/receipt",
            "/wallet\r\nset-cookie: a=b",
            "/pay/../wallet",
            "javascript:alert(1)",
            "/enter/x",
        ];
        for to in foreign {
            assert_eq!(own_path(to), None, "{to}");
        }
    }
}
