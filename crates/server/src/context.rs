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
use crate::origin::{HostName, Origin};
use crate::quotas::Quotas;
use crate::quotas::bursts::Bursts;
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
    /// The origin of the addresses of malls without a host of their own.
    pub public_url: Origin,
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
    /// Limits the claims of one shopper, the requests of one till and of one mall, and what strangers do.
    pub quotas: Quotas,
    /// Counts what strangers were held back from, for the mall.
    pub bursts: Bursts,
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
        self.public_url.is_secure()
    }

    /// Returns WeChat's script, for pages that scan with it.
    #[must_use]
    pub fn js_sdk(&self) -> Option<&JsSdk> {
        self.account.as_ref().map(|account| &account.js_sdk)
    }

    /// Returns the origin of all addresses of a mall: of its pages, links and codes.
    #[must_use]
    pub fn origin_of(&self, mall: &MallRow) -> Origin {
        mall.origin(&self.public_url)
    }
}

impl Deref for Context {
    type Target = SharedContext;

    fn deref(&self) -> &SharedContext {
        &self.shared
    }
}

impl Context {
    /// Finds the mall of a host, with or without a port. If there is only one mall, every host is its own.
    ///
    /// # Errors
    /// `not_found` when there is no such mall.
    pub async fn mall(&mut self, host: &str) -> Result<MallRow, Error> {
        let host = HostName::of_authority(host);
        let Self { db, shared } = self;
        let (reader, public) = (&mut *db.read().await?, shared.public_url.host());
        let mall = catalogue::mall_of_host(reader, host.as_ref(), public).await?;
        Ok(mall.ok_or(Refusal::NotFound)?)
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
