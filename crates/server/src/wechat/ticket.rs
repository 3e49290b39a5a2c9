//! The ticket that pages are signed with: one for all servers of a mall, renewed by one of them before
//! it ends, while the others go on with the one there is.

use std::sync::Arc;
use std::time::{Duration, Instant};

use mall_contract::{MallId, Refusal};

use super::account::{Account, Credential, TOKEN_EXPIRED, is_token_expired, refusal};
use super::api::{Failure, MINUTE_SECONDS, RETRY_SECONDS};
use crate::clock::{Clock, Ms};
use crate::db::Access;
use crate::db::wechat_tokens::{self, TokensRow};
use crate::error::Error;
use crate::identity::secret::Secret;
use crate::identity::{sealed, secret};
use crate::json::{from_json, to_json};

/// A ticket or a token is renewed this long before its end, in milliseconds. WeChat gives a new one five minutes before
/// the end.
const RENEWAL_LEAD_MS: Ms = 10 * 60 * 1000;

/// A server that crashes while it renews delays the others by this time, in milliseconds. It is longer than four
/// requests may take.
pub const LEASE: Ms = 30 * 1000;

/// The shortest time between two renewals, in milliseconds, also if WeChat gave a ticket that ends soon.
const MIN_RENEWAL_INTERVAL_MS: Ms = 30 * 1000;

/// A request that waits for another one's renewal looks again after this time.
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// The purposes that keep the two sealed texts apart.
const TOKEN: &[u8] = b"wechat access token 1";
const TICKET: &[u8] = b"wechat ticket 1";

/// Returns the ticket of a mall's account. If it ends soon, a renewal begins and the caller does not wait for it.
///
/// # Errors
/// `busy` with the seconds to wait, `scan_unavailable`.
pub async fn ticket(
    db: &mut Access,
    store: &TicketStore,
    account: &Arc<Account>,
    mall: &MallId,
) -> Result<String, Error> {
    let tokens = Tokens { store: store.clone(), account: account.clone(), mall: mall.clone() };
    let start = Instant::now();
    loop {
        let now = store.clock.now();
        let row = wechat_tokens::get(&mut *db.read().await?, mall, account.app_id()).await?;
        let row = row.unwrap_or_default();
        let stored = tokens.open(TICKET, row.ticket.as_deref()).filter(|_| row.ticket_until > now);
        // One that cannot be read is as good as none.
        let due = if stored.is_some() { now + RENEWAL_LEAD_MS } else { Ms::MAX };
        let renewal = if row.rest_until <= now && row.ticket_until <= due {
            tokens.renew_from(db, &row, now, due).await
        } else {
            Ok(())
        };
        if let Some(ticket) = stored {
            return Ok(ticket);
        }
        renewal?;
        check_absence(&row, now)?;
        if start.elapsed() > account.response_timeout() {
            return Err(Refusal::Busy { retry_after: RETRY_SECONDS }.into());
        }
        tokio::time::sleep(POLL_INTERVAL).await;
    }
}

/// Returns the refusal for a page if there is no ticket and no server is fetching one.
fn check_absence(row: &TokensRow, now: Ms) -> Result<(), Error> {
    if row.lease.is_some() || row.rest_until <= now {
        return Ok(());
    }
    let seconds = u32::try_from((row.rest_until - now + 999) / 1000).unwrap_or(MINUTE_SECONDS);
    let busy = Refusal::Busy { retry_after: seconds };
    match row.refusal.as_deref().map(from_json).transpose()? {
        Some(Refusal::Busy { .. }) | None => Err(busy.into()),
        Some(refusal) => Err(refusal.into()),
    }
}

/// The secret that seals the tickets in the database, and the clock by which they end.
#[derive(Clone)]
pub struct TicketStore {
    pub secret: Secret,
    pub clock: Clock,
}

/// An account's tokens in a mall.
#[derive(Clone)]
struct Tokens {
    store: TicketStore,
    account: Arc<Account>,
    mall: MallId,
}

impl Tokens {
    /// Begins a renewal, unless another server does. It continues if the request that began it is cancelled.
    async fn renew_from(
        &self,
        db: &mut Access,
        row: &TokensRow,
        now: Ms,
        due: Ms,
    ) -> Result<(), Error> {
        let lease = secret::random_name()?;
        let (mall, app_id, until) = (&self.mall, self.account.app_id(), now + LEASE);
        let mut tx = db.write().await?;
        let has_lease =
            wechat_tokens::take_lease(&mut tx, mall, app_id, &lease, now, due, until).await?;
        tx.commit().await?;
        if has_lease {
            let (tokens, row) = (self.clone(), row.clone());
            db.spawn(async move |mut db| {
                // A failure is logged inside; the lease ends by itself.
                let _ = tokens.renew(&mut db, &lease, row, now).await;
            });
        }
        Ok(())
    }

    async fn renew(
        &self,
        db: &mut Access,
        lease: &str,
        row: TokensRow,
        now: Ms,
    ) -> Result<(), Error> {
        let mut token = self
            .open(TOKEN, row.token.as_deref())
            .map(|value| Credential { value, until: row.token_until })
            .filter(|token| token.until > now + RENEWAL_LEAD_MS);
        let ticket = self.fetch(&mut token, now).await;
        let mut new_row = TokensRow { token: None, token_until: 0, lease: None, ..row };
        if let Some(Credential { value, until }) = token {
            (new_row.token, new_row.token_until) = (Some(self.seal(TOKEN, &value)?), until);
        }
        let rest = match ticket.map_err(refusal) {
            Ok(Credential { value, until }) => {
                (new_row.ticket, new_row.ticket_until) = (Some(self.seal(TICKET, &value)?), until);
                new_row.refusal = None;
                MIN_RENEWAL_INTERVAL_MS
            }
            Err(refusal) => {
                new_row.refusal = Some(to_json(&refusal));
                Ms::from(refusal.retry_after().unwrap_or(MINUTE_SECONDS)) * 1000
            }
        };
        new_row.rest_until = self.store.clock.now() + rest;
        let mut tx = db.write().await?;
        wechat_tokens::settle(&mut tx, &self.mall, self.account.app_id(), lease, &new_row).await?;
        Ok(tx.commit().await?)
    }

    /// Returns a ticket from WeChat, with the stored token if there is one, else with a new one. A token that WeChat calls
    /// expired before its time is replaced by force, once.
    async fn fetch(&self, token: &mut Option<Credential>, now: Ms) -> Result<Credential, Failure> {
        let account = &self.account;
        let current = match token {
            Some(current) => current,
            None => token.insert(account.token(false, now).await?),
        };
        match account.ticket(&current.value, now).await {
            Err(failure) if is_token_expired(failure) => {}
            answer => return answer,
        }
        *token = None;
        let another = token.insert(account.token(true, now).await?);
        let answer = account.ticket(&another.value, now).await;
        answer.map_err(|failure| if is_token_expired(failure) { TOKEN_EXPIRED } else { failure })
    }

    fn seal(&self, kind: &[u8], text: &str) -> Result<String, Error> {
        sealed::seal(&self.store.secret, &self.place(kind), text)
    }

    fn open(&self, kind: &[u8], sealed: Option<&str>) -> Option<String> {
        sealed::open(&self.store.secret, &self.place(kind), sealed?)
    }

    fn place<'a>(&'a self, kind: &'a [u8]) -> [&'a [u8]; 3] {
        [kind, self.mall.as_str().as_bytes(), self.account.app_id().as_bytes()]
    }
}
