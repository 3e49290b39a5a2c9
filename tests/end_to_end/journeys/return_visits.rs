//! Coming back: by the history, after a sleep, and with an ended session.

use hyper::Method;
use serde_json::json;

use super::offline::until_cached;
use super::{COFFEE, pay, wallet_holds};
use crate::browser::Browser;
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::screen::Role;
use crate::shopper::Shopper;

/// A device on which an hour passes while the page is hidden.
const CLOCK: &str = "
    (function () {
        var now = Date.now, slept = 0;
        Date.now = function () { return now() + slept; };
        document.addEventListener('visibilitychange', function () {
            if (!document.hidden) slept += 3600000;
        });
    }());
";
const HOUR: i64 = 3_600_000;
const AMERICANO: (&str, &str) = ("halfway-hill-americano", "加一元换购美式咖啡");

#[tokio::test]
async fn back_and_forward_show_the_current_state() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    back_and_forward(&mall, &browser).await;
    browser.close().await;
}

#[tokio::test]
async fn back_and_forward_show_the_current_state_where_the_browser_keeps_pages() {
    if !here(&[Need::KeptPages]) {
        return;
    }
    let (mall, browser) = (Mall::open().await, Browser::with(&[]).await);
    mall.network.let_browsers_keep();
    back_and_forward(&mall, &browser).await;
    let navigation_type = browser.value("performance.getEntriesByType('navigation')[0].type").await;
    assert_eq!(navigation_type, "reload", "what was kept has been loaded anew");
    browser.close().await;
}

async fn back_and_forward(mall: &Mall, browser: &Browser) {
    mall.leave_one(AMERICANO.0).await;
    pay(mall, browser).await;
    browser.taken_over().await;
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    card.tap(Role::Link, "去卡包查看").await;
    browser.is_titled("我的卡包").await;
    // A browser keeps no page for going back while it loads, or while its worker starts.
    browser.taken_over().await;
    until_cached(browser, "/wallet", true).await;
    Shopper::new(mall).claim(AMERICANO.0).await;

    browser.driver.back().await.expect("the page before");
    browser.shows("支付成功").await;
    card.says("已领取").await;
    card.has_no(Role::Button, "立即领取").await;
    browser.card(AMERICANO.1).says("已抢光").await;
    // The wallet gets a new coupon. A kept wallet may lack it.
    browser.taken_over().await;
    let other = browser.card("全场饮品折扣券");
    other.tap(Role::Button, "立即领取").await;
    other.says("已领取").await;
    browser.driver.forward().await.expect("the page after");
    browser.is_titled("我的卡包").await;
    browser
        .until("the wallet has both", async || {
            let (one, two) =
                (browser.entries(COFFEE.1).await?, browser.entries("全场饮品折扣券").await?);
            Ok((one.len() == 1 && two.len() == 1).then_some(()))
        })
        .await;
    assert_eq!(mall.network.count(&Method::POST, "/v1/claims"), 2, "nothing is claimed twice");
    assert_eq!(mall.number("SELECT COUNT(*) FROM coupons").await, 3);
}

/// Lets the page sleep for an hour behind another tab, and wakes it.
async fn sleeps_for_an_hour(mall: &Mall, browser: &Browser, asleep: impl AsyncFnOnce()) {
    let page = browser.driver.window().await.expect("a tab");
    browser.sleep(true).await;
    mall.pass_time(HOUR);
    let other = browser.open_tab("about:blank").await;
    asleep().await;
    browser.look_at(&page).await;
    browser.sleep(false).await;
    assert_ne!(page, other);
}

#[tokio::test]
async fn a_page_shows_the_current_state_after_an_hour_asleep() {
    if !here(&[Need::Protocol, Need::Tabs]) {
        return;
    }
    let (mall, browser) = (Mall::open().await, Browser::with(&[]).await);
    mall.network.before_each_page(CLOCK);
    mall.leave_one(AMERICANO.0).await;
    pay(&mall, &browser).await;
    browser.taken_over().await;
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    let asleep = async || drop(Shopper::new(&mall).claim(AMERICANO.0).await);
    sleeps_for_an_hour(&mall, &browser, asleep).await;
    browser.card(AMERICANO.1).says("已抢光").await;
    card.says("已领取").await;
    assert_eq!(mall.network.count(&Method::POST, "/v1/claims"), 1);
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;

    // The wallet shows the current state too.
    browser.taken_over().await;
    browser.value("window.stayed = true").await;
    sleeps_for_an_hour(&mall, &browser, async || {}).await;
    mall.network.until_requested(&Method::GET, "/v1/wallet", 1).await;
    assert_eq!(browser.value("window.stayed").await, json!(true), "it asks by itself");
    browser.is_titled("我的卡包").await;
    browser.close().await;
}

#[tokio::test]
async fn a_shopper_without_a_session_gets_a_next_step_and_claims_nothing_twice() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    // The refusal's status.
    browser.expect_error("401");
    pay(&mall, &browser).await;
    browser.taken_over().await;
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    browser.driver.delete_all_cookies().await.expect("a browser without memory");
    let other = browser.card(AMERICANO.1);
    other.tap(Role::Button, "立即领取").await;
    other.says("重新打开").await;
    card.says("已领取").await;
    assert_eq!(mall.number("SELECT COUNT(*) FROM coupons").await, 1);
    browser.close().await;
}
