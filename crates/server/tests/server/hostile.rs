//! The server answers hostile requests, and never with a 5xx of its own.

use axum::http::{HeaderValue, Method, Request, Uri};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::json;

use crate::goods::notice;
use crate::mall::{Mall, Setup};
use crate::shopper::Shopper;

/// The number of requests of each kind.
const REQUEST_COUNT: usize = 150;

/// Returns texts that have broken servers before.
fn hostile_text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("../../etc/passwd".to_owned()),
        Just("<script>alert(1)</script>".to_owned()),
        Just("' OR 1=1; --".to_owned()),
        Just("\u{0}".to_owned()),
        Just("🎁\u{202e}\u{feff}".to_owned()),
        Just("9".repeat(400)),
        Just("-1".to_owned()),
        Just("NaN".to_owned()),
        Just("1.aurora.x.fffffffffffffff.x".to_owned()),
        Just("[[[[{\"".to_owned()),
        Just("x".repeat(300)),
        Just("a".repeat(20_000)),
        "\\PC{0,40}",
        "[ -~]{0,80}",
    ]
}

/// Returns a path of the server, or one that is almost a path of the server.
fn path(link: String) -> impl Strategy<Value = String> {
    let known_path = prop_oneof![
        Just("/v1/pay/{}".to_owned()),
        Just("/pay/{}".to_owned()),
        Just("/pay/{}/claims".to_owned()),
        Just("/v1/claims/{}".to_owned()),
        Just("/v1/claims".to_owned()),
        Just("/v1/events".to_owned()),
        Just("/v1/events/counts?{}".to_owned()),
        Just("/v1/payments".to_owned()),
        Just("/demo/payments".to_owned()),
        Just("/wallet?lang={}".to_owned()),
        Just("/wallet?state=used&store={}".to_owned()),
        Just("/v1/wallet?after={}".to_owned()),
        Just("/v1/wallet?state={}&count={}".to_owned()),
        Just("/?{}".to_owned()),
        Just("/assets/{}".to_owned()),
        Just("/{}".to_owned()),
        Just("/receipt?{}".to_owned()),
        Just("/receipt?sub_mch_id=1&out_trade_no={}".to_owned()),
        Just("/v1/receipts?sub_mch_id={}&out_trade_no=1".to_owned()),
        Just("/receipt/claims?{}".to_owned()),
        Just("/demo/receipt?{}".to_owned()),
        Just("/v1/refunds".to_owned()),
        Just("/v1/entries".to_owned()),
        Just("/entries".to_owned()),
        Just("/enter/{}".to_owned()),
        Just("/index.html/{}".to_owned()),
        Just("/app.css/{}".to_owned()),
        Just(format!("/pay/{link}/claims")),
        Just(format!("/v1/pay/{link}?{{}}")),
    ];
    let encoded = prop_oneof![
        hostile_text().prop_map(|text| form_urlencoded::byte_serialize(text.as_bytes()).collect()),
        Just("%00".to_owned()),
        Just("%ff%fe".to_owned()),
        Just("%2e%2e%2f%2e%2e%2fetc%2fpasswd".to_owned()),
        Just("%".to_owned()),
        Just("..%5c..%5c".to_owned()),
        Just("//".to_owned()),
        Just("CON".to_owned()),
    ];
    (known_path, encoded).prop_map(|(path, part): (String, String)| path.replace("{}", &part))
}

fn method() -> impl Strategy<Value = Method> {
    prop_oneof![
        4 => Just(Method::GET),
        4 => Just(Method::POST),
        1 => Just(Method::HEAD),
        1 => Just(Method::PUT),
        1 => Just(Method::OPTIONS),
        1 => Just(Method::from_bytes(b"BREW").unwrap()),
    ]
}

fn headers() -> impl Strategy<Value = Vec<(&'static str, Vec<u8>)>> {
    const NAMES: [&str; 20] = [
        "host",
        "authorization",
        "cookie",
        "accept",
        "accept-encoding",
        "origin",
        "sec-fetch-site",
        "purpose",
        "mall-key",
        "mall-timestamp",
        "mall-nonce",
        "mall-signature",
        "x-forwarded-for",
        "user-agent",
        "content-type",
        "range",
        "if-modified-since",
        "content-length",
        "if-none-match",
        "te",
    ];
    const TYPES: [&str; 2] = ["application/json", "application/x-www-form-urlencoded"];
    let any = (prop::sample::select(&NAMES[..]), hostile_text())
        .prop_map(|(name, text)| (name, text.into_bytes()));
    let right = prop::sample::select(&TYPES[..])
        .prop_map(|text| ("content-type", text.as_bytes().to_vec()));
    let raw = (prop::sample::select(&NAMES[..]), prop::collection::vec(0x80_u8.., 0..20));
    prop::collection::vec(prop_oneof![any, right, raw], 0..5)
}

fn body(link: String) -> impl Strategy<Value = String> {
    let claim = (hostile_text(), hostile_text(), hostile_text(), any::<u32>()).prop_map(
        move |(id, link_text, offer, nth)| {
            let link = if nth % 2 == 0 { link.clone() } else { link_text };
            json!({"request_id": id, "link": link, "offer_id": offer, "nth": nth}).to_string()
        },
    );
    let form = (hostile_text(), hostile_text(), any::<i64>()).prop_map(|(id, offer, number)| {
        format!("request_id={id}&offer_id={offer}&nth={number}&store_id={offer}&amount={number}&method={id}&pass={offer}&to={id}&link={offer}")
    });
    prop_oneof![hostile_text(), claim, form, Just("x".repeat(70_000)), Just("{\"a\":".repeat(5000))]
}

/// Generates requests that are the same in each run.
fn thrown<S: Strategy>(strategy: &S) -> Vec<S::Value> {
    let mut runner = TestRunner::deterministic();
    (0..REQUEST_COUNT).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_requests_never_make_the_server_fail() {
    let site = tempfile::tempdir().unwrap();
    std::fs::write(site.path().join("index.html"), crate::mall::INDEX).unwrap();
    std::fs::write(site.path().join("app.css"), "p{}").unwrap();
    std::fs::create_dir(site.path().join("assets")).unwrap();
    let setup = Setup { demo: true, site: Some(site.path().to_owned()), ..Setup::default() };
    for mall in Mall::set_up(&setup).await {
        let mut notice = notice("one");
        notice["store_id"] = json!("halfway-hill");
        let shopper = Shopper::who_paid(&mall, &notice).await;
        let link = shopper.link.clone();
        let requests = thrown(&(path(link.clone()), method(), headers(), body(link)));
        for (number, (path, method, headers, body)) in requests.into_iter().enumerate() {
            let Ok(uri) = path.parse::<Uri>() else { continue };
            let mut request = Request::new(body);
            *request.uri_mut() = uri;
            *request.method_mut() = method;
            if number % 2 == 0 {
                request = shopper.with_cookie(request);
            }
            for (name, value) in headers {
                if let Ok(value) = HeaderValue::from_bytes(&value) {
                    request.headers_mut().append(name, value);
                }
            }
            let text = format!("{request:?}");
            let answer = mall.send(request).await;
            let passing = answer.status == 503 && !answer.header("retry-after").is_empty();
            assert!(answer.status < 500 || passing, "{}: {text:.900}", answer.status);
            assert!(!answer.header("x-request-id").is_empty());
            assert!(!answer.text().contains("root:"), "{text:.300}");
        }
        for path in
            ["/%00", "/app.css/x", "/assets", "/assets/%00", &format!("/{}", "a".repeat(300))]
        {
            assert_eq!(mall.get(path).await.status, 404, "{path:.40}");
        }
        // These have a valid signature, so they get further.
        let texts =
            thrown(&(hostile_text(), hostile_text(), hostile_text(), any::<i64>(), hostile_text()));
        for (transaction, payer, store, amount, paid_at) in texts {
            let whole = json!({
                "transaction_id": transaction, "payer": payer, "amount": amount,
                "store_id": if amount % 2 == 0 { "halfway-hill" } else { store.as_str() },
                "paid_at": if amount % 3 == 0 { paid_at.as_str() } else { "2026-11-23T12:00:00+08:00" },
                "method": "code"
            });
            for notice in [
                whole,
                json!({"transaction_id": transaction, "payer": payer, "amount": 1,
                "store_id": "halfway-hill", "paid_at": "2026-11-23T12:00:00+08:00", "method": "code"}),
            ] {
                let answer = mall.tell(&notice).await;
                assert!(answer.status < 500, "{}: {notice:.900}", answer.text());
            }
        }
        assert_eq!(mall.number("SELECT COUNT(*) FROM malls").await, 1);
        assert_eq!(shopper.page().await.link, shopper.link, "it still works for others");
    }
}
