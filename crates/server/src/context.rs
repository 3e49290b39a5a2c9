//! Everything that the domain modules use: the database, the secret, the clock and the rules of this server.
//!
//! A context knows nothing of HTTP. `http::state` wraps it with what only the web server needs.

use std::sync::Arc;

use mall_contract::{MallId, Refusal};

use crate::clock::{Clock, Ms, Zone};
use crate::config::ReceiptConfig;
use crate::db::catalogue::MallRow;
use crate::db::{Database, catalogue};
use crate::error::Error;
use crate::identity::password::Passwords;
use crate::identity::secret::Secret;
use crate::identity::throttle::Guesses;
use crate::quotas::Quotas;
use crate::wechat::account::{Account, JsSdk};
use crate::wechat::login::LoginProvider;

/// The parts of a server that the domain modules use.
pub struct Context {
    pub db: Database,
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
    /// Limits the claims of one shopper and the requests of one till.
    pub quotas: Quotas,
}

impl Context {
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

    /// Finds the mall of a host name. The port is ignored.
    ///
    /// # Errors
    /// `not_found` when there is no mall at all.
    pub async fn mall(&self, host: &str) -> Result<MallRow, Error> {
        let host = host.split(':').next().unwrap_or_default();
        Ok(catalogue::mall_of_host(self.db.read(), host).await?.ok_or(Refusal::NotFound)?)
    }

    /// Reads the time zone of a mall.
    ///
    /// # Errors
    /// `not_found` for an unknown mall; a fault for an unknown zone.
    pub async fn zone(&self, mall: &MallId) -> Result<Zone, Error> {
        catalogue::mall(self.db.read(), mall).await?.ok_or(Refusal::NotFound)?.zone()
    }
}
