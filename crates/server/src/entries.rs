//! Entries: addresses that work once and soon, and give a shopper known by a pass a session on the page.

use mall_contract::{Entry, MallId, PaymentId, Refusal, ShopperId};
use mall_coupons::Route;

use crate::clock::Ms;
use crate::context::Context;
use crate::db::catalogue::MallRow;
use crate::db::entries::{self, EntryRow};
use crate::db::shoppers::{self, ByEntry};
use crate::db::{Connection, payments};
use crate::error::Error;
use crate::identity::session::StartedSession;
use crate::identity::{secret, session};
use crate::wallet::Holder;

/// The path that an entry leads to if its request names none.
pub const HOME: &str = "/wallet";

/// An entry's lifetime, in milliseconds.
pub const LIFETIME_MS: Ms = 5 * 60 * 1000;

/// Used and expired entries are kept for this time, in milliseconds, so that opening one again still leads on.
const RETENTION_MS: Ms = 24 * 60 * 60 * 1000;

/// The proof of an entry's shopper. An entry is good for no more than its proof.
#[derive(Clone, Copy, Debug)]
pub enum Proof<'a> {
    /// A session, a login or a browser's key. It shows no coupon from before `since`; 0 for all.
    Session { since: Ms },
    /// The numbers of a payment, as its receipt and its bill have them. They show nothing older than the payment.
    Payment(&'a PaymentId),
}

/// Makes an entry for a shopper.
///
/// # Errors
/// `malformed` when it would not lead to a page of ours.
pub async fn make(
    context: &mut Context,
    mall: &MallRow,
    shopper: &ShopperId,
    proof: Proof<'_>,
    to: &str,
    now: Ms,
) -> Result<Entry, Error> {
    let destination = parse_destination(to)?;
    let token = secret::random_token()?;
    let expires_at = now + LIFETIME_MS;
    let mut tx = context.db.write().await?;
    let since = match proof {
        Proof::Session { since } => Some(since).filter(|since| *since > 0),
        Proof::Payment(id) => {
            let payment =
                payments::get(&mut tx, &mall.id, id).await?.ok_or(Refusal::LinkInvalid)?;
            Some(payment.received_at)
        }
    };
    // It may be the shopper's first act.
    shoppers::ensure(&mut tx, &mall.id, shopper, now).await?;
    let shopper_id = shopper.clone();
    let entry = EntryRow { shopper_id, leads_to: destination, since, expires_at, used_at: None };
    let hash = secret::sha256(&token);
    entries::insert(&mut tx, &mall.id, &hash, &entry, now - RETENTION_MS).await?;
    tx.commit().await?;
    let url = format!("{}/enter/{token}", context.origin_of(mall));
    Ok(Entry { url, expires_at: mall.zone()?.moment(expires_at) })
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
    let mut path = Route::parse(path)?.path();
    let is_fragment_byte = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let is_query_byte =
        |b: u8| is_fragment_byte(b) || matches!(b, b'=' | b'&' | b'%' | b'.' | b'~');
    if let Some(query) = query {
        path += &format!("?{}", checked(query, 512, is_query_byte)?);
    }
    if let Some(part) = part {
        path += &format!("#{}", checked(part, 128, is_fragment_byte)?);
    }
    Some(path)
}

/// Returns a text of 1 to `max_length` bytes that all pass `is_allowed`.
fn checked(text: &str, max_length: usize, is_allowed: impl Fn(u8) -> bool) -> Option<&str> {
    Some(text).filter(|text| (1..=max_length).contains(&text.len()) && text.bytes().all(is_allowed))
}

/// The outcome of opening an entry.
pub enum EntryOutcome {
    /// The browser goes on to a page.
    Opened(OpenedEntry),
    /// The browser has the session of another shopper, who must be asked first.
    Question,
}

/// An entry that was opened.
pub struct OpenedEntry {
    /// A path of the page.
    pub destination: String,
    /// The new session; none for a browser that has it already.
    pub new_session: Option<StartedSession>,
}

/// Opens an entry. It is used up when the session it gives first comes back, so an answer that was lost can be had again.
/// `to` replaces the path that it was made for. `agreed` says that the shopper of another session was asked.
///
/// # Errors
/// `malformed` if `to` is no page of ours. `link_invalid` if there is no such entry. `link_expired` if it is used or
/// expired, unless the browser has that shopper's session already.
pub async fn enter(
    context: &mut Context,
    mall: &MallId,
    holder: Option<Holder<'_>>,
    token: &str,
    to: Option<&str>,
    agreed: bool,
    now: Ms,
) -> Result<EntryOutcome, Error> {
    let to = to.map(parse_destination).transpose()?;
    let hash = secret::sha256(token);
    let entry = entries::get(&mut *context.db.read().await?, mall, &hash).await?;
    let entry = entry.ok_or(Refusal::LinkInvalid)?;
    let shopper = &entry.shopper_id;
    let same_holder = holder.filter(|holder| holder.shopper == shopper);
    let is_open = entry.used_at.is_none() && now < entry.expires_at;
    let destination = to.unwrap_or(entry.leads_to);
    let covers_entry = |holder: &Holder<'_>| holder.since <= entry.since.unwrap_or_default();
    if same_holder.is_some_and(|holder| !is_open || covers_entry(&holder)) {
        return Ok(EntryOutcome::Opened(OpenedEntry { destination, new_session: None }));
    }
    if !is_open {
        return Err(Refusal::LinkExpired.into());
    }
    let Context { db, shared } = context;
    if !agreed && same_holder.is_none() && has_acted(&mut *db.read().await?, mall, holder).await? {
        return Ok(EntryOutcome::Question);
    }
    let mut tx = db.write().await?;
    let by = ByEntry { shopper, since: entry.since, entry_hash: &hash };
    let new = session::start(&mut tx, &shared.secret, mall, by, now).await?;
    tx.commit().await?;
    Ok(EntryOutcome::Opened(OpenedEntry { destination, new_session: Some(new) }))
}

/// Checks whether a browser has the session of a shopper who has done something. Another one has nothing to lose.
async fn has_acted(
    reader: &mut Connection,
    mall: &MallId,
    holder: Option<Holder<'_>>,
) -> Result<bool, Error> {
    match holder {
        Some(holder) => shoppers::exists(reader, mall, holder.shopper).await,
        None => Ok(false),
    }
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
