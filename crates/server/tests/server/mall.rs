//! A server without a connection: requests go straight to its router.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::request::Builder;
use axum::http::{HeaderMap, Request};
use http_body_util::BodyExt;
use mall_contract::{PaymentResponse, Problem, Refusal};
use mall_server::ReceiptConfig;
use mall_server::clock::Clock;
use mall_server::config::{Retention, StrangerQuotas};
use mall_server::db::keys;
use mall_server::http::state::AppState;
use mall_server::identity::secret::{self, Secret};
use mall_server::identity::signature::Message;
use mall_server::import_plan::Missing;
use mall_server::start::{router, start};
use mall_server::wechat::{account, api};
use mall_server::{Config, catalogue};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower::ServiceExt;

use crate::database::{self, TestDatabase};
use crate::goods::{self, MALL, NOON};

/// The document around each page.
pub const INDEX: &str = include_str!("../../../../index.html");

/// The API key that signs notices.
pub const KEY: &str = "till";

/// A server with its own database, and a clock that is stopped at noon.
#[derive(Clone)]
pub struct Mall {
    pub app: AppState,
    pub clock: Clock,
    id: &'static str,
    key: &'static str,
    router: Router,
    database: Arc<TestDatabase>,
}

/// The settings in which a test's server differs from others.
#[derive(Default)]
pub struct Setup {
    pub offers: Vec<Value>,
    pub requests_per_second: u32,
    /// 0 for more than a test needs.
    pub capacity: usize,
    pub refusal_delay: Duration,
    pub strangers: Option<StrangerQuotas>,
    pub demo: bool,
    pub site: Option<PathBuf>,
    pub receipt: Option<ReceiptConfig>,
    pub embed_origins: Vec<String>,
    pub mini_program: Option<api::Settings>,
    pub account: Option<account::Settings>,
    pub public_url: Option<&'static str>,
}

/// Returns a configuration under which a receipt does not wait for its notice.
pub fn at_once() -> ReceiptConfig {
    ReceiptConfig { notice_timeout: Duration::ZERO, ..ReceiptConfig::default() }
}

/// Returns the secret of every server in the tests.
pub fn secret() -> Secret {
    Secret::from_hex(&"5e".repeat(32)).unwrap()
}

/// Returns the configuration of a server on a database, with its clock at noon.
pub fn config_for(database_url: &str, setup: &Setup) -> Config {
    config(database_url, setup, Clock::fixed(NOON))
}

fn config(database_url: &str, setup: &Setup, clock: Clock) -> Config {
    Config {
        database_url: database_url.to_owned(),
        secret: secret(),
        index_html: INDEX.to_owned(),
        site: setup.site.clone(),
        public_url: setup.public_url.unwrap_or("http://mall.test").parse().expect("an origin"),
        demo: setup.demo,
        requests_per_second: setup.requests_per_second,
        capacity: if setup.capacity == 0 { 1000 } else { setup.capacity },
        refusal_delay: setup.refusal_delay,
        trust_proxy: false,
        clock,
        quotas: setup.strangers.unwrap_or_default(),
        retention: Retention::default(),
        receipt: setup.receipt.clone().unwrap_or_else(at_once),
        embed_origins: setup.embed_origins.clone(),
        mini_program: setup.mini_program.clone(),
        account: setup.account.clone(),
    }
}

impl Mall {
    /// Sets up a mall with these offers on each kind of database.
    pub async fn with(offers: &[Value]) -> Vec<Self> {
        Self::set_up(&Setup { offers: offers.to_vec(), ..Setup::default() }).await
    }

    /// Sets up a mall on each kind of database.
    pub async fn set_up(setup: &Setup) -> Vec<Self> {
        let mut malls = Vec::new();
        for database in TestDatabase::of_each_kind().await {
            malls.push(Self::on(database, setup).await);
        }
        malls
    }

    /// Sets up a mall on a database.
    pub async fn on(database: TestDatabase, setup: &Setup) -> Self {
        let clock = Clock::fixed(NOON);
        let app = start(config(&database.url, setup, clock.clone()));
        let app = app.await.unwrap();
        let (id, key) = if setup.demo { ("aurora", "demo-till") } else { (MALL, KEY) };
        let mall = Self { id, key, router: router(&app), app, clock, database: Arc::new(database) };
        if !setup.demo {
            mall.import(&setup.offers).await;
            let mut access = mall.app.database.access();
            let mut tx = access.write().await.unwrap();
            keys::put(&mut tx, &goods::id(MALL), KEY, NOON).await.unwrap();
            tx.commit().await.unwrap();
        }
        mall
    }

    /// Starts a server on a database without a mall.
    pub async fn empty(database: TestDatabase) -> Self {
        let (clock, setup) = (Clock::fixed(NOON), Setup::default());
        let app = start(config(&database.url, &setup, clock.clone())).await.unwrap();
        Self { id: MALL, key: KEY, router: router(&app), app, clock, database: Arc::new(database) }
    }

    /// Returns the same server as the system of another mall uses it, with a key of that mall.
    pub async fn with_key(&self, mall: &'static str) -> Self {
        let mut access = self.app.database.access();
        let mut tx = access.write().await.unwrap();
        keys::put(&mut tx, &goods::id(mall), mall, NOON).await.unwrap();
        tx.commit().await.unwrap();
        Self { id: mall, key: mall, ..self.clone() }
    }

    /// Starts another server on the same database, with the same clock.
    pub async fn beside(&self, setup: &Setup) -> Self {
        let app = start(config(&self.database.url, setup, self.clock.clone())).await.unwrap();
        Self { router: router(&app), app, ..self.clone() }
    }

    /// Replaces the catalogue's offers. Claims stay.
    pub async fn import(&self, offers: &[Value]) {
        let read = catalogue::read(&goods::catalogue(offers)).unwrap();
        catalogue::import(&mut self.app.request().db, &read, Missing::Stay, self.clock.now())
            .await
            .unwrap();
    }

    /// Sends a request once.
    pub async fn send(&self, request: Request<String>) -> Answer {
        let mut request = request.map(Body::from);
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 4711))));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body: body.to_vec() }
    }

    /// Sends a request whose answer is a stream.
    pub async fn open(&self, request: Request<String>) -> axum::response::Response {
        self.router.clone().oneshot(request.map(Body::from)).await.unwrap()
    }

    /// Sends a request, and repeats it while the server is busy, as the interface asks callers to. A signed request is
    /// signed again for each try, because its nonce may be used up.
    pub async fn ask(&self, request: Request<String>) -> Answer {
        self.repeat(request, |request| self.sign_again(request)).await
    }

    /// Sends a request that came before, with the same nonce for each try.
    pub async fn replay(&self, request: Request<String>) -> Answer {
        self.repeat(request, |_| {}).await
    }

    async fn repeat(
        &self,
        mut request: Request<String>,
        prepare: impl Fn(&mut Request<String>),
    ) -> Answer {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let answer = self.send(request.clone()).await;
            if answer.status != 503 || Instant::now() > deadline {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
            prepare(&mut request);
        }
    }

    /// Gives a signed request another nonce. A signature that is not right stays as it is.
    pub fn sign_again(&self, request: &mut Request<String>) {
        let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
        let (Some(key), Some(timestamp), Some(nonce), Some(signed)) = (
            header("mall-key"),
            header("mall-timestamp"),
            header("mall-nonce"),
            header("mall-signature"),
        ) else {
            return;
        };
        let key_secret = self.app.context.secret.of_key(&goods::id(self.id), key);
        let target = request.uri().path_and_query().map_or("", |target| target.as_str());
        let (method, body) = (request.method().as_str(), request.body());
        let message = Message { method, target, timestamp, nonce, body: body.as_bytes() };
        if message.sign(&key_secret) != signed {
            return;
        }
        let seconds = timestamp.parse().unwrap();
        for (name, value) in signature_headers(method, target, seconds, body, &key_secret) {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
    }

    /// Gets an address as a browser without a session.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(get(path)).await
    }

    /// Signs a payment's notice at a time in Unix seconds.
    pub fn signed_at(&self, seconds: i64, notice: &str) -> Request<String> {
        self.signed_for("/v1/payments", seconds, notice)
    }

    fn signed_for(&self, path: &str, seconds: i64, notice: &str) -> Request<String> {
        let signed = self.signature("POST", path, seconds, notice);
        signed.header("content-type", "application/json").body(notice.to_owned()).unwrap()
    }

    fn signature(&self, method: &str, path: &str, seconds: i64, body: &str) -> Builder {
        let key = self.app.context.secret.of_key(&goods::id(self.id), self.key);
        let request = Request::builder().method(method).uri(path).header("mall-key", self.key);
        signature_headers(method, path, seconds, body, &key)
            .into_iter()
            .fold(request, |request, (name, value)| request.header(name, value))
    }

    /// Returns a request to post a body as the mall's own system, with a valid signature.
    pub fn signed_post(&self, path: &str, kind: &str, body: &str) -> Request<String> {
        let signed = self.signature("POST", path, self.clock.now() / 1000, body);
        signed.header("content-type", kind).body(body.to_owned()).unwrap()
    }

    /// Posts a body as the mall's own system, with a valid signature.
    pub async fn post_signed(&self, path: &str, kind: &str, body: &str) -> Answer {
        self.ask(self.signed_post(path, kind, body)).await
    }

    /// Gets an address as the mall's own system, with a valid signature.
    pub async fn get_signed(&self, path: &str) -> Answer {
        let signed = self.signature("GET", path, self.clock.now() / 1000, "");
        self.ask(signed.body(String::new()).unwrap()).await
    }

    /// Signs a notice now.
    pub fn signed(&self, notice: &str) -> Request<String> {
        self.signed_at(self.clock.now() / 1000, notice)
    }

    /// Reports a payment with a valid signature.
    pub async fn tell(&self, notice: &Value) -> Answer {
        self.ask(self.signed(&notice.to_string())).await
    }

    /// Reports a refund with a valid signature.
    pub async fn tell_refund(&self, notice: &Value) -> Answer {
        let seconds = self.clock.now() / 1000;
        self.ask(self.signed_for("/v1/refunds", seconds, &notice.to_string())).await
    }

    /// Reports a payment and returns its claim link.
    pub async fn pay(&self, notice: &Value) -> String {
        let answer = self.tell(notice).await;
        assert!(answer.status == 201 || answer.status == 200, "{}", answer.text());
        answer.json::<PaymentResponse>().link
    }

    /// Reads one number from the database.
    pub async fn number(&self, sql: &str) -> i64 {
        database::number(&self.app.database, sql).await
    }

    /// Returns the URL of the server's database.
    pub fn database_url(&self) -> &str {
        &self.database.url
    }

    /// Counts the coupons.
    pub async fn coupons(&self) -> i64 {
        self.number("SELECT COUNT(*) FROM coupons").await
    }

    /// Reads the number of claims that an offer has counted.
    pub async fn claimed(&self, offer: &str) -> i64 {
        self.number(&format!("SELECT claimed FROM offers WHERE id = '{offer}'")).await
    }

    /// Counts the rows that requests have written.
    pub async fn rows(&self) -> Vec<(&'static str, i64)> {
        database::rows(&self.app.database).await
    }
}

/// Returns the headers of a signature under a key's secret, with a nonce of their own.
pub fn signature_headers(
    method: &str,
    target: &str,
    seconds: i64,
    body: &str,
    key_secret: &str,
) -> [(&'static str, String); 3] {
    let (timestamp, nonce) = (seconds.to_string(), secret::random_name().unwrap());
    let (timestamp, nonce) = (&*timestamp, &*nonce);
    let signature = Message { method, target, timestamp, nonce, body: body.as_bytes() };
    [
        ("mall-timestamp", timestamp.to_owned()),
        ("mall-nonce", nonce.to_owned()),
        ("mall-signature", signature.sign(key_secret)),
    ]
}

/// Builds a GET request.
pub fn get(path: &str) -> Request<String> {
    Request::get(path).header("host", "mall.test").body(String::new()).unwrap()
}

/// A response.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// Returns the body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Returns a header, or an empty text if it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Parses the body as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    /// Returns the refusal, and checks that the status belongs to it.
    pub fn refusal(&self) -> Refusal {
        let refusal = self.json::<Problem>().refusal;
        assert_eq!(self.status, refusal.status(), "{refusal:?}");
        refusal
    }

    /// Returns the refusal's code.
    pub fn code(&self) -> &'static str {
        let refusal = self.refusal();
        Refusal::all_codes().find(|code| *code == refusal.code()).expect("a code of the contract")
    }

    /// Returns the cookie that a browser would send from now on.
    pub fn cookie(&self) -> Option<String> {
        let line = self.header("set-cookie");
        line.split(';').next().filter(|pair| !pair.is_empty()).map(str::to_owned)
    }
}
