//! Claiming in a mount, and going on from there.

use hyper::Method;
use serde_json::json;

use super::set_up;
use crate::browser::Browser;
use crate::host::{Host, Mounts};
use crate::journeys::{COFFEE, shows_wallet_with};
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;
use crate::shopper::Shopper;

#[tokio::test]
async fn a_shopper_claims_and_opens_the_wallet_in_a_new_tab() {
    let (host, mall, browser) = set_up().await;
    let (first, link) = (browser.mount("first"), mall.paid("N1").await);
    first.open(&mall, &link, "zh").await;
    first.until_event("ready").await;
    assert!(first.until_event("shown").await["offer"].is_string());
    first.claim(COFFEE.1).await;
    let claimed = first.until_event("claimed").await;
    assert_eq!(claimed["offer"], COFFEE.0);
    assert!(claimed["coupon"].is_string(), "{claimed}");
    let focused = first.value("root.activeElement && root.activeElement.id").await;
    assert_eq!(focused, format!("act-{}", COFFEE.0), "the focus went to what came next");
    assert_eq!(
        (mall.network.with_cookie(), browser.value("document.cookie").await),
        (0, json!(""))
    );

    let own = browser.driver.window().await.expect("a tab");
    first.tap(Some(COFFEE.1), Role::Button, "去卡包查看").await;
    let way = first.until_event("navigation").await;
    assert_eq!(way["to"], "wallet");
    let wallet = mall.url("/wallet#coupon-");
    assert!(way["url"].as_str().is_some_and(|url| url.starts_with(&wallet)), "{way}");
    let wallet = browser
        .until("a tab opens", async || {
            Ok(browser.driver.windows().await?.into_iter().find(|tab| *tab != own))
        })
        .await;
    browser.look_at(&wallet).await;
    shows_wallet_with(&browser, COFFEE.1, 1).await;
    browser.look_at(&own).await;
    let place = browser.driver.current_url().await.expect("an address");
    assert_eq!(place.as_str(), format!("{}/", host.origin));
    first.unmount().await;
    mall.until_counted("claimed", 1).await;
    browser.close().await;
}

#[tokio::test]
async fn a_refusal_reaches_the_site_with_its_reason() {
    let (_, mall, mut browser) = set_up().await;
    browser.expect_error("409");
    mall.leave_one(COFFEE.0).await;
    let (first, link) = (browser.mount("first"), mall.paid("N1").await);
    first.open(&mall, &link, "zh").await;
    first.shows("仅剩 1 张").await;
    Shopper::new(&mall).claim(COFFEE.0).await;
    first.tap(Some(COFFEE.1), Role::Button, "立即领取").await;
    first.shows("已抢光").await;
    assert_eq!(
        first.until_event("refused").await,
        json!({ "type": "refused", "offer": COFFEE.0, "code": "sold_out" })
    );
    browser.close().await;
}

#[tokio::test]
async fn a_link_stays_open_over_reloads() {
    let (host, mall, mut browser) = set_up().await;
    // The stranger's refusal.
    browser.expect_error("403");
    let (first, link) = (browser.mount("first"), mall.paid("N1").await);
    first.open(&mall, &link, "zh").await;
    first.claim(COFFEE.1).await;
    browser.driver.refresh().await.expect("a reload");
    host.is_ready(&browser).await;
    first.open(&mall, &link, "zh").await;
    first.find(Some(COFFEE.1), Role::Button, "去卡包查看").await;
    // Without its key it is a stranger.
    browser.value("localStorage.clear()").await;
    browser.driver.refresh().await.expect("a reload");
    host.is_ready(&browser).await;
    first.open(&mall, &link, "zh").await;
    assert_eq!(first.until_event("problem").await["code"], "link_taken");
    browser.close().await;
}

#[tokio::test]
async fn an_opening_whose_response_was_lost_is_repeated() {
    let (_, mall, mut browser) = set_up().await;
    browser.expect_error("ERR_EMPTY_RESPONSE");
    let (first, link) = (browser.mount("first"), mall.paid("N1").await);
    mall.network.fail(Method::GET, "/v1/pay/", Fault::LoseAnswer);
    first.open(&mall, &link, "zh").await;
    assert_eq!(first.until_event("problem").await["code"], "unreachable");
    first.shows("重新加载").await;
    let query = "SELECT COUNT(*) FROM payments WHERE holder_id IS NOT NULL";
    assert_eq!(mall.number(query).await, 0, "a look binds no link");
    let count = mall.network.count(&Method::GET, "/v1/pay/");
    first.tap(None, Role::Button, "重新加载").await;
    mall.network.until_requested(&Method::GET, "/v1/pay/", count + 1).await;
    mall.network.heal();
    first.claim(COFFEE.1).await;
    browser.close().await;
}

#[tokio::test]
async fn a_site_that_is_not_named_opens_no_link() {
    let (host, mall) = (Host::open().await, Mall::open().await);
    let mut browser = Browser::open().await;
    browser.expect_error("CORS");
    browser.expect_error("ERR_FAILED");
    host.show(&browser).await;
    let (first, link) = (browser.mount("first"), mall.paid("N1").await);
    first.open(&mall, &link, "zh").await;
    assert_eq!(first.until_event("problem").await["code"], "unreachable");
    assert_eq!(mall.network.count(&Method::GET, "/v1/pay/"), 0, "the browser asks for leave first");
    assert_eq!(mall.number("SELECT COUNT(*) FROM payments WHERE holder_id IS NOT NULL").await, 0);
    first.unmount().await;
    browser.close().await;
}
