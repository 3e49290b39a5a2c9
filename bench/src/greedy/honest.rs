//! Honest shoppers and tills: each visit pays, opens the claim page, claims, looks at the wallet and redeems.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{Request, Response};
use mall_contract::{
    ClaimRequest, ClaimResponse, CouponId, Fen, OfferId, PaymentResponse, PrepareRequest,
    RedeemRequest, RequestId,
};
use mall_server::clock::{Clock, Ms};
use mall_server::identity::secret::Secret;
use mall_server::identity::session;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::sleep_until;

use crate::client::Client;
use crate::mall::{self, SECRET};
use crate::signing;

/// The key of the mall's own system.
pub const MALL_KEY: &str = "mall-system";
/// The key of the till.
pub const TILL_KEY: &str = "till-system";

/// The address that the mall, its tills and half of its shoppers share with greedy callers.
pub const SHARED_ADDRESS: &str = "203.0.113.7";

/// The visits in a second. Each has six requests.
pub const VISITS_PER_SECOND: u32 = 20;

/// The age of a known shopper's session, in milliseconds.
const SESSION_AGE_MS: Ms = 10 * 60 * 1000;

/// The outcome of the visits of some time.
#[derive(Default)]
pub struct Visits {
    /// The time of each answered request, in milliseconds.
    pub times: Vec<f64>,
    /// The number of requests that were answered with 429 or 503.
    pub refused: usize,
}

impl Visits {
    /// Adds others.
    pub fn add(&mut self, others: Self) {
        self.times.extend(others.times);
        self.refused += others.refused;
    }

    /// Returns the share of requests that were refused, in percent.
    pub fn percent_refused(&self) -> f64 {
        100.0 * self.refused as f64 / (self.refused + self.times.len()) as f64
    }
}

/// Lets visits begin at a fixed rate for some time, whether the server keeps up or not. `first` is the number of the first
/// one, which no other visit has.
pub async fn visits(server: SocketAddr, first: u64, time: Duration) -> Visits {
    let start = Instant::now();
    let count = time.as_secs() as u32 * VISITS_PER_SECOND;
    let visits: Vec<_> = (0..count)
        .map(|at| {
            let due = start + Duration::from_secs(1) / VISITS_PER_SECOND * at;
            tokio::spawn(async move {
                sleep_until(due.into()).await;
                Visit::begin(server, first + u64::from(at)).await.run().await
            })
        })
        .collect();
    let mut all = Visits::default();
    for visit in visits {
        all.add(visit.await.expect("every answer is right"));
    }
    all
}

/// Lets a known shopper claim a coupon. Returns the shopper's cookie and the coupon.
pub async fn claim(server: SocketAddr) -> (String, CouponId) {
    // An even number, so the shopper is known; no other visit has it.
    let mut visit = Visit::begin(server, u64::MAX - 1).await;
    let claimed = async {
        let link = visit.pay().await?;
        let cookie = visit.open(&link).await?;
        let coupon = visit.claim(&link, &cookie).await?;
        Some((cookie, coupon))
    };
    claimed.await.expect("nobody else is there")
}

/// A visit with a connection of its own.
struct Visit {
    client: Client,
    number: u64,
    secret: Secret,
    visits: Visits,
}

impl Visit {
    async fn begin(server: SocketAddr, number: u64) -> Self {
        let secret = Secret::from_hex(SECRET).expect("a secret");
        let client = Client::connect(server).await;
        Self { client, number, secret, visits: Visits::default() }
    }

    async fn run(mut self) -> Visits {
        let done = self.pay_claim_and_redeem().await;
        assert_eq!(done.is_none(), self.visits.refused > 0);
        self.visits
    }

    /// Does the whole visit. Returns none if a request was refused.
    async fn pay_claim_and_redeem(&mut self) -> Option<()> {
        let link = self.pay().await?;
        let cookie = self.open(&link).await?;
        let coupon = self.claim(&link, &cookie).await?;
        let wallet = Request::get("/v1/wallet").header(COOKIE, &cookie);
        self.ask_as_shopper(wallet.body(String::new()).expect("a request"), 200).await?;
        self.redeem(&coupon).await
    }

    async fn pay(&mut self) -> Option<String> {
        let notice = mall::payment(self.number, Clock::default().now());
        let paid: PaymentResponse = self.post(MALL_KEY, "/v1/payments", &notice, 201).await?;
        Some(paid.link)
    }

    /// Opens the claim page. Every second shopper is known. Returns the shopper's cookie.
    async fn open(&mut self, link: &str) -> Option<String> {
        let page = Request::get(format!("/pay/{link}")).header("accept-encoding", "br");
        if self.is_known() {
            let cookie = known_shopper(&self.secret);
            let page = page.header(COOKIE, &cookie).body(String::new()).expect("a request");
            self.ask_as_shopper(page, 200).await?;
            return Some(cookie);
        }
        let page = page.body(String::new()).expect("a request");
        let response = self.ask_as_shopper(page, 200).await?;
        let cookie = response.headers().get(SET_COOKIE).and_then(|cookie| cookie.to_str().ok());
        let cookie = cookie.and_then(|cookie| cookie.split(';').next());
        Some(cookie.expect("a cookie for a new shopper").to_owned())
    }

    async fn claim(&mut self, link: &str, cookie: &str) -> Option<CouponId> {
        let request = ClaimRequest {
            request_id: RequestId::parse("claim").expect("an id"),
            link: link.to_owned(),
            offer_id: OfferId::parse(mall::offer_of_till(0)).expect("an id"),
            nth: 1,
        };
        let claim = Request::post("/v1/claims").header("content-type", "application/json");
        let claim = claim.header(COOKIE, cookie).body(to_json(&request)).expect("a request");
        let response = self.ask_as_shopper(claim, 201).await?;
        Some(from_json::<ClaimResponse>(&response).coupon.id)
    }

    async fn redeem(&mut self, coupon: &CouponId) -> Option<()> {
        let (code, amount) = (signing::displayed_code(&self.secret, coupon), Fen(3000));
        let request = PrepareRequest { code: code.clone(), amount: Some(amount) };
        self.post::<serde_json::Value>(TILL_KEY, "/v1/till/prepare", &request, 200).await?;
        let request = RedeemRequest {
            request_id: RequestId::parse(format!("redeem-{}", self.number)).expect("an id"),
            code,
            order_number: format!("A-{}", self.number),
            amount,
        };
        self.post::<serde_json::Value>(TILL_KEY, "/v1/till/redemptions", &request, 201).await?;
        Some(())
    }

    fn is_known(&self) -> bool {
        self.number.is_multiple_of(2)
    }

    /// Sends a shopper's request. Known ones share the mall's address, others have one of their own.
    async fn ask_as_shopper(
        &mut self,
        request: Request<String>,
        status: u16,
    ) -> Option<Response<Bytes>> {
        let [.., c, d] = self.number.to_be_bytes();
        let own = format!("198.18.{c}.{d}");
        let address = if self.is_known() { SHARED_ADDRESS } else { &own };
        self.ask(request, address, status).await
    }

    async fn post<T: DeserializeOwned>(
        &mut self,
        key: &str,
        path: &str,
        body: &impl Serialize,
        status: u16,
    ) -> Option<T> {
        let request = signing::sign(&self.secret, key, "POST", path, to_json(body));
        Some(from_json(&self.ask(request, SHARED_ADDRESS, status).await?))
    }

    async fn ask(
        &mut self,
        mut request: Request<String>,
        address: &str,
        status: u16,
    ) -> Option<Response<Bytes>> {
        let address = address.parse().expect("an address");
        request.headers_mut().insert("x-forwarded-for", address);
        let path = request.uri().clone();
        let start = Instant::now();
        let response = self.client.ask(request).await.expect("a response");
        match response.status().as_u16() {
            429 | 503 => {
                self.visits.refused += 1;
                None
            }
            other => {
                let text = || String::from_utf8_lossy(response.body());
                assert_eq!(other, status, "{path}: {}", text());
                self.visits.times.push(start.elapsed().as_secs_f64() * 1000.0);
                Some(response)
            }
        }
    }
}

/// Returns the cookie of a shopper who came some time ago.
pub fn known_shopper(secret: &Secret) -> String {
    let session = session::make(secret, &mall::id(), Clock::default().now() - SESSION_AGE_MS);
    format!("shopper={}", session.expect("random bytes").token)
}

fn to_json(body: &impl Serialize) -> String {
    serde_json::to_string(body).expect("JSON")
}

fn from_json<T: DeserializeOwned>(response: &Response<Bytes>) -> T {
    serde_json::from_slice(response.body()).expect("a response of the contract")
}
