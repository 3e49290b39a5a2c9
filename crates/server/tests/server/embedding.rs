//! The module in pages of other sites: which sites may call the server, and which shoppers they have.

use axum::http::Request;
use mall_contract::{ClaimPage, Problem};
use mall_server::identity::{link, pass};
use serde_json::json;

use crate::goods::{NOON, latte, notice};
use crate::mall::{Answer, Mall, Setup, get};
use crate::shopper::Shopper;

const SHOP: &str = "https://shop.test";
const KEY: &str = "0123456789abcdef0123456789abcdef";
const OTHER_KEY: &str = "fedcba9876543210fedcba9876543210";

async fn malls() -> Vec<Mall> {
    let (offers, embed_origins) = (vec![latte(json!({}))], vec![SHOP.to_owned()]);
    Mall::set_up(&Setup { offers, embed_origins, ..Setup::default() }).await
}

fn from(origin: &str, mut request: Request<String>) -> Request<String> {
    request.headers_mut().insert("origin", origin.parse().unwrap());
    request.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    request
}

fn with(authorization: &str, mut request: Request<String>) -> Request<String> {
    request.headers_mut().insert("authorization", authorization.parse().unwrap());
    request
}

async fn open(mall: &Mall, link: &str, key: &str) -> Answer {
    let request = with(&format!("Visitor {key}"), get(&format!("/v1/pay/{link}")));
    mall.ask(from(SHOP, request)).await
}

fn claim(id: &str, link: &str) -> Request<String> {
    let body = json!({"request_id": id, "link": link, "offer_id": "latte", "nth": 1});
    let request = Request::post("/v1/claims").header("host", "mall.test");
    request.header("content-type", "application/json").body(body.to_string()).unwrap()
}

fn preflight(path: &str, origin: &str) -> Request<String> {
    let request = Request::options(path)
        .header("host", "mall.test")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,content-type");
    from(origin, request.body(String::new()).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn only_named_sites_may_send_the_requests_of_the_module() {
    for mall in malls().await {
        for path in ["/v1/pay/x", "/v1/claims", "/v1/claims/r1", "/v1/events"] {
            let answer = mall.ask(preflight(path, SHOP)).await;
            assert_eq!(answer.status, 204, "{path}");
            assert_eq!(answer.header("access-control-allow-origin"), SHOP);
            assert_eq!(
                answer.header("access-control-allow-headers"),
                "authorization, content-type"
            );
            assert_eq!(answer.header("access-control-allow-credentials"), "");
            assert!(answer.header("vary").contains("origin"));
        }
        let foreign = [
            "https://evil.test",
            "http://shop.test",
            "https://shop.test:8443",
            "null",
            "https://shop.test.evil.test",
            "*",
        ];
        for origin in foreign {
            for request in [preflight("/v1/claims", origin), from(origin, get("/v1/claims/r1"))] {
                let answer = mall.ask(request).await;
                assert_eq!(answer.header("access-control-allow-origin"), "", "{origin}");
                assert_ne!(answer.status, 204, "{origin}");
            }
        }
        for path in [
            "/v1/wallet",
            "/v1/entries",
            "/v1/payments",
            "/v1/receipts",
            "/wallet",
            "/entries",
            "/",
        ] {
            for request in [preflight(path, SHOP), from(SHOP, get(path))] {
                let answer = mall.ask(request).await;
                assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn named_sites_can_read_refusals() {
    for mall in malls().await {
        let answer = open(&mall, "1.m.p.ff.sig", KEY).await;
        assert_eq!(answer.code(), "link_invalid");
        assert_eq!(answer.header("access-control-allow-origin"), SHOP);
        assert_eq!(answer.header("access-control-expose-headers"), "retry-after");
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
    }
    for mall in Mall::with(&[]).await {
        let answer = mall.ask(preflight("/v1/claims", SHOP)).await;
        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (405, ""));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_in_the_language_of_the_mount() {
    for mall in malls().await {
        let message = async |language: &str| {
            let request = with(&format!("Visitor {KEY}"), get("/v1/pay/1.m.p.ff.sig"));
            let mut request = from(SHOP, request);
            request.headers_mut().insert("accept-language", language.parse().unwrap());
            mall.ask(request).await.json::<Problem>().message
        };
        let (zh, en) = (message("zh").await, message("en").await);
        assert!(zh.contains("链接") && en.contains("link"), "{zh} {en}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_claims_with_a_pass_for_as_long_as_the_link_works() {
    for mall in malls().await {
        let link = mall.pay(&notice("one")).await;
        let opened = open(&mall, &link, KEY).await;
        assert_eq!((opened.status, opened.cookie()), (200, None), "{}", opened.text());
        let page: ClaimPage = opened.json();
        let bearer = format!("Bearer {}", page.pass.expect("a pass"));
        mall.clock.set(NOON + 2 * pass::LIFETIME_MS);
        let answer = mall.ask(from(SHOP, with(&bearer, claim("r1", &link)))).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        assert_eq!(answer.header("access-control-allow-origin"), SHOP);
        // Reading the page again does not shorten the pass.
        let again = mall.ask(from(SHOP, with(&bearer, get(&format!("/v1/pay/{link}"))))).await;
        let again: ClaimPage = again.json();
        assert_eq!(again.cards[0].held.len(), 1);
        let bearer = format!("Bearer {}", again.pass.expect("a pass"));
        mall.clock.set(NOON + link::LIFETIME_MS - 1);
        let request = with(&bearer, get("/v1/claims/r1"));
        assert_eq!(mall.ask(from(SHOP, request.clone())).await.status, 200);
        mall.clock.set(NOON + link::LIFETIME_MS);
        assert_eq!(mall.ask(from(SHOP, request)).await.code(), "session_missing");
        assert_eq!(mall.number("SELECT COUNT(*) FROM sessions").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_opens_again_with_the_same_key_only() {
    for mall in malls().await {
        let link = mall.pay(&notice("one")).await;
        // As if the answer to the first request had been lost. Several requests run at once.
        let openings = (0..4).map(|_| {
            let (mall, link) = (mall.clone(), link.clone());
            async move { open(&mall, &link, KEY).await.status }
        });
        assert_eq!(crate::shopper::together(openings).await, [200; 4]);
        let page: ClaimPage = open(&mall, &link, KEY).await.json();
        let bearer = format!("Bearer {}", page.pass.expect("a pass"));
        let claimed = mall.ask(from(SHOP, with(&bearer, claim("r1", &link)))).await;
        assert_eq!(claimed.status, 201, "{}", claimed.text());
        let before = mall.rows().await;
        assert_eq!(open(&mall, &link, OTHER_KEY).await.code(), "link_taken");
        assert_eq!(mall.get(&format!("/v1/pay/{link}")).await.code(), "link_taken");
        assert_eq!(mall.rows().await, before, "a refused opener leaves no row");
        // A second payment in the same browser belongs to the same shopper.
        let second = mall.pay(&notice("two")).await;
        let page: ClaimPage = open(&mall, &second, KEY).await.json();
        assert_eq!(page.cards[0].held.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_used_by_a_session_is_refused_to_a_visitor() {
    for mall in malls().await {
        let shopper = Shopper::after(&mall, "one").await;
        assert_eq!(shopper.claim("r1", "latte").await.status, 201);
        assert_eq!(open(&mall, &shopper.link, KEY).await.code(), "link_taken");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_without_a_key_opens_no_link() {
    for mall in malls().await {
        let link = mall.pay(&notice("one")).await;
        let before = mall.rows().await;
        let request = get(&format!("/v1/pay/{link}"));
        assert_eq!(mall.ask(from(SHOP, request.clone())).await.code(), "session_missing");
        let weak = with("Visitor short", request.clone());
        assert_eq!(mall.ask(from(SHOP, weak)).await.code(), "session_missing");
        assert_eq!(mall.rows().await, before);
        assert_eq!(open(&mall, &link, KEY).await.status, 200, "the link is not opened yet");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_ignored_where_no_site_is_named() {
    for mall in malls().await {
        let link = mall.pay(&notice("one")).await;
        let request = with(&format!("Visitor {KEY}"), get(&format!("/v1/pay/{link}")));
        let opened = mall.ask(request).await;
        assert!(opened.cookie().is_some(), "a browser on our own page has a session");
        assert_eq!(opened.json::<ClaimPage>().pass, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_named_site_claims_only_with_a_pass() {
    for mall in malls().await {
        let shopper = Shopper::after(&mall, "one").await;
        // This browser sends its session too.
        let answer = mall.ask(from(SHOP, shopper.claim_request("r1", "latte", 1))).await;
        assert_eq!(answer.code(), "cross_site");
        let key = with(&format!("Visitor {KEY}"), claim("r1", &shopper.link));
        assert_eq!(mall.ask(from(SHOP, key)).await.code(), "cross_site");
        assert_eq!(mall.coupons().await, 0);
    }
}
