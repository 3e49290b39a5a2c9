//! An unmounted mount leaves nothing behind.

use hyper::Method;
use serde_json::json;
use thirtyfour::error::WebDriverError;
use thirtyfour::error::WebDriverErrorInner::FatalError;

use super::set_up;
use crate::browser::Browser;
use crate::host::Mounts;
use crate::journeys::COFFEE;
use crate::proxy::Fault;
use crate::screen::Role;

#[tokio::test]
async fn unmounting_leaves_nothing_behind() {
    let (_, mall, browser) = set_up().await;
    let (first, link) = (browser.mount("first"), mall.paid("N1").await);
    first.open(&mall, &link, "zh").await;
    first.claim(COFFEE.1).await;
    let standing = browser.value("standing()").await;
    assert!(standing.to_string().contains("a listener to "), "a mount listens: {standing}");
    first.unmount().await;
    assert_eq!(browser.value("document.getElementById('first').innerHTML").await, "");
    nothing_stands(&browser).await;
    // Again is nothing new.
    first.unmount().await;
    nothing_stands(&browser).await;
    browser.close().await;
}

#[tokio::test]
async fn a_mount_that_ends_during_a_request_sends_no_more() {
    let (_, mall, browser) = set_up().await;
    let (first, link) = (browser.mount("first"), mall.paid("N1").await);
    mall.network.fail(Method::GET, "/v1/pay/", Fault::HoldAnswer);
    first.open(&mall, &link, "zh").await;
    mall.network.until_requested(&Method::GET, "/v1/pay/", 1).await;
    first.unmount().await;
    nothing_stands(&browser).await;
    mall.network.heal();
    browser.value("window.dispatchEvent(new Event('online'))").await;
    assert_eq!(browser.value("document.getElementById('first').innerHTML").await, "");
    assert!(first.events("ready").await.is_empty() && first.events("problem").await.is_empty());
    browser.close().await;
}

#[tokio::test]
async fn a_pending_claim_arrives_and_the_next_mount_shows_it() {
    let (_, mall, mut browser) = set_up().await;
    browser.expect_error("ERR_EMPTY_RESPONSE");
    let (first, link) = (browser.mount("first"), mall.paid("N1").await);
    first.open(&mall, &link, "zh").await;
    mall.network.fail(Method::POST, "/v1/claims", Fault::LoseAnswer);
    mall.network.fail(Method::GET, "/v1/claims/", Fault::LoseRequest);
    first.tap(Some(COFFEE.1), Role::Button, "立即领取").await;
    mall.network.until_requested(&Method::GET, "/v1/claims/", 1).await;
    first.unmount().await;
    nothing_stands(&browser).await;
    let count = mall.network.count(&Method::GET, "/v1/claims/");
    // A request that still waited would be sent at once.
    browser.value("window.dispatchEvent(new Event('online'))").await;
    mall.network.heal();
    first.open(&mall, &link, "zh").await;
    first.find(Some(COFFEE.1), Role::Button, "去卡包查看").await;
    assert_eq!(mall.network.count(&Method::GET, "/v1/claims/"), count, "the page itself says it");
    assert_eq!(mall.number("SELECT COUNT(*) FROM coupons").await, 1);
    assert_eq!(first.until_event("claimed").await["offer"], json!(COFFEE.0));
    browser.close().await;
}

/// Asserts that nothing of the package stands any more. Yew has a timer after long work, which ends soon.
async fn nothing_stands(browser: &Browser) {
    browser
        .until("nothing of the package stands", async || {
            let standing = browser.try_value("standing()").await?;
            if standing == json!([]) {
                return Ok(Some(()));
            }
            Err(WebDriverError::from_inner(FatalError(format!("these stand: {standing}"))))
        })
        .await;
}
