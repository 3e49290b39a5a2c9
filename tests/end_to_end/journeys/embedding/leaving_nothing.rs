//! What a mount leaves behind: nothing.

use hyper::Method;
use serde_json::{Value, json};

use super::set_up;
use crate::browser::Browser;
use crate::host::Mounts;
use crate::journeys::COFFEE;
use crate::kernel::{Kernel, kernel};
use crate::proxy::Fault;
use crate::screen::Role;

#[tokio::test]
async fn unmounting_leaves_nothing_behind() {
    let (_, mall, browser) = set_up().await;
    let (first, link) = (browser.mount("first"), mall.paid("N1").await);
    let before = browser.value("standing()").await;
    first.open(&mall, &link, "zh").await;
    first.claim(COFFEE.1).await;
    assert_ne!(browser.value("standing()").await, before, "a mount listens and waits");
    first.unmount().await;
    assert_eq!(browser.value("document.getElementById('first').innerHTML").await, "");
    stands_as(&browser, &before).await;
    // Again is nothing new.
    first.unmount().await;
    stands_as(&browser, &before).await;
    browser.close().await;
}

#[tokio::test]
async fn a_mount_that_ends_while_it_reads_asks_nothing_more() {
    let (_, mall, browser) = set_up().await;
    let (first, link) = (browser.mount("first"), mall.paid("N1").await);
    let before = browser.value("standing()").await;
    mall.network.fail(Method::GET, "/v1/pay/", Fault::HoldAnswer);
    first.open(&mall, &link, "zh").await;
    mall.network.until_seen(&Method::GET, "/v1/pay/", 1).await;
    first.unmount().await;
    stands_as(&browser, &before).await;
    mall.network.heal();
    browser.value("window.dispatchEvent(new Event('online'))").await;
    assert_eq!(browser.value("document.getElementById('first').innerHTML").await, "");
    assert!(first.told("ready").await.is_empty() && first.told("problem").await.is_empty());
    browser.close().await;
}

#[tokio::test]
async fn a_claim_under_way_arrives_and_the_next_mount_shows_it() {
    let (_, mall, mut browser) = set_up().await;
    browser.expect_error("ERR_EMPTY_RESPONSE");
    let (first, link) = (browser.mount("first"), mall.paid("N1").await);
    let before = browser.value("standing()").await;
    first.open(&mall, &link, "zh").await;
    mall.network.fail(Method::POST, "/v1/claims", Fault::LoseAnswer);
    mall.network.fail(Method::GET, "/v1/claims/", Fault::LoseRequest);
    first.tap(Some(COFFEE.1), Role::Button, "立即领取").await;
    mall.network.until_seen(&Method::GET, "/v1/claims/", 1).await;
    first.unmount().await;
    stands_as(&browser, &before).await;
    let asked = mall.network.count(&Method::GET, "/v1/claims/");
    // Who still waited would ask at once.
    browser.value("window.dispatchEvent(new Event('online'))").await;
    mall.network.heal();
    first.open(&mall, &link, "zh").await;
    first.find(Some(COFFEE.1), Role::Button, "去卡包查看").await;
    assert_eq!(mall.network.count(&Method::GET, "/v1/claims/"), asked, "the page itself says it");
    assert_eq!(mall.number("SELECT COUNT(*) FROM coupons").await, 1);
    assert_eq!(first.is_told("claimed").await["offer"], json!(COFFEE.0));
    browser.close().await;
}

/// Says that no more stands than before. WebKit's driver has timers of its own in the page, and Yew has one after a long
/// piece of work; they go when they have done theirs.
async fn stands_as(browser: &Browser, before: &Value) {
    browser
        .until(&format!("no more stands than before: {before}"), async || {
            let now = browser.value("standing()").await;
            if kernel() != Kernel::WebKit {
                return Ok((now == *before).then_some(()));
            }
            let same = |what: &str| now[what] == before[what];
            let timers = |standing: &Value| standing["timers"].as_u64();
            let gone = same("listeners") && same("observers") && timers(&now) <= timers(before);
            Ok(gone.then_some(()))
        })
        .await;
}
