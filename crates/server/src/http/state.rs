//! The state of the web server: the domain's context, and what only HTTP needs.

use std::net::SocketAddr;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use tokio::sync::Semaphore;

use super::drawings::Drawings;
use super::lanes::Lanes;
use super::limits::Limits;
use super::readiness::LastCheck;
use super::shell::Shell;
use super::slow_refusals::SlowRefusals;
use crate::context::{Context, SharedContext};
use crate::coupon_watch::CouponWatch;
use crate::db::Database;
use crate::workers::Workers;

/// The state that every handler shares. A copy is cheap.
#[derive(Clone)]
pub struct AppState(Arc<Web>);

/// The parts of a running web server.
pub struct Web {
    /// The part of the state that domain modules use, without the database.
    pub context: Arc<SharedContext>,
    pub database: Database,
    /// The page's document.
    pub shell: Shell,
    /// The folder with the page's files.
    pub site: Option<PathBuf>,
    pub demo: bool,
    /// Limits by address.
    pub limits: Limits,
    /// Origins of other sites that may embed the page's module.
    pub embed_origins: Vec<String>,
    /// Posters and pictures: drawing keeps a core busy, and requests need the others.
    pub drawings: Drawings,
    /// Plans imports of long files.
    pub planning: Workers,
    /// Limits how many requests are worked on.
    pub capacity: Arc<Semaphore>,
    /// Limits how many requests of one network's strangers are worked on.
    pub lanes: Lanes,
    pub slow_refusals: SlowRefusals,
    /// Limits how many large bodies are in memory.
    pub large_bodies: Semaphore,
    /// Open pages that wait for something to happen to a coupon.
    pub coupon_watch: CouponWatch,
    /// The address that this server listens on; the demo pays over it.
    pub address: OnceLock<SocketAddr>,
    /// The last check that `/readyz` made.
    pub last_check: LastCheck,
    /// Set when the server is going to stop.
    pub stopping: AtomicBool,
}

impl AppState {
    /// Puts the state of a web server together.
    #[must_use]
    pub fn new(web: Web) -> Self {
        Self(Arc::new(web))
    }

    /// Returns a context for one call of the domain.
    #[must_use]
    pub fn request(&self) -> Context {
        Context { db: self.database.access(), shared: self.context.clone() }
    }

    /// Lets `/readyz` and open pages know that the server is going to stop.
    pub fn begin_stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.coupon_watch.stop();
    }

    /// Checks whether the server is going to stop.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}

impl Deref for AppState {
    type Target = Web;

    fn deref(&self) -> &Web {
        &self.0
    }
}
