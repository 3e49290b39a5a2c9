//! Entries: addresses that work once and soon, and give a shopper known by a pass a session on the page.

use mall_contract::{Entry, MallId, Refusal, ShopperId};
use mall_coupons::Route;

use crate::clock::{Ms, Zone};
use crate::context::Context;
use crate::db::entries::{self, EntryRow};
use crate::db::shoppers;
use crate::error::Error;
use crate::identity::{secret, session};

/// The path that an entry leads to if its request names none.
pub const HOME: &str = "/wallet";

/// An entry's lifetime, in milliseconds.
pub const LIFETIME_MS: Ms = 5 * 60 * 1000;

/// Used and expired entries are kept for this time, in milliseconds, so that opening one again still leads on.
const RETENTION_MS: Ms = 24 * 60 * 60 * 1000;

/// Makes an entry for a shopper.
///
/// # Errors
/// `malformed` when it would not lead to a page of ours.
pub async fn make(
    context: &mut Context,
    mall: &MallId,
    zone: &Zone,
    shopper: &ShopperId,
    to: &str,
    now: Ms,
) -> Result<Entry, Error> {
    let leads_to = parse_destination(to)?;
    let token = secret::random_token()?;
    let entry = EntryRow { shopper_id: shopper.clone(), leads_to };
    let expires_at = now + LIFETIME_MS;
    let mut tx = context.db.write().await?;
    let hash = secret::sha256(&token);
    // A visitor's first act.
    shoppers::ensure(&mut tx, mall, shopper, now).await?;
    entries::insert(&mut tx, mall, &hash, &entry, expires_at, now - RETENTION_MS).await?;
    tx.commit().await?;
    let url = format!("{}/enter/{token}", context.public_url);
    Ok(Entry { url, expires_at: zone.moment(expires_at) })
}

fn parse_destination(to: &str) -> Result<String, Refusal> {
    own_path(to).ok_or_else(|| Refusal::Malformed { field: "to".into() })
}

/// Returns a path of the page in the page's own spelling, with its query (`?lang=en`) and fragment. None if the text is
/// no such path.
fn own_path(to: &str) -> Option<String> {
    let (rest, part) = to.split_once('#').map_or((to, None), |(rest, part)| (rest, Some(part)));
    let (path, query) =
        rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
    if !path.starts_with('/') || path.starts_with("//") {
        return None;
    }
    let mut own = Route::parse(path)?.path();
    let named = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let asked = |b: u8| named(b) || matches!(b, b'=' | b'&' | b'%' | b'.' | b'~');
    if let Some(query) = query {
        own += &format!("?{}", of(query, 512, asked)?);
    }
    if let Some(part) = part {
        own += &format!("#{}", of(part, 128, named)?);
    }
    Some(own)
}

/// Returns a text of 1 to `longest` bytes that all pass `such`.
fn of(text: &str, longest: usize, such: impl Fn(u8) -> bool) -> Option<&str> {
    Some(text).filter(|text| (1..=longest).contains(&text.len()) && text.bytes().all(such))
}

/// An entry that was used.
pub struct Entered {
    /// A path of the page.
    pub leads_to: String,
    /// The token of a new session; none for a browser that has the session already.
    pub new_session: Option<String>,
}

/// Uses an entry. `to` replaces the path that it was made for.
///
/// # Errors
/// `malformed` if `to` is no page of ours: the entry may still be used. `link_invalid` if there is no such entry.
/// `link_expired` if it is used or expired, unless the browser has that shopper's session already.
pub async fn enter(
    context: &mut Context,
    mall: &MallId,
    known: Option<&ShopperId>,
    token: &str,
    to: Option<&str>,
    now: Ms,
) -> Result<Entered, Error> {
    let to = to.map(parse_destination).transpose()?;
    let hash = secret::sha256(token);
    let mut tx = context.db.write().await?;
    let taken = entries::take(&mut tx, mall, &hash, now).await?;
    let entry = entries::get(&mut tx, mall, &hash).await?.ok_or(Refusal::LinkInvalid)?;
    let at_home = known == Some(&entry.shopper_id);
    if !taken && !at_home {
        return Err(Refusal::LinkExpired.into());
    }
    let new_session = if at_home {
        None
    } else {
        let shopper = &entry.shopper_id;
        Some(session::start_for(&mut tx, &context.shared.secret, mall, shopper, now).await?)
    };
    tx.commit().await?;
    Ok(Entered { leads_to: to.unwrap_or(entry.leads_to), new_session })
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn an_entry_leads_to_own_pages_only() {
        for own in [
            "/wallet",
            "/scan",
            "/coupons/a_B-1",
            "/q/7K01QD",
            "/pay/1.m.p.ff.sig",
            "/wallet#coupon-a_B-1",
            "/pay/1.m.p.ff.sig?sort=expiring&floor=B1&x=%E6%B5%B7#offer-1",
        ] {
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
            "/wallet?",
            "/wallet?x=//evil.test",
            "/wallet?x=1?y=2",
            "/wallet?x=<b>",
            "/wallet?x=\r\nset-cookie:a=b",
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
