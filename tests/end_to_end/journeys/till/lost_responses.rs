//! Answers that are lost on the way to a till.

use hyper::Method;
use mall_server::demo;

use super::{coupon, redeem, scan, start_shift};
use crate::browser::Browser;
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;

const REDEMPTIONS: &str = "/v1/till/redemptions";

/// The path of one request's answer, not of a day's list.
const RESULT_PATH: &str = "/v1/till/redemptions/";

#[tokio::test]
async fn a_lost_answer_is_found_after_a_reload_and_nothing_is_redeemed_twice() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("ERR_EMPTY_RESPONSE");
    start_shift(&mall, &browser, demo::CASHIER).await;
    mall.network.fail(Method::POST, REDEMPTIONS, Fault::LoseAnswer);
    mall.network.fail(Method::GET, RESULT_PATH, Fault::Hold);
    scan(&browser, &coupon(&mall).await).await;
    redeem(&browser, "A-1", "38.5").await;
    browser.shows("结果还不确定").await;
    browser.driver.refresh().await.expect("a reload");
    browser.taken_over().await;
    browser
        .until("it asks for the answer", async || {
            let text = browser.text().await;
            let is_uncertain =
                ["出结果前请勿收券", "结果还不确定"].iter().any(|sentence| text.contains(sentence));
            Ok(is_uncertain.then_some(()))
        })
        .await;
    mall.network.heal();
    browser.shows("核销成功").await;
    assert_eq!(mall.network.count(&Method::POST, REDEMPTIONS), 1, "the answer alone was asked for");
    assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 1);
    let stored = browser.value("localStorage.getItem('till requests')").await;
    assert!(stored.is_null(), "{stored}");
    browser.close().await;
}

#[tokio::test]
async fn a_lost_request_is_repeated_while_the_next_shopper_is_served() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("ERR_EMPTY_RESPONSE");
    // The server's word that it never got the request.
    browser.expect_error("404");
    start_shift(&mall, &browser, demo::CASHIER).await;
    mall.network.fail(Method::POST, REDEMPTIONS, Fault::LoseRequest);
    mall.network.fail(Method::GET, RESULT_PATH, Fault::Hold);
    scan(&browser, &coupon(&mall).await).await;
    redeem(&browser, "A-1", "38.5").await;
    browser.shows("结果还不确定").await;
    browser.tap(Role::Button, "先接待下一位").await;
    browser.shows("请扫顾客的券码").await;
    browser.shows("订单 A-1 的结果还不确定").await;
    mall.network.heal();
    browser.shows("订单 A-1 核销成功").await;
    browser.tap(Role::Button, "知道了").await;
    assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 1);
    browser.close().await;
}

#[tokio::test]
async fn a_failed_prepare_changes_nothing_and_can_be_repeated() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("ERR_EMPTY_RESPONSE");
    start_shift(&mall, &browser, demo::CASHIER).await;
    mall.network.fail(Method::POST, "/v1/till/prepare", Fault::LoseRequest);
    scan(&browser, &coupon(&mall).await).await;
    browser.shows("连不上服务器").await;
    mall.network.heal();
    browser.tap(Role::Button, "再试一次").await;
    browser.shows("可以使用").await;
    browser.close().await;
}
