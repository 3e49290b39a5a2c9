//! A till without a network redeems coupons within its store's bounds, and uploads them later.

use std::time::Instant;

use hyper::Method;
use mall_server::demo;
use serde_json::json;

use super::{coupon, redeem, scan, start_shift, write};
use crate::browser::Browser;
use crate::journeys::coupon_display::{Till, on_screen, open};
use crate::journeys::offline::{self, path, reload_after, until_cached};
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;

const OFFLINE_REDEMPTIONS: &str = "SELECT COUNT(*) FROM redemptions WHERE code_read = 'offline'";

/// Checks whether the grant has arrived.
const HAS_GRANT: &str = "performance.getEntriesByType('resource').some(function (entry) {
    return entry.name.indexOf('/v1/till/offline-grants') > 0;
})";

/// Logs in as the manager, turns on offline redemptions, and waits for a grant.
async fn allow(mall: &Mall, browser: &Browser, most: &str) {
    let start = Instant::now();
    start_shift(mall, browser, demo::MANAGER).await;
    browser.tap(Role::Disclosure, "离线核销").await;
    browser.tap(Role::Check, "允许离线核销").await;
    write(browser, "每张券最多优惠", "10").await;
    write(browser, "每台最多核销", most).await;
    // The page's clock has moved on. The grant must have the same time.
    mall.pass_time(i64::try_from(start.elapsed().as_millis()).expect("a moment"));
    browser.tap(Role::Button, "保存").await;
    browser.shows("已保存").await;
    let has_leave = async || Ok((browser.try_value(HAS_GRANT).await? == json!(true)).then_some(()));
    browser.until("leave to take coupons offline", has_leave).await;
}

/// Loses every request to the interface. Pages still load.
fn cut(mall: &Mall, browser: &mut Browser) {
    browser.may_fail("ERR_EMPTY_RESPONSE");
    for method in [Method::GET, Method::POST] {
        mall.network.fail(method, "/v1/till/", Fault::LoseRequest);
    }
}

/// Redeems a coupon whose proof is right.
async fn redeem_offline(browser: &Browser, order: &str, amount: &str) {
    browser.shows("可以离线核销").await;
    write(browser, "订单号", order).await;
    write(browser, "订单金额", amount).await;
    browser.tap(Role::Button, "核销").await;
}

#[tokio::test]
async fn offline_redemptions_are_uploaded_and_a_second_use_is_found() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    allow(&mall, &browser, "2").await;
    let codes = [coupon(&mall).await, coupon(&mall).await, coupon(&mall).await];
    cut(&mall, &mut browser);

    scan(&browser, &codes[0]).await;
    redeem_offline(&browser, "A-1", "12").await;
    browser.shows("还差 13 元").await;
    redeem_offline(&browser, "A-1", "38.5").await;
    browser.shows("已离线核销").await;
    browser.shows("1 张离线核销的券还没有上传").await;
    scan(&browser, &codes[0]).await;
    browser.shows("已离线核销").await;
    browser.tap(Role::Button, "下一位").await;
    scan(&browser, &codes[0]).await;
    browser.shows("已使用").await;

    // Another till with a network redeems the second coupon too.
    scan(&browser, &codes[1]).await;
    redeem_offline(&browser, "A-2", "40").await;
    browser.shows("2 张离线核销的券还没有上传").await;
    Till::of(&mall).await.take(&codes[1]).await;
    scan(&browser, &codes[2]).await;
    browser.shows("离线时最多核销 2 张").await;
    assert_eq!(mall.number(OFFLINE_REDEMPTIONS).await, 0);

    // A restarted till has forgotten nothing.
    browser.driver.refresh().await.expect("the till");
    browser.taken_over().await;
    browser.shows("2 张离线核销的券还没有上传").await;
    mall.pass_time(60_000);
    mall.network.heal();
    browser.shows("1 张需与商场核对").await;
    browser.shows("离线核销，需与商场核对").await;
    browser.shows("订单 A-2 · ¥40.00").await;
    assert_eq!(mall.number(OFFLINE_REDEMPTIONS).await, 1);
    assert_eq!(mall.number("SELECT COUNT(*) FROM offline_conflicts").await, 1);
    let keys = browser.value("Object.keys(localStorage).join()").await;
    assert!(!keys.as_str().unwrap_or_default().contains("offline"), "{keys}");
    browser.close().await;
}

#[tokio::test]
async fn shopper_and_till_work_without_a_network() {
    if !here(&[Need::Protocol]) {
        return;
    }
    let (mall, mut browser, mut shopper) =
        (Mall::open().await, Browser::open().await, Browser::open().await);
    allow(&mall, &browser, "5").await;
    open(&mall, &shopper).await;
    until_cached(&shopper, &path(&shopper).await, true).await;
    cut(&mall, &mut browser);
    offline::cut(&mall, &mut shopper);
    reload_after(&mall, &shopper, 30_000).await;
    shopper.shows("离线中").await;
    scan(&browser, &on_screen(&shopper).await).await;
    redeem_offline(&browser, "A-1", "38.5").await;
    browser.shows("已离线核销").await;
    mall.pass_time(120_000);
    mall.network.heal();
    shopper.shows("已使用").await;
    browser.shows("离线 · 尾号").await;
    assert_eq!(mall.number("SELECT COUNT(*) FROM offline_conflicts").await, 0);
    shopper.close().await;
    browser.close().await;
}

#[tokio::test]
async fn a_till_that_loses_its_network_during_a_request_keeps_the_request_id() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    allow(&mall, &browser, "5").await;
    let code = coupon(&mall).await;
    scan(&browser, &code).await;
    browser.shows("可以使用").await;
    browser.may_fail("ERR_EMPTY_RESPONSE");
    // The coupon is redeemed, and the answer is lost.
    mall.network.fail(Method::POST, "/v1/till/", Fault::LoseAnswer);
    mall.network.fail(Method::GET, "/v1/till/", Fault::LoseRequest);
    redeem(&browser, "A-1", "38.5").await;
    browser.shows("已离线核销").await;
    mall.network.heal();
    browser.shows("订单 A-1").await;
    let uploaded = async || {
        let keys = browser.value("Object.keys(localStorage).join()").await;
        Ok((!keys.as_str().unwrap_or_default().contains("offline")).then_some(()))
    };
    browser.until("it is uploaded", uploaded).await;
    assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 1);
    assert_eq!(mall.number("SELECT COUNT(*) FROM offline_conflicts").await, 0);
    browser.close().await;
}

#[tokio::test]
async fn a_store_that_turned_it_off_redeems_nothing_offline() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    start_shift(&mall, &browser, demo::CASHIER).await;
    let code = coupon(&mall).await;
    cut(&mall, &mut browser);
    scan(&browser, &code).await;
    browser.shows("没有开通离线核销").await;
    browser.shows("连不上服务器").await;
    browser.close().await;
}
