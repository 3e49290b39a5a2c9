//! A mall for measurements: the demo's stores and links, with any number of offers.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use mall_contract::{Fen, MallId, Moment, PaymentMethod, PaymentNotice, StoreId};
use mall_server::clock::{Clock, Ms};
use mall_server::config::{Retention, StrangerQuotas};
use mall_server::http::state::AppState;
use mall_server::identity::secret::Secret;
use mall_server::import_plan::Missing;
use mall_server::{Config, ReceiptConfig, catalogue, demo, payments, start};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The demo mall's id.
const ID: &str = "aurora";
/// The store of all payments.
const PAYMENT_STORE: &str = "red-clay-hotpot";
/// The secret of the server.
pub const SECRET: &str = "abababababababababababababababababababababababababababababababab";

/// A mall in a database of its own.
pub struct Mall {
    /// The server's parts.
    pub app: AppState,
    /// The database's URL.
    pub database_url: String,
    payments: AtomicU64,
    _data: TempDir,
}

impl Mall {
    /// Opens a mall whose claim page after a meal has this number of offers, or those of the demo. `site` is the folder
    /// with the page's files.
    pub async fn open(offers: Option<usize>, site: PathBuf) -> Self {
        Self::with(&catalogue_with(offers), None, site).await
    }

    /// Opens a mall with a catalogue, in the database of a URL, else in a SQLite file of its own.
    pub async fn with(content: &Value, database: Option<&str>, site: PathBuf) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let file = || format!("sqlite:{}?mode=rwc", data.path().join("mall.sqlite").display());
        let database_url = database.map_or_else(file, str::to_owned);
        let app = start(Config {
            database_url: database_url.clone(),
            secret: Secret::from_hex(SECRET).expect("a secret"),
            index_html: std::fs::read_to_string(site.join("index.html")).expect("index.html"),
            site: Some(site),
            public_url: "http://localhost".parse().expect("an origin"),
            demo: false,
            requests_per_second: 0,
            capacity: 10_000,
            refusal_delay: std::time::Duration::ZERO,
            quotas: StrangerQuotas {
                claims_per_minute: 0,
                events_per_network: 0,
                events_per_day: 0,
            },
            retention: Retention::default(),
            trust_proxy: false,
            clock: Clock::default(),
            receipt: ReceiptConfig::default(),
            embed_origins: Vec::new(),
            mini_program: None,
            account: None,
        })
        .await
        .expect("a server");
        let mall = catalogue::read(&content.to_string()).expect("a catalogue");
        catalogue::import(&mut app.request().db, &mall, Missing::Stay, app.context.now())
            .await
            .expect("imported");
        Self { app, database_url, payments: AtomicU64::new(0), _data: data }
    }

    /// Reports a payment of ¥86 for hotpot. Returns the claim link.
    pub async fn pay(&self) -> String {
        let now = self.app.context.now();
        let notice = payment(self.payments.fetch_add(1, Ordering::Relaxed), now);
        payments::report(&mut self.app.request(), &id(), &notice, now)
            .await
            .expect("a payment")
            .into_inner()
            .link
    }
}

/// Returns the notice of a payment of ¥86 for hotpot at an instant.
pub fn payment(number: u64, now: Ms) -> PaymentNotice {
    PaymentNotice {
        order: None,
        transaction_id: format!("T{number}"),
        store_id: StoreId::parse(PAYMENT_STORE).expect("an id"),
        amount: Fen(8600),
        paid_at: Moment::new(now, 480),
        payer: None,
        method: PaymentMethod::Code,
    }
}

/// Returns the mall's id.
pub fn id() -> MallId {
    MallId::parse(ID).expect("an id")
}

/// Returns the demo's catalogue. With a number, it has that many offers after a meal: the demo's own in a cycle, each
/// with its number in the title.
fn catalogue_with(offers: Option<usize>) -> Value {
    let mut mall: Value = serde_json::from_str(demo::CATALOGUE).expect("JSON");
    let Some(count) = offers else { return mall };
    let linked: Vec<String> =
        texts(&mall["links"], |link| (link["from"] == "dining").then(|| link["to"].clone()));
    let categories: Vec<String> = texts(&mall["categories"], |category| {
        let name = |key: &str| category[key].as_str().unwrap_or_default().to_owned();
        (linked.contains(&name("id")) || linked.contains(&name("parent")))
            .then(|| category["id"].clone())
    });
    let stores: Vec<String> = texts(&mall["stores"], |store| {
        let category = store["category"].as_str().unwrap_or_default().to_owned();
        categories.contains(&category).then(|| store["id"].clone())
    });
    let is_at_stores = |offer: &&Value| stores.iter().any(|store| offer["store"] == store.as_str());
    let all = mall["offers"].as_array().cloned().unwrap_or_default();
    // Only offers that can be claimed now, so that cards look as most cards do.
    let open = |offer: &&Value| offer["state"] == "live" && offer["payment_minimum"] == 0;
    let pattern: Vec<&Value> = all.iter().filter(is_at_stores).filter(open).collect();
    let numbered = pattern.iter().cycle().take(count).enumerate().map(|(number, offer)| {
        let mut offer = (*offer).clone();
        offer["id"] = json!(format!("offer-{number}"));
        for language in ["zh", "en"] {
            let title: String =
                offer["title"][language].as_str().unwrap_or_default().chars().take(16).collect();
            offer["title"][language] = json!(format!("{title} {number}"));
        }
        offer
    });
    mall["offers"] = numbered.collect();
    mall
}

/// Returns the store of a till, counted from 0.
pub fn store_of_till(till: usize) -> StoreId {
    StoreId::parse(format!("till-{till}")).expect("an id")
}

/// Returns the offer of a till's store.
pub fn offer_of_till(till: usize) -> String {
    format!("offer-{till}")
}

/// Returns the demo's catalogue with `count` more stores. Each has one offer, which appears after a meal and never runs
/// out.
pub fn with_tills(count: usize) -> Value {
    let mut mall = catalogue_with(Some(count));
    for till in 0..count {
        let offer = &mut mall["offers"][till];
        let store = std::mem::replace(&mut offer["store"], json!(store_of_till(till)));
        for (field, value) in [
            ("benefit", json!({"amount_off": 850})),
            ("threshold", json!(2500)),
            ("claim_from", json!({"day": -1, "time": "00:00"})),
            ("claim_until", json!({"day": 7, "time": "00:00"})),
            ("validity", json!({"after_claim": {"wait_days": 0, "days": 7}})),
            ("total_stock", json!(1_000_000)),
            ("daily_stock", Value::Null),
            ("claimed_before", json!(0)),
            ("claimed_today", json!(0)),
        ] {
            offer[field] = value;
        }
        let same = |other: &&Value| other["id"] == store;
        let stores = mall["stores"].as_array_mut().expect("the demo has stores");
        let mut store = stores.iter().find(same).cloned().expect("the offer's store");
        store["id"] = json!(store_of_till(till));
        stores.push(store);
    }
    mall
}

fn texts(list: &Value, of: impl Fn(&Value) -> Option<Value>) -> Vec<String> {
    let items = list.as_array().into_iter().flatten().filter_map(of);
    items.filter_map(|text| text.as_str().map(str::to_owned)).collect()
}
