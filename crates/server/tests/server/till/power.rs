//! Power cuts of a server or a till between a redemption and its answer.

use axum::http::Request;
use mall_contract::{ClaimPage, ClaimResponse, CouponPage, Role, StoreId, TillRedemption};
use mall_server::db::Database;
use mall_server::identity::password::Passwords;
use mall_server::staff::set_up::{self, NewPassword, Place};
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::counter::{PASSWORD, log_in, post};
use crate::database::{TestDatabase, number};
use crate::goods;
use crate::mall::Answer;
use crate::process::{Process, ask, send};
use crate::shopper::together;

/// The store of the demo's coupon.
const MALL: &str = "aurora";

fn with(cookie: &str, mut request: Request<String>) -> Request<String> {
    request.headers_mut().insert("cookie", cookie.parse().unwrap());
    request
}

/// Pays at the demo, claims a coupon that needs no large order, and shows it.
async fn claim_coupon(address: &str) -> (String, CouponPage) {
    let pay = Request::post("/demo/payments")
        .header("content-type", "application/x-www-form-urlencoded")
        .body("store_id=red-clay-hotpot&amount=26800".to_owned());
    let paid = ask(address, pay.unwrap()).await;
    let link = paid.header("location").trim_start_matches("/pay/").to_owned();
    let get = |path: String| Request::get(path).body(String::new()).unwrap();
    let opened = ask(address, get(format!("/v1/pay/{link}"))).await;
    let cookie = opened.cookie().unwrap();
    let page: ClaimPage = opened.json();
    for (i, card) in page.cards.iter().enumerate() {
        let body = json!({"request_id": format!("c{i}"), "link": link, "offer_id": card.offer.id, "nth": 1});
        let answer = ask(address, with(&cookie, post("/v1/claims", &body))).await;
        if answer.status != 201 {
            continue;
        }
        let coupon = answer.json::<ClaimResponse>().coupon;
        let path = format!("/v1/coupons/{}", coupon.id);
        let coupon_page: CouponPage = ask(address, with(&cookie, get(path))).await.json();
        if !coupon_page.shown.is_empty() {
            return (cookie, coupon_page);
        }
    }
    panic!("the demo has no offer that can be used at once")
}

async fn hire(url: &str, store: &StoreId, name: &str) {
    let db = Database::open(url).await.unwrap();
    let place = Place { store: Some(store), name, role: Role::Cashier };
    let password = NewPassword { text: PASSWORD, must_change: false };
    set_up::put_with_password(
        &mut db.access(),
        &Passwords::default(),
        &goods::id(MALL),
        place,
        password,
        0,
    )
    .await
    .unwrap();
    db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_request_after_a_power_cut_gets_the_true_answer() {
    for database in TestDatabase::of_each_kind().await {
        let folder = tempfile::tempdir().unwrap();
        let server = Process::start(&database.url, folder.path()).await;
        let shoppers = together((0..8).map(|_| {
            let address = server.address.clone();
            async move { claim_coupon(&address).await }
        }));
        let shoppers = shoppers.await;
        let mut cookies = Vec::new();
        for (i, (_, coupon_page)) in shoppers.iter().enumerate() {
            let (store, name) = (&coupon_page.coupon.store.id, format!("Wang {i}"));
            hire(&database.url, store, &name).await;
            let entered = log_in(store.as_str(), &name, PASSWORD);
            cookies.push(ask(&server.address, entered).await.cookie().unwrap());
        }
        let requests: Vec<Request<String>> = shoppers
            .iter()
            .zip(&cookies)
            .enumerate()
            .map(|(i, ((_, coupon_page), cookie))| {
                let amount = coupon_page.coupon.threshold.0 + 1000;
                let body = json!({"request_id": format!("r{i}"), "code": coupon_page.shown[0].text,
                                  "order_number": format!("A-{i}"), "amount": amount});
                with(cookie, post("/v1/till/redemptions", &body))
            })
            .collect();
        // This till loses its power after sending and never reads the answer.
        for request in &requests[..4] {
            send_and_leave(&server.address, request).await;
        }
        // The other requests are under way when the server is killed.
        let others = requests[4..].iter().cloned().map(|request| {
            let address = server.address.clone();
            async move { send(&address, request).await }
        });
        let others = tokio::spawn(together(others.collect::<Vec<_>>()));
        let db = Database::open(&database.url).await.unwrap();
        let sql = "SELECT COUNT(*) FROM redemptions";
        let until = tokio::time::timeout(std::time::Duration::from_secs(60), async {
            while number(&db, sql).await < 4 {
                tokio::task::yield_now().await;
            }
        });
        until.await.unwrap();
        server.kill().await;
        let answers: Vec<Option<Answer>> = others.await.unwrap();

        let server = Process::start(&database.url, folder.path()).await;
        let mut done = 0;
        for (i, (request, cookie)) in requests.iter().zip(&cookies).enumerate() {
            let path = format!("/v1/till/redemptions/r{i}");
            let ask = Request::get(path).body(String::new()).unwrap();
            let answer = send(&server.address, with(cookie, ask)).await.unwrap();
            let acknowledged = i >= 4 && answers[i - 4].as_ref().is_some_and(|a| a.status == 201);
            let again = send(&server.address, request.clone()).await.unwrap();
            if answer.status == 200 {
                let (first, again) =
                    (answer.json::<TillRedemption>(), again.json::<TillRedemption>());
                assert_eq!(first.id, again.id);
                done += 1;
            } else {
                assert_eq!(answer.code(), "unknown_request");
                assert!(!acknowledged, "an acknowledged redemption is lost");
                assert!(again.status == 201 || again.code() == "code_stale", "{}", again.text());
                done += i64::from(again.status == 201);
            }
        }
        let standing = "SELECT COUNT(*) FROM coupons WHERE redeemed_at IS NOT NULL";
        for sql in [
            sql,
            standing,
            "SELECT COUNT(*) FROM coupon_steps",
            "SELECT COUNT(*) FROM till_requests",
        ] {
            assert_eq!(number(&db, sql).await, done, "{sql}: no redemption is half written");
        }
        db.close().await;
    }
}

/// Sends a whole request and hangs up.
async fn send_and_leave(address: &str, request: &Request<String>) {
    let mut text = format!("POST {} HTTP/1.1\r\nhost: {address}\r\n", request.uri());
    for (name, value) in request.headers().iter().filter(|(name, _)| *name != "host") {
        text += &format!("{name}: {}\r\n", value.to_str().unwrap());
    }
    text += &format!("content-length: {}\r\n\r\n{}", request.body().len(), request.body());
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    // An immediate disconnect could cancel the request before it is read. The server's first byte shows that it was
    // answered; the response is not read.
    stream.readable().await.unwrap();
}
