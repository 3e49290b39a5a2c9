//! Links that are wrong, expired, or another browser's; and the policy of pages.

use hyper::{Method, StatusCode};
use mall_server::identity::link;

use serde_json::json;

use super::{COFFEE, pay};
use crate::browser::Browser;
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::screen::Role;
use crate::shopper::Shopper;

/// Asserts that the page has the reason, as a sentence and a code, and leads to the wallet.
async fn assert_refused(browser: &Browser, sentence: &str, code: &str) {
    browser.find(Role::Heading, sentence).await;
    browser.shows(code).await;
    browser.tap(Role::Link, "打开卡包").await;
    browser.is_titled("我的卡包").await;
}

#[tokio::test]
async fn an_invalid_link_is_explained() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("404");
    for link in ["nonsense", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "%F0%9F%8D%9C", "a.b.c"] {
        browser.driver.goto(mall.url(&format!("/pay/{link}"))).await.expect("a page");
        assert_refused(&browser, "这个链接无效。", "link_invalid").await;
    }
    browser.close().await;
}

#[tokio::test]
async fn an_expired_link_is_explained() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("410");
    pay(&mall, &browser).await;
    mall.pass_time(link::LIFETIME_MS);
    browser.driver.refresh().await.expect("a reload");
    assert_refused(&browser, "这个链接已经过期。", "link_expired").await;
    browser.close().await;
}

#[tokio::test]
async fn a_link_used_by_another_browser_is_explained() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("403");
    let mut first = Shopper::new(&mall);
    let link = first.pay("red-clay-hotpot").await;
    assert!(first.get(&format!("/pay/{link}")).await.status.is_success());
    browser.driver.goto(mall.url(&format!("/pay/{link}"))).await.expect("a page");
    browser.shows("支付成功").await;
    let claim = json!({ "request_id": "r", "link": link, "offer_id": COFFEE.0, "nth": 1 });
    let claimed = first.ask(Method::POST, "/v1/claims", "application/json", claim.to_string());
    assert_eq!(claimed.await.status, StatusCode::CREATED);
    browser.driver.goto(mall.url(&format!("/pay/{link}"))).await.expect("a page");
    assert_refused(&browser, "这个链接已在另一台设备或浏览器上打开过。", "link_taken").await;
    browser.close().await;
}

#[tokio::test]
async fn pages_obey_their_strict_policy() {
    if !here(&[Need::StrictPolicy]) {
        return;
    }
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    let agent = browser.value("navigator.userAgent").await;
    let mut shopper = Shopper::with_agent(&mall, agent.as_str().expect("a text"));
    let link = shopper.pay("red-clay-hotpot").await;
    for path in [format!("/pay/{link}"), "/wallet".into(), "/".into(), "/pay/nonsense".into()] {
        let answer = shopper.ask(Method::GET, &path, "text/plain", String::new()).await;
        let policy = answer.headers.get("content-security-policy").expect("a policy");
        let policy = policy.to_str().expect("text");
        assert!(policy.contains("default-src 'none'"), "{policy}");
        for loose in ["'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "*"] {
            assert!(!policy.contains(loose), "{path}: {policy}");
        }
        let body = String::from_utf8_lossy(&answer.body);
        assert!(!body.contains(" style=\"") && !body.contains(" onclick="), "{path}");
    }
    browser.close().await;
}
