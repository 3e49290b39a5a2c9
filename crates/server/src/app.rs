//! What every request can use.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use mall_contract::Refusal;
use tokio::sync::Semaphore;

use crate::clock::{Clock, Ms, Zone};
use crate::db::catalogue::MallRow;
use crate::db::{Database, catalogue};
use crate::error::Error;
use crate::http::limits::Limits;
use crate::http::shell::Shell;
use crate::identity::password::Passwords;
use crate::identity::secret::Secret;
use crate::identity::slowing::Slowing;
use crate::logins::Codes;
use crate::receipts;
use crate::watching::Watching;
use crate::wechat::account::{self, Account, JsSdk};
use crate::wechat::api;
use crate::wechat::login::MiniProgram;

/// How a server is set up.
#[derive(Clone, Debug)]
pub struct Config {
    /// `sqlite:…` or `postgres:…`.
    pub database_url: String,
    /// The secret all servers of one database share.
    pub secret: Secret,
    /// The page's document, as `cargo xtask` composed it.
    pub index_html: String,
    /// The folder with the page's files; none to serve none.
    pub site: Option<PathBuf>,
    /// What addresses given out begin with, without a slash at the end.
    pub public_url: String,
    /// With the demo mall and its start page, where anyone can pay.
    pub demo: bool,
    /// Requests a second from one address, on average; 0 for no limit.
    pub requests_per_second: u32,
    /// Whether a proxy in front says in `X-Forwarded-For` who calls.
    pub trust_proxy: bool,
    /// The clock.
    pub clock: Clock,
    /// How receipts after payments are answered.
    pub receipt: receipts::Settings,
    /// Origins of other sites whose pages may embed the page's module.
    pub embed_origins: Vec<String>,
    /// The mall's mini-program, where it has one.
    pub mini_program: Option<api::Settings>,
    /// The mall's official account, where it has one.
    pub account: Option<account::Settings>,
}

/// How many draw at once: half the cores.
fn at_once() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2))
}

/// Who guesses, by what is guessed.
pub struct Guesses {
    /// Passwords, by address: a store's tills may share one.
    pub logins: Slowing,
    /// Coupons' codes, by till.
    pub tills: Slowing,
    /// Coupons' codes, by address.
    pub addresses: Slowing,
}

impl Default for Guesses {
    fn default() -> Self {
        let [logins, tills, addresses] = [20, 5, 20].map(Slowing::after);
        Self { logins, tills, addresses }
    }
}

/// A running server's parts.
pub struct App {
    /// The database.
    pub db: Database,
    /// The server's secret.
    pub secret: Secret,
    /// The page's document.
    pub shell: Shell,
    /// The folder with the page's files.
    pub site: Option<PathBuf>,
    /// What addresses given out begin with.
    pub public_url: String,
    /// Whether this is a demo.
    pub demo: bool,
    /// Who may ask how often.
    pub limits: Limits,
    /// The clock.
    pub clock: Clock,
    /// How receipts after payments are answered.
    pub receipt: receipts::Settings,
    /// Origins of other sites whose pages may embed the page's module.
    pub embed_origins: Vec<String>,
    /// Who says whose a mini-program's login code is.
    pub codes: Codes,
    /// The official account by which pages use WeChat's JS-SDK.
    pub account: Option<Arc<Account>>,
    /// Who draws now: drawing takes a core for as long as it lasts, and requests need the others.
    pub drawing: Arc<Semaphore>,
    /// Hashes passwords of people at work.
    pub passwords: Passwords,
    /// Who guesses codes and passwords.
    pub guesses: Guesses,
    /// Who waits for something to happen to a coupon.
    pub watching: Watching,
    /// Set when the server is going to stop.
    pub draining: AtomicBool,
    /// Where this server listens; the demo pays over it.
    pub address: OnceLock<SocketAddr>,
}

impl App {
    /// Opens the database, brings it up to date and puts the parts together.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub async fn new(config: Config) -> Result<Arc<Self>, String> {
        let db = Database::open(&config.database_url).await;
        let db = db.map_err(|error| format!("The database cannot be opened: {error}."))?;
        let shell = Shell::parse(&config.index_html)
            .map_err(|what| format!("index.html cannot be used: {what}."))?;
        let mut receipt = config.receipt;
        if config.demo {
            // The demo's own page shows the receipt in its frame.
            receipt.parents.push(config.public_url.clone());
        }
        let app = Self {
            db,
            secret: config.secret,
            shell,
            site: config.site,
            public_url: config.public_url,
            demo: config.demo,
            limits: Limits::new(config.requests_per_second, config.trust_proxy),
            clock: config.clock,
            receipt,
            embed_origins: config.embed_origins,
            codes: match config.mini_program {
                Some(settings) => Codes::WeChat(MiniProgram::new(settings).into()),
                None if config.demo => Codes::Demo,
                None => Codes::Nobody,
            },
            account: config.account.map(|settings| Account::new(settings).into()),
            drawing: Arc::new(Semaphore::new(at_once())),
            passwords: Passwords::default(),
            guesses: Guesses::default(),
            watching: Watching::default(),
            draining: AtomicBool::new(false),
            address: OnceLock::new(),
        };
        if app.demo {
            crate::demo::prepare(&app).await?;
        }
        Ok(Arc::new(app))
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> Ms {
        self.clock.now()
    }

    /// Whether pages are reached over HTTPS.
    #[must_use]
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https:")
    }

    /// WeChat's script, for pages that scan with it.
    #[must_use]
    pub fn js_sdk(&self) -> Option<&JsSdk> {
        self.account.as_ref().map(|account| &account.js_sdk)
    }

    /// The host that the mall's own codes lead to, with its port if it has one.
    #[must_use]
    pub fn host(&self) -> &str {
        self.public_url.split_once("://").map_or(&*self.public_url, |(_, host)| host)
    }

    /// The mall a host name belongs to.
    ///
    /// # Errors
    /// `not_found` when there is no mall at all.
    pub async fn mall(&self, host: &str) -> Result<MallRow, Error> {
        let host = host.split(':').next().unwrap_or_default();
        Ok(catalogue::mall_of_host(self.db.read(), host).await?.ok_or(Refusal::NotFound)?)
    }

    /// The zone a mall keeps its days in.
    ///
    /// # Errors
    /// When the mall or its zone is not known.
    pub async fn zone(&self, mall: &str) -> Result<Zone, Error> {
        catalogue::mall(self.db.read(), mall).await?.ok_or(Refusal::NotFound)?.zone()
    }
}
