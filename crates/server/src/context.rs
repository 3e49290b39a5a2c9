//! Everything that the domain modules use: the database, the secret, the clock and the rules of this server.
//!
//! A context knows nothing of HTTP. `http::state` makes one for each request.

use std::ops::Deref;
use std::sync::Arc;

use mall_contract::{MallId, Refusal};

use crate::clock::{Clock, Ms, Zone};
use crate::config::{ReceiptConfig, Retention};
use crate::db::catalogue::MallRow;
use crate::db::{Access, catalogue};
use crate::error::Error;
use crate::identity::password::Passwords;
use crate::identity::secret::Secret;
use crate::identity::throttle::Guesses;
use crate::quotas::Quotas;
use crate::wechat::account::{Account, JsSdk};
use crate::wechat::login::LoginProvider;

/// The context of one request: its own access to the database, and what all requests share.
///
/// A function that holds a connection borrows `db` until it drops it. Meanwhile it can pass on `shared` and the
/// connection, but not the context.
pub struct Context {
    pub db: Access,
    pub shared: Arc<SharedContext>,
}

/// The parts of a context that all requests share.
pub struct SharedContext {
    /// The secret that all servers of one database share.
    pub secret: Secret,
    pub clock: Clock,
    /// Scheme and host of every address that is given out, without a slash at the end.
    pub public_url: String,
    /// The settings of receipts after payments.
    pub receipt: ReceiptConfig,
    /// Tells the payer of a mini-program's login code.
    pub login: LoginProvider,
    /// The official account by which pages use WeChat's JS-SDK.
    pub account: Option<Arc<Account>>,
    /// Hashes the passwords of staff.
    pub passwords: Passwords,
    /// Slows down callers that guess codes and passwords.
    pub guesses: Guesses,
    /// Limits the claims of one shopper, the requests of one till, and what strangers do.
    pub quotas: Quotas,
    /// The times after which rows are removed.
    pub retention: Retention,
}

impl SharedContext {
    /// Returns the time now, in milliseconds since 1970.
    #[must_use]
    pub fn now(&self) -> Ms {
        self.clock.now()
    }

    /// Checks whether pages are reached over HTTPS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https:")
    }

    /// Returns WeChat's script, for pages that scan with it.
    #[must_use]
    pub fn js_sdk(&self) -> Option<&JsSdk> {
        self.account.as_ref().map(|account| &account.js_sdk)
    }

    /// Returns the host that the mall's own codes lead to, with its port if it has one.
    #[must_use]
    pub fn host(&self) -> &str {
        self.public_url.split_once("://").map_or(&*self.public_url, |(_, host)| host)
    }
}

impl Deref for Context {
    type Target = SharedContext;

    fn deref(&self) -> &SharedContext {
        &self.shared
    }
}

impl Context {
    /// Finds the mall of a host name. The port is ignored.
    ///
    /// # Errors
    /// `not_found` when there is no mall at all.
    pub async fn mall(&mut self, host: &str) -> Result<MallRow, Error> {
        let host = host.split(':').next().unwrap_or_default();
        let mut reader = self.db.read().await?;
        Ok(catalogue::mall_of_host(&mut reader, host).await?.ok_or(Refusal::NotFound)?)
    }

    /// Reads the time zone of a mall.
    ///
    /// # Errors
    /// `not_found` for an unknown mall; a fault for an unknown zone.
    pub async fn zone(&mut self, mall: &MallId) -> Result<Zone, Error> {
        let mut reader = self.db.read().await?;
        catalogue::mall(&mut reader, mall).await?.ok_or(Refusal::NotFound)?.zone()
    }
}
