//! The demo mall on a server of the journey's own.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use mall_contract::{
    Fen, MallId, Moment, OfferId, OrderNumbers, PaymentMethod, PaymentNotice, PlacementCode,
    PlacementId, Role, StoreId,
};
use mall_server::clock::{Clock, Ms};
use mall_server::config::{Retention, StrangerQuotas};
use mall_server::db::events::{self, CountRow};
use mall_server::db::placements;
use mall_server::http::state::AppState;
use mall_server::identity::secret::Secret;
use mall_server::import_plan::Missing;
use mall_server::staff::set_up::{self, Place as Work};
use mall_server::wechat::receipt::ReceiptQuery;
use mall_server::wechat::{account, receipt};
use mall_server::{Config, Context, ReceiptConfig, catalogue, demo, payments, serve};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::proxy::Network;
use crate::waiting::{POLL_INTERVAL, TIMEOUT};
use crate::wechat::WeChat;

/// The merchant whose orders are paid.
const MERCHANT: &str = "1900000109";

/// A running mall.
pub struct Mall {
    /// The address at which the server itself listens.
    pub server: SocketAddr,
    /// The proxy between it and browsers.
    pub network: Arc<Network>,
    app: AppState,
    clock: Clock,
    running: Option<Running>,
    place: Place,
}

/// The files and settings that outlast a restart of the server.
struct Place {
    data: TempDir,
    /// Origins that may frame receipts besides the payment service.
    parents: Vec<String>,
    /// Origins that may embed the module.
    embedders: Vec<String>,
    /// The official account by which pages scan.
    account: Option<account::Settings>,
    /// The page's files.
    site: PathBuf,
    /// The origin at which browsers reach the server; none for that of the network.
    origin: Option<String>,
}

impl Place {
    fn origin(&self, network: &Network) -> String {
        self.origin.clone().unwrap_or_else(|| format!("http://{}", network.address))
    }
}

/// Returns the instant at which a journey begins. It is the start of a half minute, because codes change after it. It is
/// not in the last hour of the mall's day, at whose end offers end.
fn begin(now: Ms) -> Ms {
    let (half_minute, hour) = (30_000, 3_600_000);
    // Shanghai is eight hours ahead.
    let until_midnight = 24 * hour - (now + 8 * hour).rem_euclid(24 * hour);
    now - now.rem_euclid(half_minute) - if until_midnight <= hour { hour } else { 0 }
}

impl Mall {
    /// Opens a mall with a database of its own.
    pub async fn open() -> Self {
        Self::with(&[], &[], None, None).await
    }

    /// Opens a mall that browsers reach at an origin of their own, past the network.
    pub async fn reached_at(origin: &str) -> Self {
        Self::with(&[], &[], None, Some(origin.to_owned())).await
    }

    /// Opens a mall whose receipts these sites may frame, besides the payment service.
    pub async fn framed_by(parents: &[&str]) -> Self {
        Self::with(parents, &[], None, None).await
    }

    /// Opens a mall whose module these sites may embed.
    pub async fn embedded_by(embedders: &[&str]) -> Self {
        Self::with(&[], embedders, None, None).await
    }

    /// Opens a mall whose pages scan in WeChat.
    pub async fn scanned_in(wechat: &WeChat) -> Self {
        Self::with(&[], &[], Some(wechat.account()), None).await
    }

    async fn with(
        parents: &[&str],
        embedders: &[&str],
        account: Option<account::Settings>,
        origin: Option<String>,
    ) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let server = listener.local_addr().expect("an address");
        let network = Network::before(server).await;
        // It stands still until a journey lets time pass; pages count on from its time.
        let clock = Clock::fixed(begin(Clock::default().now()));
        let owned = |origins: &[&str]| origins.iter().map(|o| (*o).to_owned()).collect();
        let site =
            std::env::var("MALL_ASSETS").expect("MALL_ASSETS: `cargo xtask test` sets it").into();
        let (parents, embedders) = (owned(parents), owned(embedders));
        let place = Place { data, parents, embedders, account, site, origin };
        let (app, running) = start(&place, &network, &clock, listener).await;
        Self { server, network, app, clock, running: Some(running), place }
    }

    /// Stops the server until [`Mall::start_again`].
    pub async fn stop(&mut self) {
        let running = self.running.take().expect("it runs");
        running.stop.send(()).expect("it listens");
        running.stopped.await.expect("it ends").expect("in peace");
    }

    /// Starts another server on the same database and at the same address.
    pub async fn start_again(&mut self) {
        let listener = TcpListener::bind(self.server).await.expect("the port is free again");
        let (app, running) = start(&self.place, &self.network, &self.clock, listener).await;
        (self.app, self.running) = (app, Some(running));
    }

    /// Starts the server again with another build of the page: the same one under other names. The former names lead
    /// nowhere then.
    pub async fn start_again_with_another_build(&mut self) {
        let site = self.place.data.path().join("another-site");
        let assets = self.place.site.join("assets");
        let folder = std::fs::read_dir(&assets).expect("files").next().expect("one").expect("it");
        let name = folder.file_name().to_string_lossy().into_owned();
        let another = format!("another{name}");
        std::fs::create_dir_all(site.join("assets").join(&another)).expect("a folder");
        let html = std::fs::read_to_string(self.place.site.join("index.html")).expect("a page");
        std::fs::write(site.join("index.html"), html.replace(&name, &another)).expect("written");
        for file in std::fs::read_dir(folder.path()).expect("files") {
            let file = file.expect("a file");
            let copy = site.join("assets").join(&another).join(file.file_name());
            std::fs::copy(file.path(), copy).expect("copied");
        }
        self.stop().await;
        self.place.site = site;
        self.start_again().await;
    }

    /// Returns an address of the mall, as a browser reaches it.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.place.origin(&self.network))
    }

    /// Tells of ¥86 paid for hotpot, for an order.
    pub async fn report_order(&self, number: &str) {
        self.paid(number).await;
    }

    /// Returns the same, with the claim link that the mall's system gets.
    pub async fn paid(&self, number: &str) -> String {
        let now = self.app.context.now();
        let notice = PaymentNotice {
            transaction_id: format!("T{number}"),
            store_id: StoreId::parse("red-clay-hotpot").expect("an id"),
            amount: Fen(8600),
            paid_at: Moment::new(now, 480),
            payer: None,
            method: PaymentMethod::MiniProgram,
            order: Some(OrderNumbers {
                merchant: MERCHANT.into(),
                number: number.into(),
                acquirer_number: None,
            }),
        };
        let report = payments::report(&mut self.app.request(), &aurora(), &notice, now).await;
        report.expect("a payment").into_inner().link
    }

    /// Returns the address the payment service opens for an order.
    pub fn receipt_url(&self, number: &str) -> String {
        let (configured, number) = (self.url("/receipt"), number.to_owned());
        let order = ReceiptQuery { merchant: MERCHANT.into(), number, check: None };
        let check = receipt::check_code(&configured, &order, &format!("T{}", order.number));
        let query = receipt::query(&ReceiptQuery { check: Some(check), ..order });
        format!("{configured}?{query}")
    }

    /// Lets milliseconds pass on the server's clock.
    pub fn pass_time(&self, ms: Ms) {
        self.clock.set(self.clock.now() + ms);
    }

    /// Changes an offer so that one piece of it is left.
    pub async fn leave_one(&self, offer: &str) {
        self.change(|offers| {
            let offer = offers.iter_mut().find(|o| o["id"] == offer).expect("an offer");
            let claimed = offer["claimed_before"].as_u64().unwrap_or(0);
            offer["total_stock"] = json!(claimed + 1);
        })
        .await;
    }

    /// Adds a number of offers of a coffee shop to those of the demo.
    pub async fn add_offers(&self, count: usize) {
        self.change(|offers| {
            let like = |o: &&Value| o["id"] == "halfway-hill-fresh-coffee";
            let coffee = offers.iter().find(like).cloned().expect("an offer");
            offers.extend((0..count).map(|i| {
                let title = json!({ "zh": format!("第{i}种咖啡券"), "en": format!("Coffee {i}") });
                let mut offer = coffee.clone();
                (offer["id"], offer["title"]) = (json!(format!("coffee-{i}")), title);
                offer
            }));
        })
        .await;
    }

    /// Gives the holder of the only coupon more of the same offer. Each ends a minute later.
    pub async fn copy_coupon(&self, count: i64) {
        let copy = "INSERT INTO coupons (mall_id, id, offer_id, person_id, ordinal, shopper_id, payment_id, claimed_at, \
                    valid_from, valid_until, terms_zh, terms_en, store_search) \
                    SELECT mall_id, 'copy-' || $1, offer_id, person_id, $2 + 1, shopper_id, payment_id, claimed_at, \
                    valid_from, valid_until + $2 * 60000, terms_zh, terms_en, store_search FROM coupons \
                    WHERE mall_id = 'aurora' AND ordinal = 1";
        let mut access = self.app.database.access();
        let mut tx = access.write().await.expect("a transaction");
        for i in 1..=count {
            let query = sqlx::query(copy).bind(format!("{i:04}")).bind(i);
            query.execute(&mut *tx).await.expect("a coupon");
        }
        tx.commit().await.expect("done");
    }

    /// Returns the code that hangs at a place.
    pub async fn code(&self, place: &str) -> String {
        let mut access = self.app.database.access();
        let mut reader = access.read().await.expect("a connection");
        let place = PlacementId::parse(place).expect("an id");
        let row = placements::get(&mut reader, &aurora(), &place).await.ok().flatten();
        row.expect("a place").code
    }

    /// Lets strangers of this network claim at a placement until the next one is held back.
    pub async fn burst_at(&self, place: &str) {
        let place = PlacementCode::parse(&self.code(place).await).expect("a code");
        let (context, network) = (&self.app.context, "127.0.0.1");
        while context.quotas.strangers_claim(&place, network).is_ok() {}
        context.bursts.count(&aurora(), &place, network, context.now());
    }

    /// Adds a cashier to a store, and returns the password for the first login.
    pub async fn hire(&self, name: &str, store: &str) -> String {
        let store = StoreId::parse(store).expect("an id");
        let place = Work { store: Some(&store), name, role: Role::Cashier };
        let Context { db, shared } = &mut self.app.request();
        set_up::put(db, &shared.passwords, &aurora(), place, shared.now()).await.expect("set up")
    }

    /// Returns one number from the database.
    pub async fn number(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql)
            .fetch_one(&mut *self.app.request().db.read().await.expect("a connection"))
            .await
            .expect("a number")
    }

    /// Returns the reports of modules that do not run: the reason and the kernel.
    pub async fn troubles(&self) -> Vec<(String, String)> {
        let rows = sqlx::query_as("SELECT trouble, kernel FROM events WHERE kind = 'broken'");
        rows.fetch_all(&mut *self.app.request().db.read().await.expect("a connection"))
            .await
            .expect("rows")
    }

    /// Returns how many events of a kind pages have reported, of one offer or of all.
    pub async fn counted(&self, kind: &str, offer: Option<&str>) -> i64 {
        let counts = events::counts(
            &mut self.app.request().db.read().await.expect("a connection"),
            &aurora(),
            0..i64::MAX,
        )
        .await;
        let matches = |c: &&CountRow| {
            c.kind == kind && (offer.is_none() || c.offer_id.as_ref().map(OfferId::as_str) == offer)
        };
        counts.expect("counts").iter().filter(matches).map(|c| c.count).sum()
    }

    /// Waits until pages have reported this number of events, and fails if there are more.
    pub async fn until_counted(&self, kind: &str, times: i64) {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            let counted = self.counted(kind, None).await;
            if counted == times {
                return;
            }
            assert!(counted < times && Instant::now() < deadline, "{kind}: {counted} of {times}");
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }

    async fn change(&self, change: impl FnOnce(&mut Vec<Value>)) {
        let mut mall: Value = serde_json::from_str(demo::CATALOGUE).expect("JSON");
        change(mall["offers"].as_array_mut().expect("a list"));
        let mall = catalogue::read(&mall.to_string()).expect("a catalogue");
        catalogue::import(&mut self.app.request().db, &mall, Missing::Stay, self.app.context.now())
            .await
            .expect("imported");
    }
}

/// A server that runs.
struct Running {
    stop: oneshot::Sender<()>,
    stopped: JoinHandle<std::io::Result<()>>,
}

async fn start(
    place: &Place,
    network: &Network,
    clock: &Clock,
    listener: TcpListener,
) -> (AppState, Running) {
    let mut config = config(place, place.origin(network), clock.clone());
    config.receipt.parents.extend(place.parents.clone());
    config.embed_origins.extend(place.embedders.clone());
    let app = mall_server::start(config).await.expect("a server");
    let (stop, stopping) = oneshot::channel::<()>();
    // A mall that is dropped takes its server's end with it: that is no word to stop.
    let stopping = async {
        if stopping.await.is_err() {
            std::future::pending::<()>().await
        }
    };
    let stopped = tokio::spawn(serve::serve(app.clone(), listener, stopping));
    (app, Running { stop, stopped })
}

fn config(Place { data, site, account, .. }: &Place, public_url: String, clock: Clock) -> Config {
    Config {
        database_url: format!("sqlite:{}?mode=rwc", data.path().join("mall.sqlite").display()),
        secret: Secret::from_hex(&"07".repeat(32)).expect("a secret"),
        index_html: std::fs::read_to_string(site.join("index.html")).expect("index.html"),
        site: Some(site.clone()),
        public_url: public_url.parse().expect("an origin"),
        demo: true,
        requests_per_second: 0,
        capacity: 1000,
        refusal_delay: Duration::ZERO,
        quotas: StrangerQuotas::default(),
        retention: Retention::default(),
        trust_proxy: false,
        clock,
        receipt: ReceiptConfig::default(),
        embed_origins: Vec::new(),
        mini_program: None,
        account: account.clone(),
    }
}

/// The id of the mall that the journeys go through.
fn aurora() -> MallId {
    MallId::parse("aurora").expect("an id")
}
