//! How long the server takes for a claim page with 60 offers: `cargo bench -p mall-server`.
//!
//! Whole requests through the router, database and drawing included, one after the other.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use mall_contract::{Fen, Moment, PaymentMethod, PaymentNotice, StoreId};
use mall_server::clock::Clock;
use mall_server::identity::secret::Secret;
use mall_server::receipts::Settings;
use mall_server::{App, Config, catalogue, http, payments};
use serde_json::json;
use tower::ServiceExt;

const ROUNDS: usize = 300;

fn goods() -> String {
    let names = |zh: &str, en: &str| json!({ "zh": zh, "en": en });
    let offers: Vec<_> = (0..60)
        .map(|n| {
            json!({
                "id": format!("offer-{n}"), "store": "cafe", "state": "live",
                "title": names("现制咖啡立减券", "Money off any fresh coffee"),
                "benefit": { "amount_off": 850 }, "threshold": 2500, "payment_minimum": 0,
                "claim_from": { "day": -1, "time": "10:00" }, "claim_until": { "day": 9, "time": "00:00" },
                "validity": { "after_claim": { "wait_days": 0, "days": 7 } },
                "total_stock": 800, "daily_stock": null, "claimed_before": 346, "per_person_limit": 1,
                "rules": { "zh": ["每单限用一张。"], "en": ["One coupon per order."] },
            })
        })
        .collect();
    let store = |id: &str, category: &str| json!({ "id": id, "category": category, "name": names("山半咖啡", "Halfway Hill Coffee"), "floor": "L1", "unit": "L1-20" });
    let category = |id: &str| json!({ "id": id, "parent": null, "name": names(id, id) });
    let mall = json!({
        "mall": { "id": "mall", "name": names("商场", "Mall"), "zone": "Asia/Shanghai" },
        "categories": [category("dining"), category("coffee")],
        "stores": [store("hotpot", "dining"), store("cafe", "coffee")],
        "links": [{ "from": "dining", "to": "coffee", "weight": 90, "why": names("刚吃完饭，来杯咖啡", "A coffee after the meal") }],
        "offers": offers,
    });
    mall.to_string()
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = App::new(Config {
        database_url: format!("sqlite:{}?mode=rwc", folder.path().join("mall.sqlite").display()),
        secret: Secret::from_hex(&"ab".repeat(32)).expect("a secret"),
        index_html: include_str!("../../../index.html").into(),
        site: None,
        public_url: "http://localhost".into(),
        demo: false,
        requests_per_second: 0,
        trust_proxy: false,
        clock: Clock::default(),
        receipt: Settings::default(),
        embed_origins: Vec::new(),
        mini_program: None,
    })
    .await
    .expect("a server");
    let now = app.now();
    let mall = catalogue::read(&goods()).expect("a catalogue");
    catalogue::import(&app.db, &mall, now).await.expect("imported");
    let notice = PaymentNotice {
        order: None,
        transaction_id: "t1".into(),
        store_id: StoreId::parse("hotpot").expect("an id"),
        amount: Fen(8600),
        paid_at: Moment::new(now, 480),
        payer: None,
        method: PaymentMethod::Code,
    };
    let (payment, _) = payments::report(&app, "mall", &notice, now).await.expect("a payment");
    let router = http::router(&app);
    let ask = async |path: &str, cookie: &str| {
        let request =
            Request::get(path).header("cookie", cookie).body(Body::empty()).expect("a request");
        router.clone().oneshot(request).await.expect("an answer")
    };
    let path = format!("/pay/{}", payment.link);
    let opened = ask(&path, "").await;
    let cookie = opened.headers()["set-cookie"]
        .to_str()
        .expect("text")
        .split(';')
        .next()
        .unwrap_or_default()
        .to_owned();

    for (what, path) in [
        ("the page as HTML", path.clone()),
        ("its data as JSON", path.replace("/pay/", "/v1/pay/")),
    ] {
        let mut times = Vec::with_capacity(ROUNDS);
        let mut bytes = 0;
        for _ in 0..ROUNDS + 20 {
            let begun = Instant::now();
            let answer = ask(&path, &cookie).await;
            assert!(answer.status().is_success());
            bytes = answer.into_body().collect().await.expect("a body").to_bytes().len();
            times.push(begun.elapsed());
        }
        report(what, bytes, &mut times[20..]);
    }
}

fn report(what: &str, bytes: usize, times: &mut [Duration]) {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    println!("{what}: {bytes} bytes, median {:.2} ms, p99 {:.2} ms", at(0.5), at(0.99));
}
