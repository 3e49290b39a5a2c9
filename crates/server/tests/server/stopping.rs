//! Answers stay true, however the server ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::http::Request;
use mall_contract::{ClaimPage, ClaimResponse, Wallet};
use mall_server::db::Database;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::database::{self, TestDatabase};
use crate::process::{Process, ask, send};
use crate::shopper::together;

/// The number of answers after which the server is killed, while others are under way.
const MIN_ANSWERS: usize = 40;

/// A browser at the demo.
#[derive(Clone)]
struct Browser {
    address: String,
    cookie: String,
    link: String,
    offers: Vec<String>,
}

impl Browser {
    /// Pays at a demo store and opens the link.
    async fn after_dinner(address: String) -> Self {
        let pay = Request::post("/demo/payments")
            .header("content-type", "application/x-www-form-urlencoded")
            .body("store_id=red-clay-hotpot&amount=26800".to_owned());
        let paid = ask(&address, pay.unwrap()).await;
        let link = paid.header("location").trim_start_matches("/pay/").to_owned();
        assert!(paid.status == 303 && !link.is_empty(), "{}", paid.text());
        let open = Request::get(format!("/v1/pay/{link}")).body(String::new()).unwrap();
        let opened = ask(&address, open).await;
        let page: ClaimPage = opened.json();
        let offers = page.cards.iter().map(|card| card.offer.id.to_string());
        Self { cookie: opened.cookie().unwrap(), link, offers: offers.collect(), address }
    }

    fn request(&self, request: axum::http::request::Builder, body: String) -> Request<String> {
        request.header("cookie", &self.cookie).body(body).unwrap()
    }

    /// Claims all shown offers. Returns the acknowledged claims with their answers.
    async fn claim_all(self, acknowledged: Arc<AtomicUsize>) -> (Self, Vec<(String, u16, String)>) {
        let mut answers = Vec::new();
        for (i, offer) in self.offers.iter().enumerate() {
            let id = format!("claim-{i}");
            let body = json!({"request_id": id, "link": self.link, "offer_id": offer, "nth": 1});
            let post = Request::post("/v1/claims").header("content-type", "application/json");
            let Some(answer) = send(&self.address, self.request(post, body.to_string())).await
            else {
                break;
            };
            // A temporary refusal says nothing about the claim.
            if answer.status != 503 && answer.status != 429 {
                answers.push((id, answer.status, answer.text()));
                acknowledged.fetch_add(1, Ordering::SeqCst);
            }
        }
        (self, answers)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_loses_no_acknowledged_claim() {
    for database in TestDatabase::of_each_kind().await {
        let folder = tempfile::tempdir().unwrap();
        let start_day = day();
        let server = Process::start(&database.url, folder.path()).await;
        let browsers =
            together((0..16).map(|_| Browser::after_dinner(server.address.clone()))).await;
        let acknowledged = Arc::new(AtomicUsize::new(0));
        let claiming = browsers.into_iter().map(|browser| browser.claim_all(acknowledged.clone()));
        let claiming = tokio::spawn(together(claiming.collect::<Vec<_>>()));
        let until = tokio::time::timeout(Duration::from_secs(60), async {
            while acknowledged.load(Ordering::SeqCst) < MIN_ANSWERS {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        });
        until.await.unwrap();
        server.kill().await;
        let answers = claiming.await.unwrap();
        let claim_count: usize = answers.iter().map(|(browser, _)| browser.offers.len()).sum();
        let answer_count: usize = answers.iter().map(|(_, claims)| claims.len()).sum();
        assert!(
            answer_count >= MIN_ANSWERS && answer_count < claim_count,
            "{answer_count} of {claim_count}: not in the midst"
        );

        let server = Process::start(&database.url, folder.path()).await;
        for (browser, claims) in &answers {
            let get = |path: &str| {
                let request = browser.request(Request::get(path), String::new());
                async { send(&server.address, request).await.unwrap() }
            };
            let wallet: Wallet = get("/v1/wallet?count=100").await.json();
            for (id, status, text) in claims {
                let again = get(&format!("/v1/claims/{id}")).await;
                if *status < 300 {
                    assert_eq!((again.status, &again.text()), (200, text));
                    let coupon = again.json::<ClaimResponse>().coupon;
                    assert!(wallet.coupons.contains(&coupon), "{id} is not in the wallet");
                } else {
                    assert_eq!(again.status, *status, "{}", again.text());
                }
            }
        }
        server.terminate().await;
        assert!(server.end().await.success());
        let db = Database::open(&database.url).await.unwrap();
        assert_counters_agree(&db, start_day == day()).await;
    }
}

/// Returns the mall's civil day.
fn day() -> u64 {
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    (now + 8 * 3600) / 86_400
}

/// Asserts that the counts of offers and days agree with the coupons. An import on another day counts that day's
/// claims too.
async fn assert_counters_agree(db: &Database, on_one_day: bool) {
    let demo: serde_json::Value = serde_json::from_str(mall_server::demo::CATALOGUE).unwrap();
    let mut coupons = 0;
    for offer in demo["offers"].as_array().unwrap() {
        let id = offer["id"].as_str().unwrap();
        let count = |sql: String| async move { database::number(db, &sql).await };
        let held = count(format!("SELECT COUNT(*) FROM coupons WHERE offer_id = '{id}'")).await;
        let claimed = count(format!("SELECT claimed FROM offers WHERE id = '{id}'")).await;
        assert_eq!(claimed - offer["claimed_before"].as_i64().unwrap_or(0), held, "{id}");
        let days =
            format!("SELECT CAST(SUM(claimed) AS BIGINT) FROM offer_days WHERE offer_id = '{id}'");
        if on_one_day {
            let today = offer["claimed_today"].as_i64().unwrap_or(0);
            assert_eq!(count(days).await - today, held, "{id}");
        }
        coupons += held;
    }
    assert!(coupons > 0);
    let unanswered = "SELECT COUNT(*) FROM claims WHERE coupon_id IS NULL AND refusal IS NULL";
    assert_eq!(database::number(db, unanswered).await, 0, "no claim is half written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_way_is_finished_before_the_server_stops() {
    for database in TestDatabase::of_each_kind().await {
        let folder = tempfile::tempdir().unwrap();
        let server = Process::start(&database.url, folder.path()).await;
        let mut stream = TcpStream::connect(&server.address).await.unwrap();
        let body = "store_id=red-clay-hotpot&amount=100&method=gold";
        let head = format!(
            "POST /demo/payments HTTP/1.1\r\nhost: mall\r\nexpect: 100-continue\r\naccept: application/json\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut interim = [0; 25];
        // The server asks for the body once it has begun the request.
        stream.read_exact(&mut interim).await.unwrap();
        assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");

        server.terminate().await;
        let closed = tokio::time::timeout(Duration::from_secs(10), async {
            while TcpStream::connect(&server.address).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
        closed.await.expect("new requests are refused");
        stream.write_all(body.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 400 ") && answer.contains("\"method\""), "{answer}");
        assert_eq!(server.end().await.code(), Some(0));
    }
}
