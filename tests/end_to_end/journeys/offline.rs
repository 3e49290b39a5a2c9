//! Without a network: the browser keeps pages of one shopper.

use hyper::Method;
use mall_contract::CouponCode;
use serde_json::json;

use super::coupon_display::{Till, on_screen, open};
use super::{COFFEE, pay, shows_wallet_with};
use crate::browser::Browser;
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;
use crate::shopper::Shopper;

/// A device on which as much time has passed as on the server.
const SHORT_WHILE_MS: i64 = 90_000;
const LONG_WHILE_MS: i64 = 11 * 60_000;

/// Checks whether the worker has kept the shown page.
const IS_OFFLINE_COPY: &str = "document.getElementById('page-data').hasAttribute('data-kept')";

/// Waits until the browser keeps the page of this path and has a worker that serves it, or keeps it no more. The
/// wallet's worker keeps coupons' pages before their own worker has started.
pub(super) async fn until_cached(browser: &Browser, path: &str, is_cached: bool) {
    let script = format!(
        "Promise.all([
            caches.open('pages-1').then(pages => pages.keys()),
            navigator.serviceWorker.getRegistration('{path}')
        ]).then(([keys, worker]) => keys.some(key => key.url.endsWith('{path}'))
            && (!{is_cached} || !!worker && !!worker.active && worker.active.state == 'activated'))"
    );
    browser
        .until(&format!("{path} is kept: {is_cached}"), async || {
            Ok((browser.try_value(&script).await? == json!(is_cached)).then_some(()))
        })
        .await;
}

pub(super) async fn path(browser: &Browser) -> String {
    browser.value("location.pathname").await.as_str().expect("a path").to_owned()
}

/// Loses every request from now on.
pub(super) fn cut(mall: &Mall, browser: &mut Browser) {
    for error in ["ERR_EMPTY_RESPONSE", "ERR_FAILED", "Failed to fetch", "503"] {
        browser.may_fail(error);
    }
    mall.network.fail(Method::GET, "", Fault::LoseRequest);
}

/// Reloads the page after a while.
pub(super) async fn reload_after(mall: &Mall, browser: &Browser, ms: i64) {
    let later = format!("Date.now = (now => () => now() + {ms})(Date.now.bind(Date));");
    browser.before_each_page(&later).await;
    mall.pass_time(ms);
    browser.driver.refresh().await.expect("the page that was kept");
}

#[tokio::test]
async fn a_coupon_reloaded_without_a_network_shows_a_valid_code() {
    if !here(&[Need::Protocol]) {
        return;
    }
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    open(&mall, &browser).await;
    until_cached(&browser, &path(&browser).await, true).await;
    let before = on_screen(&browser).await;
    cut(&mall, &mut browser);
    reload_after(&mall, &browser, SHORT_WHILE_MS).await;
    browser.shows("还能出示").await;
    browser.shows("离线中，显示的是").await;
    let mut till = Till::of(&mall).await;
    let text = on_screen(&browser).await;
    assert_ne!(text, before, "it goes on with the time");
    assert_eq!(till.prepare(&text).await.refused, None);

    mall.network.heal();
    browser.shows("秒后自动更新").await;
    assert!(!browser.text().await.contains("离线中"));
    till.take(&on_screen(&browser).await).await;
    browser.shows("已使用").await;
    browser.close().await;
}

#[tokio::test]
async fn a_coupon_without_codes_shows_its_letters() {
    if !here(&[Need::Protocol]) {
        return;
    }
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    open(&mall, &browser).await;
    until_cached(&browser, &path(&browser).await, true).await;
    let code = CouponCode::parse(&on_screen(&browser).await[..16]).expect("a code");
    cut(&mall, &mut browser);
    reload_after(&mall, &browser, LONG_WHILE_MS).await;
    browser.shows("二维码无法更新").await;
    browser.shows(&code.grouped()).await;
    assert_eq!(Till::of(&mall).await.prepare(&code.grouped()).await.refused, None);
    browser.close().await;
}

#[tokio::test]
async fn a_page_older_than_the_worker_that_controls_it_is_kept() {
    if !here(&[Need::Protocol]) {
        return;
    }
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    open(&mall, &browser).await;
    until_cached(&browser, &path(&browser).await, true).await;
    let forget = "navigator.serviceWorker.getRegistrations()
        .then(all => Promise.all(all.map(worker => worker.unregister())))
        .then(() => caches.delete('pages-1'))";
    browser.value(forget).await;
    // The worker starts and controls the page before the page's module runs. The browser has this module not yet.
    mall.network.fail(Method::GET, "coupon-en.wasm", Fault::Hold);
    let english = mall.url(&path(&browser).await) + "?lang=en";
    browser.driver.goto(english).await.expect("the coupon");
    let start =
        "navigator.serviceWorker.register('/offline.js', { scope: '/coupons/' }).then(() => 0)";
    browser.value(start).await;
    browser
        .until("a worker controls the page", async || {
            let controlled = "!!navigator.serviceWorker.controller";
            Ok((browser.try_value(controlled).await? == true).then_some(()))
        })
        .await;
    mall.network.heal();
    until_cached(&browser, &path(&browser).await, true).await;
    browser.close().await;
}

#[tokio::test]
async fn a_redeemed_coupon_is_shown_as_used_without_a_network() {
    if !here(&[Need::Protocol]) {
        return;
    }
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    open(&mall, &browser).await;
    until_cached(&browser, &path(&browser).await, true).await;
    // The worker serves the page from now on, as on each later visit.
    browser.driver.refresh().await.expect("the coupon");
    browser.taken_over().await;
    Till::of(&mall).await.take(&on_screen(&browser).await).await;
    browser.shows("已使用").await;
    let script = format!(
        "caches.open('pages-1').then(pages => pages.match('{}', {{ ignoreVary: true }}))
            .then(page => page ? page.text() : '').then(html => html.includes('\"redeemed\"'))",
        path(&browser).await
    );
    browser
        .until("what is kept says so, too", async || {
            Ok((browser.try_value(&script).await? == json!(true)).then_some(()))
        })
        .await;
    cut(&mall, &mut browser);
    browser.driver.refresh().await.expect("the page that was kept");
    browser.shows("离线中").await;
    browser.shows("已使用").await;
    browser.close().await;
}

#[tokio::test]
async fn the_wallet_opens_without_a_network() {
    if !here(&[Need::Protocol]) {
        return;
    }
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    open(&mall, &browser).await;
    browser.driver.goto(mall.url("/wallet")).await.expect("the wallet");
    until_cached(&browser, "/wallet", true).await;
    cut(&mall, &mut browser);
    for fault in [Fault::LoseRequest, Fault::TurnAway(503), Fault::Hold] {
        mall.network.fail(Method::GET, "", fault);
        browser.driver.refresh().await.expect("the wallet that was kept");
        shows_wallet_with(&browser, COFFEE.1, 1).await;
        browser.taken_over().await;
        assert_eq!(browser.value(IS_OFFLINE_COPY).await, json!(true), "{fault:?}");
    }
    mall.network.heal();
    browser.driver.refresh().await.expect("the wallet");
    browser.taken_over().await;
    assert_eq!(browser.value(IS_OFFLINE_COPY).await, json!(false));
    browser.close().await;
}

#[tokio::test]
async fn files_of_an_older_build_are_dropped_with_their_last_page() {
    if !here(&[Need::Protocol]) {
        return;
    }
    let (mut mall, mut browser) = (Mall::open().await, Browser::open().await);
    open(&mall, &browser).await;
    let coupon = path(&browser).await;
    until_cached(&browser, &coupon, true).await;
    mall.start_again_with_another_build().await;
    browser.driver.refresh().await.expect("the coupon");
    browser.taken_over().await;
    let files = "caches.open('files-1').then(files => files.keys()).then(keys => \
        keys.map(key => key.url).filter(url => url.includes('/coupon-')).sort().map(url => \
        [url.includes('/another'), url.split('.').pop()].join()).join(' '))";
    browser
        .until("the newer files alone", async || {
            Ok((browser.try_value(files).await? == json!("true,js true,wasm")).then_some(()))
        })
        .await;
    cut(&mall, &mut browser);
    browser.driver.refresh().await.expect("the page that was kept");
    browser.shows("离线中").await;
    browser.close().await;
}

#[tokio::test]
async fn kept_pages_of_another_shopper_are_gone() {
    if !here(&[Need::Protocol]) {
        return;
    }
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    open(&mall, &browser).await;
    let coupon = path(&browser).await;
    until_cached(&browser, &coupon, true).await;

    browser.driver.delete_all_cookies().await.expect("a browser without memory");
    pay(&mall, &browser).await;
    browser.driver.goto(mall.url("/wallet")).await.expect("another's wallet");
    until_cached(&browser, &coupon, false).await;
    cut(&mall, &mut browser);
    // The browser shows its own error page. Some drivers report that as an error.
    let _ = browser.driver.goto(mall.url(&coupon)).await;
    assert_eq!(browser.value("document.getElementById('page-data')").await, json!(null));
    browser.close().await;
}

#[tokio::test]
async fn entering_as_another_shopper_clears_kept_pages() {
    if !here(&[Need::Protocol]) {
        return;
    }
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    open(&mall, &browser).await;
    let coupon = path(&browser).await;
    until_cached(&browser, &coupon, true).await;
    let mut other = Shopper::new(&mall);
    let link = other.pay("red-clay-hotpot").await;
    let entry = other.log_in("a code").await;
    // This page uses no worker.
    browser.driver.goto(format!("{entry}?to=%2Fpay%2F{link}")).await.expect("a question");
    browser.tap(Role::Button, "切换卡包").await;
    browser.shows("支付成功").await;
    until_cached(&browser, &coupon, false).await;
    browser.close().await;
}

#[tokio::test]
async fn the_latest_of_many_coupons_are_kept() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    open(&mall, &browser).await;
    let latest = path(&browser).await;
    until_cached(&browser, &latest, true).await;
    // As if the coupons had been opened before, each a millisecond after the other.
    let others = "caches.open('pages-1').then(pages => Promise.all(Array.from({ length: 12 }, (_, at) =>
        pages.put('/coupons/other-' + at, new Response('', { headers: { 'kept-at': at } }))))).then(() => true)";
    assert_eq!(browser.value(others).await, json!(true));
    browser.driver.refresh().await.expect("the coupon");
    until_cached(&browser, "/coupons/other-0", false).await;
    for path in [&latest, "/coupons/other-1"] {
        until_cached(&browser, path, true).await;
    }
    browser.close().await;
}
