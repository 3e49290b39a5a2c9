//! The receipt in the frame that a payment service opens after a payment.

use hyper::Method;
use serde_json::Value;

use super::{COFFEE, pay, shows_wallet_with};
use crate::browser::Browser;
use crate::mall::Mall;
use crate::parent::{Parent, recorded};
use crate::proxy::Fault;
use crate::screen::Role;

const MINUTE: i64 = 60_000;

async fn set_up() -> (Parent, Mall, Browser) {
    let parent = Parent::new().await;
    let mall = Mall::framed_by(&[&parent.origin]).await;
    (parent, mall, Browser::open().await)
}

#[tokio::test]
async fn a_shopper_claims_in_the_frame_and_goes_to_the_wallet() {
    let (parent, mall, browser) = set_up().await;
    mall.report_order("N1").await;
    parent.show(&mall, &browser, "N1").await;
    browser.shows("商家小票").await;
    let watched = recorded(&browser).await;
    let ready = &watched["messages"][0];
    assert_eq!(ready["said"]["action"], "onIframeReady", "{watched}");
    assert_eq!(ready["said"]["height"], 960, "{watched}");

    browser.look_inside().await;
    browser.taken_over().await;
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    assert_eq!(mall.network.count(&Method::POST, "/v1/claims"), 1, "the module claims");
    assert_eq!(mall.network.with_cookie(), 0);
    card.tap(Role::Button, "去卡包查看").await;

    browser.look_around().await;
    browser.shows("即将打开商家的新页面").await;
    assert_eq!(mall.network.count(&Method::GET, "/wallet"), 0, "the frame asks first");
    browser.tap(Role::Button, "继续").await;
    shows_wallet_with(&browser, COFFEE.1, 1).await;
    assert_eq!(browser.value("window.parent === window").await, true);
    // Going there again by the same way does no harm.
    assert_eq!(mall.network.count(&Method::GET, "/enter/"), 1);
    browser.close().await;
}

#[tokio::test]
async fn the_frame_does_not_use_a_session() {
    let (parent, mall, browser) = set_up().await;
    pay(&mall, &browser).await;
    browser.taken_over().await;
    browser.driver.refresh().await.expect("a reload");
    browser.taken_over().await;
    let before = mall.network.with_cookie();
    assert!(before > 0, "the browser has a session");
    mall.report_order("N1").await;
    parent.show(&mall, &browser, "N1").await;
    browser.look_inside().await;
    browser.taken_over().await;
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    assert_eq!(mall.network.with_cookie(), before);
    browser.close().await;
}

#[tokio::test]
async fn a_receipt_open_for_long_still_claims_and_leads_to_the_wallet() {
    let (parent, mall, mut browser) = set_up().await;
    // The browser reports the responses to an expired pass.
    browser.expect_error("401");
    mall.report_order("N1").await;
    parent.show(&mall, &browser, "N1").await;
    browser.look_inside().await;
    browser.taken_over().await;
    mall.pass_time(31 * MINUTE);
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    assert_eq!(
        mall.network.count(&Method::POST, "/v1/claims"),
        2,
        "with the old pass and a new one"
    );
    assert_eq!(mall.network.count(&Method::GET, "/v1/receipts"), 1);

    mall.pass_time(31 * MINUTE);
    card.tap(Role::Button, "去卡包查看").await;
    browser.look_around().await;
    browser.tap(Role::Button, "继续").await;
    shows_wallet_with(&browser, COFFEE.1, 1).await;
    browser.close().await;
}

/// Returns the frame has loaded, and has answered by then: WeChat waits three seconds for all of it.
async fn answered_in_time(browser: &Browser) -> Value {
    let watched = browser
        .until("the frame has loaded", async || {
            let watched = browser.try_value("window.watched").await?;
            Ok(watched["loaded"].is_number().then_some(watched))
        })
        .await;
    let (ready, loaded) = (watched["messages"][0]["at"].as_f64(), watched["loaded"].as_f64());
    assert!(ready.zip(loaded).is_some_and(|(ready, loaded)| ready < loaded + 500.0), "{watched}");
    watched
}

#[tokio::test]
async fn an_unknown_order_shows_wechats_own_receipt() {
    let (parent, mall, browser) = set_up().await;
    parent.show(&mall, &browser, "N1").await;
    browser.shows("官方小票").await;
    let watched = answered_in_time(&browser).await;
    assert_eq!(watched["messages"].as_array().map(Vec::len), Some(1), "{watched}");
    assert_eq!(mall.network.count(&Method::GET, ".wasm"), 0, "nobody would see it");
    browser.close().await;
}

#[tokio::test]
async fn the_frame_gets_its_message_and_forms_claim_before_the_module_arrives() {
    let (parent, mall, browser) = set_up().await;
    mall.network.fail(Method::GET, ".wasm", Fault::Hold);
    mall.report_order("N1").await;
    parent.show(&mall, &browser, "N1").await;
    browser.shows("商家小票").await;
    answered_in_time(&browser).await;

    browser.look_inside().await;
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    assert_eq!(mall.network.count(&Method::POST, "/receipt/claims"), 1, "the form claims");
    assert_eq!(mall.network.count(&Method::POST, "/v1/claims"), 0);
    card.tap(Role::Button, "去卡包查看").await;
    browser.look_around().await;
    shows_wallet_with(&browser, COFFEE.1, 1).await;
    assert_eq!(mall.network.count(&Method::POST, "/v1/entries"), 0);
    browser.close().await;
}

#[tokio::test]
async fn a_receipt_without_a_frame_waits_for_the_notice_and_fills_in() {
    let (_, mall, mut browser) = set_up().await;
    browser.expect_error("404");
    browser.driver.goto(mall.receipt_url("N1")).await.expect("a page");
    browser.shows("正在确认支付").await;
    browser.find(Role::Link, "再查一次").await;
    mall.network.until_requested(&Method::GET, "/v1/receipts", 2).await;
    browser.value("window.stayed = true").await;
    mall.report_order("N1").await;
    browser.find(Role::Heading, "支付成功").await;
    browser.is_titled("为您推荐的优惠券").await;
    assert_eq!(browser.value("window.stayed === true").await, true, "without a reload");
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    card.tap(Role::Button, "去卡包查看").await;
    shows_wallet_with(&browser, COFFEE.1, 1).await;
    browser.close().await;
}

#[tokio::test]
async fn a_site_that_is_not_named_cannot_frame_a_receipt() {
    let (parent, mall, mut browser) =
        (Parent::new().await, Mall::open().await, Browser::open().await);
    browser.expect_error("frame-ancestors");
    mall.report_order("N1").await;
    parent.show(&mall, &browser, "N1").await;
    browser.shows("小票错误页面").await;
    let watched = recorded(&browser).await;
    assert_eq!(watched["messages"].as_array().map(Vec::len), Some(0), "{watched}");
    browser.close().await;
}
