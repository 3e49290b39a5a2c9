//! The wallet: searching it, opening a coupon, and working without a network.

use hyper::Method;
use serde_json::json;
use thirtyfour::By;

use super::coupon_display::{Till, on_screen};
use super::offline::{cut, until_cached};
use super::{COFFEE, pay, wallet_holds};
use crate::browser::Browser;
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;

/// One day in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// Claims the coffee and opens the wallet.
async fn claim_coupons(mall: &Mall, browser: &mut Browser) {
    // A coupon's events never end, and the journeys' network passes on whole answers only.
    browser.may_fail("/events");
    mall.network.fail(Method::GET, "/events?lang", Fault::TurnAway(503));
    pay(mall, browser).await;
    browser.taken_over().await;
    let card = browser.card(COFFEE.1);
    card.scroll_to().await;
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    wallet_holds(mall, browser, COFFEE.1, 1).await;
    browser.taken_over().await;
    browser.value("window.stayed = true").await;
}

/// Waits until the wallet has fetched the coupon's codes.
async fn until_prefetched(browser: &Browser, id: &str) {
    let script = format!(
        "performance.getEntriesByType('resource').some(function (entry) {{ \
         return entry.name.indexOf('/v1/coupons/{id}') > 0 && entry.responseEnd > 0 \
         && performance.now() - entry.responseEnd > 200; }})"
    );
    browser
        .until("its codes are there", async || {
            Ok((browser.try_value(&script).await? == json!(true)).then_some(()))
        })
        .await;
}

async fn is_same_document(browser: &Browser) -> bool {
    browser.value("window.stayed === true").await == json!(true)
}

#[tokio::test]
async fn a_coupon_opens_without_a_round_trip_and_going_back_restores_the_list() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    claim_coupons(&mall, &mut browser).await;
    until_prefetched(&browser, "").await;
    // Every request of the page is lost from now on.
    mall.network.fail(Method::GET, "/", Fault::Hold);
    browser.tap(Role::Link, "出示").await;
    browser.shows("结账时出示").await;
    let text = on_screen(&browser).await;
    assert!(is_same_document(&browser).await, "no page was loaded");
    let path = browser.value("location.pathname").await;
    assert!(path.as_str().is_some_and(|path| path.starts_with("/coupons/")), "{path}");
    let title = browser.value("document.title").await;
    assert!(title.as_str().is_some_and(|title| title.contains(COFFEE.1)), "{title}");
    mall.network.heal();

    Till::of(&mall).await.take(&text).await;
    browser.driver.back().await.expect("the wallet");
    browser.shows("没有可使用的券").await;
    browser.is_titled("我的卡包").await;
    assert!(is_same_document(&browser).await, "no page was loaded");
    browser.tap(Role::Link, "已使用").await;
    let card = browser.card(COFFEE.1);
    card.says("在这家店使用").await;
    card.says("山半咖啡").await;
    card.has_no(Role::Link, "出示").await;
    assert_eq!(browser.value("location.search").await, json!("?state=used"));
    browser.close().await;
}

#[tokio::test]
async fn an_opened_coupon_can_be_reloaded_and_left() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    claim_coupons(&mall, &mut browser).await;
    until_prefetched(&browser, "").await;
    browser.tap(Role::Link, "出示").await;
    browser.shows("结账时出示").await;
    browser.driver.refresh().await.expect("the coupon");
    browser.shows("结账时出示").await;
    browser.taken_over().await;
    assert!(!is_same_document(&browser).await, "the server's page");
    browser.driver.back().await.expect("the wallet");
    browser.shows("我的卡包").await;
    browser.taken_over().await;
    browser.tap(Role::Link, "出示").await;
    browser.shows("结账时出示").await;
    browser.tap(Role::Link, "卡包").await;
    browser.shows("我的卡包").await;
    browser.close().await;
}

#[tokio::test]
async fn hundreds_of_coupons_are_read_by_scrolling_and_keep_their_place() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    claim_coupons(&mall, &mut browser).await;
    mall.copy_coupon(300).await;
    browser.driver.refresh().await.expect("the wallet");
    browser.taken_over().await;
    browser.find(Role::Link, "可使用 301").await;
    let cards = "document.querySelectorAll('.cards > li').length";
    assert_eq!(browser.value(cards).await, json!(24));
    browser
        .until("all are there", async || {
            browser.try_value("window.scrollTo(0, document.body.scrollHeight)").await?;
            Ok((browser.try_value(cards).await? == json!(301)).then_some(()))
        })
        .await;
    let ids = "new Set([].map.call(document.querySelectorAll('.cards > li'), function (card) { return card.id; })).size";
    assert_eq!(browser.value(ids).await, json!(301), "each once");
    browser.value("window.stayed = true").await;
    browser
        .value("document.getElementById('coupon-copy-0200').scrollIntoView({ block: 'center' })")
        .await;
    until_prefetched(&browser, "copy-0200").await;
    let top = "Math.round(document.getElementById('coupon-copy-0200').getBoundingClientRect().top)";
    let before = browser.value(top).await;
    // With a real tap: on the way back WebKit skips entries that no gesture made.
    let way = browser.driver.find(By::Id("show-copy-0200")).await.expect("the way to it");
    way.click().await.expect("a tap");
    browser.shows("结账时出示").await;
    browser.driver.back().await.expect("the wallet");
    browser.find(Role::Link, "可使用 301").await;
    browser
        .until("it is where it was", async || {
            let now = browser.try_value(top).await?;
            let near = now.as_i64().zip(before.as_i64()).is_some_and(|(a, b)| (a - b).abs() <= 2);
            Ok(near.then_some(()))
        })
        .await;
    assert_eq!(browser.value("document.activeElement.id").await, json!("show-copy-0200"));
    browser.close().await;
}

#[tokio::test]
async fn an_address_of_one_coupon_shows_it_among_many() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    claim_coupons(&mall, &mut browser).await;
    mall.copy_coupon(100).await;
    let sent_to = async |id: &str| {
        browser.driver.goto(mall.url("/scan")).await.expect("another page");
        browser.driver.goto(mall.url(&format!("/wallet#coupon-{id}"))).await.expect("the wallet");
    };
    sent_to("copy-0099").await;
    browser.shows("结账时出示").await;
    assert_eq!(browser.value("location.pathname").await, json!("/coupons/copy-0099"));
    sent_to("copy-0001").await;
    browser.find(Role::Link, "可使用 101").await;
    browser.taken_over().await;
    assert_eq!(browser.value("location.pathname").await, json!("/wallet"));
    browser.close().await;
}

#[tokio::test]
async fn stores_are_found_by_typing_and_by_an_address() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    claim_coupons(&mall, &mut browser).await;
    let field = browser.find(Role::Search, "按门店查找").await;
    field.send_keys("书店").await.expect("typed");
    browser.shows("没有“书店”的券").await;
    assert!(is_same_document(&browser).await);
    let address = browser.value("decodeURIComponent(location.search)").await;
    assert_eq!(address, json!("?store=书店"));
    browser.tap(Role::Link, "看全部").await;
    browser.card(COFFEE.1).says("山半").await;
    browser.driver.goto(mall.url("/wallet?store=%E5%B1%B1%E5%8D%8A")).await.expect("the wallet");
    browser.taken_over().await;
    browser.card(COFFEE.1).says("山半").await;
    let field = browser.find(Role::Search, "按门店查找").await;
    assert_eq!(field.prop("value").await.expect("a value").as_deref(), Some("山半"));
    browser.close().await;
}

#[tokio::test]
async fn a_search_typed_before_the_module_arrives_is_done() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    let card = browser.card(COFFEE.1);
    card.scroll_to().await;
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    mall.network.fail(Method::GET, ".wasm", Fault::Hold);
    browser.driver.goto(mall.url("/wallet")).await.expect("the wallet");
    let field = browser.find(Role::Search, "按门店查找").await;
    field.send_keys("书店").await.expect("typed");
    mall.network.heal();
    browser.shows("没有“书店”的券").await;
    let field = browser.find(Role::Search, "按门店查找").await;
    assert_eq!(field.prop("value").await.expect("a value").as_deref(), Some("书店"));
    assert_eq!(browser.value("document.activeElement.id").await, json!("store"));
    browser.close().await;
}

#[tokio::test]
async fn a_coupon_that_expires_within_three_days_says_so_until_it_is_expired() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    claim_coupons(&mall, &mut browser).await;
    assert!(!browser.text().await.contains("三天内到期"));
    let ends = mall.number("SELECT valid_until FROM coupons").await;
    let claimed_at = mall.number("SELECT claimed_at FROM coupons").await;
    mall.pass_time(ends - claimed_at - 2 * DAY);
    browser.driver.goto(mall.url("/wallet")).await.expect("the wallet");
    browser.shows("1 张券三天内到期").await;
    mall.pass_time(2 * DAY);
    browser.driver.goto(mall.url("/wallet")).await.expect("the wallet");
    browser.taken_over().await;
    browser.shows("没有可使用的券").await;
    browser.tap(Role::Link, "已失效").await;
    browser.card(COFFEE.1).says("已过期").await;
    browser.close().await;
}

#[tokio::test]
async fn a_wallet_without_a_network_keeps_its_coupons_and_says_so() {
    if !here(&[Need::Protocol]) {
        return;
    }
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    for error in
        ["ERR_INTERNET_DISCONNECTED", "ERR_EMPTY_RESPONSE", "ERR_FAILED", "Failed to fetch"]
    {
        browser.may_fail(error);
    }
    claim_coupons(&mall, &mut browser).await;
    until_prefetched(&browser, "").await;
    mall.network.fail(Method::GET, "/v1/", Fault::LoseRequest);
    browser.network(false).await;
    browser.shows("当前没有网络").await;
    browser.tap(Role::Link, "已使用").await;
    browser.shows("没有网络，看不到这些券").await;
    browser.tap(Role::Link, "可使用").await;
    browser.tap(Role::Link, "出示").await;
    browser.shows("结账时出示").await;
    on_screen(&browser).await;
    browser.tap(Role::Link, "卡包").await;
    browser.card(COFFEE.1).find(Role::Link, "出示").await;
    mall.network.heal();
    browser.network(true).await;
    browser
        .until("it is up to date again", async || {
            Ok((!browser.text().await.contains("当前没有网络")).then_some(()))
        })
        .await;
    assert!(is_same_document(&browser).await);
    browser.close().await;
}

#[tokio::test]
async fn the_wallet_works_by_links_and_a_form_without_scripts() {
    if !here(&[Need::Protocol]) {
        return;
    }
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    claim_coupons(&mall, &mut browser).await;
    mall.copy_coupon(30).await;
    browser.without_scripts().await;
    browser.driver.goto(mall.url("/wallet")).await.expect("the wallet");
    browser.find(Role::Link, "可使用 31").await;
    browser.tap(Role::Link, "更多").await;
    browser
        .until("the rest is there", async || {
            Ok((browser.entries(COFFEE.1).await?.len() == 7).then_some(()))
        })
        .await;
    browser.tap(Role::Link, "已使用").await;
    browser.shows("还没用过券").await;
    let field = browser.find(Role::Search, "按门店查找").await;
    field.send_keys("书店").await.expect("typed");
    browser.tap(Role::Button, "查找").await;
    browser.shows("没有“书店”的券").await;
    browser.tap(Role::Link, "可使用").await;
    browser.tap(Role::Link, "看全部").await;
    browser.tap(Role::Link, "出示").await;
    browser.shows("结账时出示").await;
    browser.close().await;
}

#[tokio::test]
async fn a_kept_wallet_says_so_and_opens_coupons_kept_with_it() {
    if !here(&[Need::Protocol]) {
        return;
    }
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    claim_coupons(&mall, &mut browser).await;
    let way = browser.find(Role::Link, "出示").await;
    let coupon = way.attr("href").await.expect("an address").expect("a link");
    until_cached(&browser, "/wallet", true).await;
    until_cached(&browser, &coupon, true).await;
    cut(&mall, &mut browser);
    browser.driver.refresh().await.expect("the wallet that was kept");
    browser.shows("当前没有网络").await;
    browser.tap(Role::Link, "出示").await;
    browser.shows("结账时出示").await;
    let text = on_screen(&browser).await;
    browser.driver.back().await.expect("the wallet that was kept");
    browser.shows("当前没有网络").await;
    mall.network.heal();
    Till::of(&mall).await.take(&text).await;
    browser.driver.refresh().await.expect("the wallet");
    browser.shows("没有可使用的券").await;
    browser.close().await;
}
