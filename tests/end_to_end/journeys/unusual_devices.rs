//! A wrong clock of the device, an old page from a cache, and a false user agent.

use hyper::Method;

use super::{COFFEE, pay, wallet_holds};
use crate::browser::Browser;
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;

const A_YEAR_AHEAD: &str = "
    (function () {
        var now = Date.now;
        Date.now = function () { return now() + 365 * 24 * 3600 * 1000; };
    }());
";
const A_YEAR_BEHIND: &str = "
    (function () {
        var now = Date.now;
        Date.now = function () { return now() - 365 * 24 * 3600 * 1000; };
    }());
";

/// Returns the page's text without the countdowns.
async fn without_seconds(browser: &Browser) -> String {
    let text = browser.text().await;
    let mut pieces = text.split("距开抢");
    let first = pieces.next().unwrap_or_default().to_owned();
    assert!(text.contains("距开抢"), "{text}");
    let counting = |c: char| c.is_ascii_digit() || c == ':' || c == ' ';
    pieces.fold(first, |text, piece| text + piece.trim_start_matches(counting))
}

#[tokio::test]
async fn a_device_a_year_ahead_claims_as_others_do() {
    with_a_clock_that_is_off(A_YEAR_AHEAD).await;
}

#[tokio::test]
async fn a_device_a_year_behind_claims_as_others_do() {
    with_a_clock_that_is_off(A_YEAR_BEHIND).await;
}

async fn with_a_clock_that_is_off(clock: &'static str) {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    mall.network.before_each_page(clock);
    mall.network.fail(Method::GET, ".wasm", Fault::Hold);
    pay(&mall, &browser).await;
    browser.find(Role::Button, &format!("立即领取 {}", COFFEE.1)).await;
    let off = browser.value("Math.abs(Date.now() - new Date()) > 3e10").await;
    assert_eq!(off, true, "the clock is off");
    let drawn_by_the_server = without_seconds(&browser).await;
    mall.network.heal();
    browser.taken_over().await;
    assert_eq!(
        without_seconds(&browser).await,
        drawn_by_the_server,
        "no offer is over or to come by mistake"
    );
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    assert_eq!(mall.network.count(&Method::POST, "/v1/claims"), 1);
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    browser.close().await;
}

/// A module of another build: it imports a function that today's glue does not have.
const OTHER_BUILD: &[u8] = &[
    0, b'a', b's', b'm', 1, 0, 0, 0, // WebAssembly, version 1
    1, 4, 1, 0x60, 0, 0, // a function type without parameters and results
    2, 11, 1, 3, b'o', b'l', b'd', 3, b'o', b'l', b'd', 0,
    0, // which is imported as `old.old`
];

#[tokio::test]
async fn an_old_page_on_a_new_server_is_reloaded_once() {
    if !here(&[Need::EarlyLook]) {
        return;
    }
    let (mut mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("404");
    // The answer about the missing script is no script.
    browser.may_fail("MIME");
    mall.network.fail(Method::GET, "/assets/", Fault::Hold);
    pay(&mall, &browser).await;
    mall.network.until_requested(&Method::GET, "/assets/", 1).await;
    mall.start_again_with_another_build().await;
    mall.network.heal();
    browser.taken_over().await;
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    assert_eq!(mall.network.count(&Method::POST, "/v1/claims"), 1, "the module claims");
    assert_eq!(mall.network.count(&Method::GET, "/pay/"), 3, "the old page, a look, the new one");
    browser.close().await;
}

#[tokio::test]
async fn an_old_page_from_a_cache_is_not_reloaded_in_a_circle() {
    if !here(&[Need::EarlyLook]) {
        return;
    }
    let (mut mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("404");
    browser.may_fail("MIME");
    mall.network.keep_documents();
    mall.network.fail(Method::GET, "/assets/", Fault::Hold);
    pay(&mall, &browser).await;
    mall.network.until_requested(&Method::GET, "/assets/", 1).await;
    mall.start_again_with_another_build().await;
    browser.value("window.old = true").await;
    mall.network.heal();
    // The page, a check of the server's build, and the same old page once more.
    mall.network.until_requested(&Method::GET, "/pay/", 3).await;
    browser
        .until("it has come again", async || {
            let script = "return !window.old && document.readyState !== 'loading'";
            Ok((*browser.driver.execute(script, vec![]).await?.json() == true).then_some(()))
        })
        .await;
    browser.card(COFFEE.1).tap(Role::Button, "立即领取").await;
    mall.network.until_requested(&Method::GET, "/pay/", 4).await;
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    assert_eq!(mall.network.count(&Method::POST, "/v1/claims"), 0, "the form claims");
    assert_eq!(mall.network.count(&Method::GET, "/pay/"), 4, "the fourth after the form");
    assert_eq!(mall.counted("broken", None).await, 1, "once");
    browser.close().await;
}

#[tokio::test]
async fn a_new_page_with_an_old_module_works_by_its_forms() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    mall.network.forge(".wasm", Some("application/wasm"), |_| OTHER_BUILD.to_vec());
    pay(&mall, &browser).await;
    mall.until_counted("broken", 1).await;
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    assert_eq!(mall.network.count(&Method::POST, "/v1/claims"), 0, "the form claims");
    assert_eq!(
        mall.network.count(&Method::GET, "/pay/"),
        3,
        "the page, a look, and after the form"
    );
    browser.close().await;
}

#[tokio::test]
async fn a_false_user_agent_gets_a_page_that_works() {
    if !here(&[Need::Flags]) {
        return;
    }
    let long = format!("--user-agent={}", "x".repeat(10_240));
    for agent in
        ["--user-agent=", "--user-agent=Chrome/78.0 but not", "--user-agent=Chrome/156.0", &long]
    {
        let mall = Mall::open().await;
        let mut browser = Browser::with(&[agent]).await;
        browser.may_fail("unsafe-eval");
        pay(&mall, &browser).await;
        let card = browser.card(COFFEE.1);
        card.tap(Role::Button, "立即领取").await;
        card.says("已领取").await;
        wallet_holds(&mall, &browser, COFFEE.1, 1).await;
        browser.close().await;
    }
}
