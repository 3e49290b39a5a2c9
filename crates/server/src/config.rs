//! The configuration of a server.

use std::path::PathBuf;
use std::time::Duration;

use crate::clock::Clock;
use crate::identity::secret::Secret;
use crate::origin::Origin;
use crate::wechat::receipt::FRAME_ORIGIN;
use crate::wechat::{account, api};

/// The configuration of one server process.
#[derive(Clone, Debug)]
pub struct Config {
    /// `sqlite:…` or `postgres:…`.
    pub database_url: String,
    /// The secret that all servers of one database share.
    pub secret: Secret,
    /// The page's document, as `cargo xtask` composed it.
    pub index_html: String,
    /// The folder with the page's files; `None` serves no files.
    pub site: Option<PathBuf>,
    /// The origin of every address that is given out. Malls with a host of their own have it in the place of this one's.
    pub public_url: Origin,
    /// Adds the demo mall and its start page, where anyone can pay.
    pub demo: bool,
    /// Requests a second from one address, on average; 0 for no limit.
    pub requests_per_second: u32,
    /// Requests that are worked on at the same time. More are refused at once with `busy`.
    pub capacity: usize,
    /// A refusal that may be repeated without end is held back for this time: wrong proofs, and requests beyond a limit.
    pub refusal_delay: Duration,
    /// Trusts `X-Forwarded-For`: a proxy in front names the caller there.
    pub trust_proxy: bool,
    pub clock: Clock,
    /// Limits for what strangers do.
    pub quotas: StrangerQuotas,
    /// The times after which rows are removed.
    pub retention: Retention,
    /// The settings of receipts after payments.
    pub receipt: ReceiptConfig,
    /// Origins of other sites that may embed the page's module.
    pub embed_origins: Vec<String>,
    /// The mall's mini-program, if it has one.
    pub mini_program: Option<api::Settings>,
    /// The mall's official account, if it has one.
    pub account: Option<account::Settings>,
}

/// Limits for what strangers do. 0 sets none.
#[derive(Clone, Copy, Debug)]
pub struct StrangerQuotas {
    /// Claims a minute at one placement and from one network, by browsers that came less than a minute ago. Three times as
    /// many may come at once: a family at a table.
    pub claims_per_minute: u32,
    /// Events of pages that are stored for one network in a day.
    pub events_per_network: u32,
    /// Events of pages that are stored for a mall in a day.
    pub events_per_day: u32,
}

impl Default for StrangerQuotas {
    fn default() -> Self {
        Self { claims_per_minute: 10, events_per_network: 20_000, events_per_day: 500_000 }
    }
}

/// The times that rows are kept for, in days.
#[derive(Clone, Copy, Debug)]
pub struct Retention {
    pub events_days: u32,
    pub scans_days: u32,
    pub bursts_days: u32,
    /// For sessions in which nobody did anything.
    pub empty_sessions_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { events_days: 400, scans_days: 400, bursts_days: 30, empty_sessions_days: 30 }
    }
}

/// The settings of receipts after payments.
#[derive(Clone, Debug)]
pub struct ReceiptConfig {
    /// The consequence of a wrong or missing check code.
    pub check: ReceiptCheck,
    /// Origins whose pages may frame the receipt and get its messages. If the browser does not name the framing page, the
    /// first one counts.
    pub parents: Vec<String>,
    /// The frame's height on a design 640 wide: 600 to 960.
    pub height: u16,
    /// A request waits this long for the payment's notice before it is answered that there is none.
    pub notice_timeout: Duration,
}

/// The usual delay of refusals. A caller that repeats them as fast as it can comes once a second then.
pub const REFUSAL_DELAY: Duration = Duration::from_secs(1);

/// Returns the capacity of a server that is told none: 64 requests for each core. They are done within a second, also if
/// all of them write.
#[must_use]
pub fn default_capacity() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from) * 64
}

impl Default for ReceiptConfig {
    fn default() -> Self {
        Self {
            check: ReceiptCheck::Enforce,
            parents: vec![FRAME_ORIGIN.to_owned()],
            height: 960,
            notice_timeout: Duration::from_millis(1500),
        }
    }
}

/// The consequence of a wrong or missing check code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptCheck {
    /// Nothing: anyone who knows an order's number sees its receipt.
    Off,
    /// A line in the log; the receipt is shown.
    Warn,
    /// The order is treated as unknown.
    Enforce,
}
