//! The receipt after a payment: known orders, unknown orders, and check codes.

use std::time::{Duration, Instant};

use axum::http::{Method, Request};
use mall_contract::{ClaimPage, Problem};
use mall_server::wechat::receipt;
use mall_server::wechat::receipt::ReceiptQuery;
use mall_server::{ReceiptCheck, ReceiptConfig};
use serde_json::{Value, json};

use crate::goods::{HOUR, MERCHANT, NOON, latte, ordered};
use crate::mall::{Answer, Mall, Setup, at_once, get};
use crate::shopper::{Shopper, together};

/// Builds the query with which WeChat Pay opens the receipt.
pub fn query(number: &str, transaction: &str) -> String {
    query_for("http://mall.test/receipt", number, transaction)
}

/// Builds the same for a receipt at another address.
pub fn query_for(address: &str, number: &str, transaction: &str) -> String {
    let order = ReceiptQuery { merchant: MERCHANT.into(), number: number.into(), check: None };
    let check = receipt::check_code(address, &order, transaction);
    format!("sub_mch_id={MERCHANT}&out_trade_no={number}&check_code={check}")
}

/// Returns the page that the receipt tells the frame to show.
pub fn shows(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("set-cookie"), "", "no cookie reaches a frame");
    let html = answer.text();
    let rest = html.split_once("data-receipt=\"").expect("what to show").1;
    let message = rest.split('"').next().unwrap_or_default().replace("&quot;", "\"");
    let message: Value = serde_json::from_str(&message).expect("a message");
    assert_eq!(message["action"], "onIframeReady");
    let display_style = message["displayStyle"].as_str().expect("a word").to_owned();
    assert_eq!(message["height"].as_u64(), (display_style == "SHOW_CUSTOM_PAGE").then_some(960));
    display_style
}

/// Opens a receipt and returns its data.
pub async fn page(mall: &Mall, query: &str) -> ClaimPage {
    mall.get(&format!("/v1/receipts?{query}")).await.json()
}

async fn set_up(receipt: ReceiptConfig) -> Vec<Mall> {
    let offers = vec![latte(json!({}))];
    Mall::set_up(&Setup { offers, receipt: Some(receipt), ..Setup::default() }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_order_has_its_claim_page_with_a_pass_and_no_cookie() {
    for mall in set_up(at_once()).await {
        mall.pay(&ordered("one", "N1")).await;
        let answer = mall.get(&format!("/receipt?{}", query("N1", "one"))).await;
        assert_eq!(shows(&answer), "SHOW_CUSTOM_PAGE");
        let html = answer.text();
        assert!(html.contains(" data-parents=\"https://payapp.weixin.qq.com\""), "{html}");
        for text in
            ["latte券", "面馆", "name=\"pass\"", "action=\"/receipt/claims?", "target=\"_top\""]
        {
            assert!(html.contains(text), "{text}: {html}");
        }
        assert!(!html.contains("href=\"/wallet"), "{html}");
        let claimed = page(&mall, &query("N1", "one")).await;
        assert!(claimed.pass.is_some());
        assert_eq!(claimed.cards.len(), 1);
        let again = page(&mall, &query("N1", "one")).await;
        assert_eq!(again.pass, claimed.pass, "asked twice, one holder");
        assert_eq!(mall.number("SELECT COUNT(*) FROM shoppers").await, 0);
        assert_eq!(mall.number("SELECT COUNT(*) FROM sessions").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_found_by_either_number() {
    for mall in set_up(at_once()).await {
        mall.pay(&ordered("one", "N1")).await;
        let own = page(&mall, &query("N1", "one")).await;
        let acquirers = page(&mall, &query("AN1", "one")).await;
        assert_eq!((own.link, own.source), (acquirers.link, acquirers.source));
        // The acquirer's number of one payment happens to be the merchant's number of another.
        let mut other = ordered("two", "AN1");
        other["amount"] = json!(7700);
        mall.pay(&other).await;
        let of = async |transaction| page(&mall, &query("AN1", transaction)).await.source.order().0;
        assert_eq!((of("one").await, of("two").await), (3600, 7700), "the check code says which");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_and_forbidden_orders_get_one_answer() {
    for mall in set_up(at_once()).await {
        mall.pay(&ordered("one", "N1")).await;
        let right = query("N1", "one");
        let before = mall.rows().await;
        let without = right.split("&check_code").next().unwrap().to_owned();
        let other_merchant = right.replace(MERCHANT, "1900000110");
        for query in [query("N2", "one"), query("N1", "two"), without, other_merchant] {
            let answer = mall.get(&format!("/receipt?{query}")).await;
            assert_eq!(shows(&answer), "SHOW_OFFICIAL_PAGE", "{query}");
            assert!(!answer.text().contains("latte券"));
            let data = mall.get(&format!("/v1/receipts?{query}")).await;
            assert_eq!((data.status, data.code()), (404, "payment_not_confirmed"), "{query}");
            assert_eq!(data.json::<Problem>().refusal.retry_after(), Some(2));
        }
        assert_eq!(mall.rows().await, before);
        mall.clock.set(NOON + 24 * HOUR);
        let late = mall.get(&format!("/receipt?{right}")).await;
        assert_eq!(shows(&late), "SHOW_OFFICIAL_PAGE", "its link is over");
        assert_eq!(mall.rows().await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_effect_of_a_wrong_check_code_is_configured() {
    for (check, expected) in [
        (ReceiptCheck::Off, "SHOW_CUSTOM_PAGE"),
        (ReceiptCheck::Warn, "SHOW_CUSTOM_PAGE"),
        (ReceiptCheck::Enforce, "SHOW_OFFICIAL_PAGE"),
    ] {
        for mall in set_up(ReceiptConfig { check, ..at_once() }).await {
            mall.pay(&ordered("one", "N1")).await;
            let right = query("N1", "one");
            let without = right.split("&check_code").next().unwrap();
            for wrong in [query("N1", "two"), without.to_owned()] {
                let answer = mall.get(&format!("/receipt?{wrong}")).await;
                assert_eq!(shows(&answer), expected, "{check:?} {wrong}");
            }
            let answer = mall.get(&format!("/receipt?{right}")).await;
            assert_eq!(shows(&answer), "SHOW_CUSTOM_PAGE", "{check:?}");
            let upper = right.replace("check_code=", "").to_uppercase();
            assert_eq!(mall.get(&format!("/receipt?{upper}")).await.status, 200);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_arrives_while_the_server_waits_is_in_time() {
    let timeout = Duration::from_secs(10);
    for mall in set_up(ReceiptConfig { notice_timeout: timeout, ..at_once() }).await {
        let start = Instant::now();
        let request = tokio::spawn({
            let mall = mall.clone();
            async move { mall.get(&format!("/receipt?{}", query("N1", "one"))).await }
        });
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!request.is_finished(), "it waits");
        mall.pay(&ordered("one", "N1")).await;
        assert_eq!(shows(&request.await.unwrap()), "SHOW_CUSTOM_PAGE");
        assert!(start.elapsed() < timeout, "it waits no longer than needed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forbidden_order_takes_as_long_as_an_unknown_one() {
    let timeout = Duration::from_millis(400);
    for mall in set_up(ReceiptConfig { notice_timeout: timeout, ..at_once() }).await {
        mall.pay(&ordered("one", "N1")).await;
        for query in [query("N1", "two"), query("N2", "two")] {
            let start = Instant::now();
            mall.get(&format!("/receipt?{query}")).await;
            assert!(start.elapsed() >= timeout, "{query}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_belongs_to_its_holder() {
    for mall in set_up(at_once()).await {
        let shopper = Shopper::who_paid(&mall, &ordered("one", "N1")).await;
        assert_eq!(shopper.claim("r1", "latte").await.status, 201);
        let receipt = page(&mall, &query("N1", "one")).await;
        assert_eq!(receipt.cards[0].held.len(), 1, "what the holder claimed elsewhere");
        assert_eq!(mall.number("SELECT COUNT(*) FROM shoppers").await, 1);

        mall.pay(&ordered("two", "N2")).await;
        let opened = (0..10).map(|_| {
            let mall = mall.clone();
            async move { page(&mall, &query("N2", "two")).await }
        });
        let pages = together(opened).await;
        let first = &pages[0].pass;
        assert!(first.is_some() && pages.iter().all(|page| page.pass == *first), "one holder");
        assert_eq!(mall.number("SELECT COUNT(*) FROM shoppers").await, 1, "nothing is written");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payer_has_one_limit_on_receipts_too() {
    for mall in set_up(at_once()).await {
        let mut paid = ordered("one", "N1");
        paid["payer"] = json!("openid-1");
        let shopper = Shopper::who_paid(&mall, &paid).await;
        assert_eq!(shopper.claim("r1", "latte").await.status, 201);
        let mut again = ordered("two", "N2");
        again["payer"] = json!("openid-1");
        mall.pay(&again).await;
        let receipt = page(&mall, &query("N2", "two")).await;
        let refusal = receipt.cards[0].not_eligible.as_ref().expect("a refusal");
        assert_eq!(refusal.code(), "person_limit");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_at_a_receipt_writes_nothing() {
    for mall in set_up(at_once()).await {
        mall.pay(&ordered("one", "N1")).await;
        let before = mall.rows().await;
        let path = format!("/receipt?{}", query("N1", "one"));
        let mut ahead = get(&path);
        ahead.headers_mut().insert("sec-purpose", "prefetch".parse().unwrap());
        assert_eq!(shows(&mall.ask(ahead).await), "SHOW_CUSTOM_PAGE");
        let mut head: Request<String> = get(&path);
        *head.method_mut() = Method::HEAD;
        assert_eq!(mall.ask(head).await.status, 200);
        assert_eq!(mall.rows().await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_receipt_may_be_framed_and_only_by_named_sites() {
    let mut settings = at_once();
    settings.parents.push("https://acquirer.test".into());
    for mall in set_up(settings).await {
        let shopper = Shopper::who_paid(&mall, &ordered("one", "N1")).await;
        let right = query("N1", "one");
        for path in [format!("/receipt?{right}"), "/receipt".into(), "/receipt?x=%ff".into()] {
            let answer = mall.get(&path).await;
            let policy = answer.header("content-security-policy");
            let suffix = "; frame-ancestors https://payapp.weixin.qq.com https://acquirer.test";
            assert!(policy.ends_with(suffix), "{path}: {policy}");
            assert!(
                policy.starts_with("default-src 'none'; script-src 'self' 'sha256-"),
                "{policy}"
            );
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
            assert_eq!(answer.header("x-frame-options"), "");
            assert_eq!(answer.header("cache-control"), "no-store");
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
        }
        let others = [
            format!("/pay/{}", shopper.link),
            "/wallet".into(),
            "/receipt/".into(),
            "/receipts".into(),
            format!("/v1/receipts?{right}"),
            "/enter/x".into(),
            "/".into(),
        ];
        for path in others {
            let answer = shopper.get(&path).await;
            let policy = answer.header("content-security-policy");
            assert!(policy.ends_with("frame-ancestors 'none'"), "{path}: {policy}");
            assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_shows_a_receipt_in_its_frame() {
    for mall in Mall::set_up(&Setup { demo: true, ..Setup::default() }).await {
        assert!(mall.get("/?frame=1").await.text().contains("name=\"frame\" value=\"1\""));
        assert!(!mall.get("/").await.text().contains("name=\"frame\""));
        let paid = mall.get("/demo/receipt?sub_mch_id=1").await;
        assert_eq!(paid.status, 200, "without an order too");
        let query = "sub_mch_id=1900000109&out_trade_no=N1";
        let page = mall.get(&format!("/demo/receipt?{query}")).await;
        let source = "data-src=\"/receipt?sub_mch_id=1900000109&amp;out_trade_no=N1&amp;lang=zh\"";
        assert!(page.text().contains(source), "{}", page.text());
        assert!(page.header("content-security-policy").ends_with("frame-src 'self'"));
        assert_eq!(page.header("x-frame-options"), "DENY");
        let receipt = mall.get(&format!("/receipt?{query}")).await;
        let policy = receipt.header("content-security-policy");
        let ancestors = "frame-ancestors https://payapp.weixin.qq.com http://mall.test";
        assert!(policy.contains(ancestors), "{policy}");
    }
}
