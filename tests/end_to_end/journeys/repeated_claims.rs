//! Claiming twice gives one coupon.

use hyper::Method;

use super::{COFFEE, pay, wallet_holds};
use crate::browser::Browser;
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;

const CLAIMS: &str = "/v1/claims";

/// A script that stops the device's clock: otherwise a tab would reload its list on return.
pub(super) const STOP_CLOCK: &str = "(Date.now = (now => () => now)(Date.now()), true)";

#[tokio::test]
async fn a_double_tap_claims_once() {
    if !here(&[Need::Tabs]) {
        return;
    }
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    mall.network.fail(Method::POST, CLAIMS, Fault::Hold);
    let card = browser.card(COFFEE.1);
    let button = card.find(Role::Button, "立即领取").await;
    browser.double_tap(&button).await;
    mall.network.until_requested(&Method::POST, CLAIMS, 1).await;
    mall.network.heal();
    card.says("已领取").await;
    assert_eq!(mall.number("SELECT COUNT(*) FROM claims").await, 1);
    assert_eq!(mall.network.count(&Method::POST, CLAIMS), 1);
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    browser.close().await;
}

#[tokio::test]
async fn two_tabs_claim_once() {
    if !here(&[Need::Tabs]) {
        return;
    }
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    let first = browser.driver.window().await.expect("a tab");
    let url = browser.driver.current_url().await.expect("an address");
    let second = browser.open_tab(url.as_str()).await;
    browser.taken_over().await;
    let card = browser.card(COFFEE.1);

    mall.network.fail(Method::POST, CLAIMS, Fault::Hold);
    card.tap(Role::Button, "立即领取").await;
    mall.network.until_requested(&Method::POST, CLAIMS, 1).await;
    browser.look_at(&first).await;
    card.tap(Role::Button, "立即领取").await;
    mall.network.until_requested(&Method::POST, CLAIMS, 2).await;
    mall.network.heal();
    card.says("已领取").await;
    browser.look_at(&second).await;
    card.says("已领取").await;
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    browser.close().await;
}

#[tokio::test]
async fn a_tab_that_was_left_open_claims_no_second_one() {
    if !here(&[Need::Tabs]) {
        return;
    }
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    browser.value(STOP_CLOCK).await;
    let first = browser.driver.window().await.expect("a tab");
    let url = browser.driver.current_url().await.expect("an address");
    browser.open_tab(url.as_str()).await;
    browser.taken_over().await;
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.find(Role::Link, "去卡包查看").await;

    browser.look_at(&first).await;
    card.tap(Role::Button, "立即领取").await;
    card.find(Role::Link, "去卡包查看").await;
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    browser.close().await;
}
