//! Start-up: the one place that knows the domain, the web server and the demo.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use axum::Router;
use tokio::sync::Semaphore;

use crate::catalogue::check_public;
use crate::config::Config;
use crate::context::{Context, SharedContext};
use crate::coupon_watch::CouponWatch;
use crate::db::Database;
use crate::db::catalogue::malls;
use crate::demo;
use crate::http;
use crate::http::drawings::Drawings;
use crate::http::lanes::Lanes;
use crate::http::limits::Limits;
use crate::http::raw_request::CONCURRENT_LARGE_BODIES;
use crate::http::readiness::LastCheck;
use crate::http::shell::Shell;
use crate::http::slow_refusals::SlowRefusals;
use crate::http::state::{AppState, Web};
use crate::identity::password::Passwords;
use crate::identity::throttle::Guesses;
use crate::origin::Origin;
use crate::quotas::Quotas;
use crate::quotas::bursts::Bursts;
use crate::wechat::account::Account;
use crate::wechat::login::{LoginProvider, MiniProgram};
use crate::workers::Workers;

/// Opens the database, brings it up to date and puts the parts of a server together.
///
/// # Errors
/// A sentence that says what is wrong.
pub async fn start(config: Config) -> Result<AppState, String> {
    let shell = Shell::parse(&config.index_html)
        .map_err(|reason| format!("index.html cannot be used: {reason}."))?;
    let (site, demo) = (config.site.clone(), config.demo);
    let limits = Limits::new(config.requests_per_second, config.trust_proxy);
    let embed_origins = config.embed_origins.clone();
    let (capacity, refusal_delay) = (config.capacity, config.refusal_delay);
    let database = Database::open(&config.database_url).await;
    let database = database.map_err(|error| format!("The database cannot be opened: {error}."))?;
    let context = Arc::new(shared_context(config));
    if demo {
        demo::prepare(&mut Context { db: database.access(), shared: context.clone() }).await?;
    }
    check_hosts(&database, &context.public_url).await?;
    Ok(AppState::new(Web {
        shell,
        site,
        demo,
        limits,
        embed_origins,
        planning: Workers::start(1),
        drawings: Drawings::new(parallel_drawings()),
        capacity: Arc::new(Semaphore::new(capacity)),
        lanes: Lanes::new(capacity),
        slow_refusals: SlowRefusals::new(refusal_delay),
        large_bodies: Semaphore::new(CONCURRENT_LARGE_BODIES),
        coupon_watch: CouponWatch::new(database.clone(), context.clock.clone()),
        address: OnceLock::new(),
        last_check: LastCheck::default(),
        stopping: AtomicBool::new(false),
        context,
        database,
    }))
}

async fn check_hosts(database: &Database, public: &Origin) -> Result<(), String> {
    let mut access = database.access();
    let malls = async { malls(&mut *access.read().await?).await };
    let malls = malls.await.map_err(|error| format!("The malls cannot be read: {error}."))?;
    check_public(public.host(), &malls)
}

fn shared_context(config: Config) -> SharedContext {
    let mut receipt = config.receipt;
    if config.demo {
        // The demo's own page shows the receipt in its frame.
        receipt.parents.push(config.public_url.to_string());
    }
    SharedContext {
        secret: config.secret,
        clock: config.clock,
        public_url: config.public_url,
        receipt,
        login: match config.mini_program {
            Some(settings) => LoginProvider::WeChat(MiniProgram::new(settings).into()),
            None if config.demo => LoginProvider::Demo,
            None => LoginProvider::None,
        },
        account: config.account.map(|settings| Account::new(settings).into()),
        passwords: Passwords::default(),
        guesses: Guesses::default(),
        quotas: Quotas::new(&config.quotas),
        bursts: Bursts::default(),
        retention: config.retention,
    }
}

/// Returns the router of a server: the interface, the pages and, in a demo, the demo's own pages.
pub fn router(app: &AppState) -> Router {
    let home = if app.demo { demo::routes() } else { http::home() };
    http::router(app, home)
}

/// Returns how many pages may be drawn at once: half the cores, at least one.
fn parallel_drawings() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2))
}
