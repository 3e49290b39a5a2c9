//! Claims whose requests or responses are lost.

use hyper::Method;

use super::{COFFEE, pay, wallet_holds};
use crate::browser::Browser;
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;

const CLAIMS: &str = "/v1/claims";

#[tokio::test]
async fn a_lost_answer_is_known_after_a_reload() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("ERR_EMPTY_RESPONSE");
    pay(&mall, &browser).await;
    browser.taken_over().await;
    mall.network.fail(Method::POST, CLAIMS, Fault::LoseAnswer);
    mall.network.fail(Method::GET, CLAIMS, Fault::Hold);
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("正在确认结果").await;
    card.has_no(Role::Button, "立即领取").await;

    // The server's page has the answer, although the page cannot request it yet.
    browser.driver.refresh().await.expect("a reload");
    browser.taken_over().await;
    card.says("已领取").await;
    card.find(Role::Link, "去卡包查看").await;
    card.has_no(Role::Button, "立即领取").await;
    mall.network.heal();
    assert_eq!(mall.network.count(&Method::POST, CLAIMS), 1, "the answer alone was asked for");
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    browser.close().await;
}

#[tokio::test]
async fn a_lost_request_is_sent_again_after_a_reload() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("ERR_EMPTY_RESPONSE");
    // The server's word that it never got the request.
    browser.expect_error("404");
    pay(&mall, &browser).await;
    browser.taken_over().await;
    mall.network.fail(Method::POST, CLAIMS, Fault::LoseRequest);
    mall.network.fail(Method::GET, CLAIMS, Fault::Hold);
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("正在确认结果").await;

    browser.driver.refresh().await.expect("a reload");
    browser.taken_over().await;
    card.says("正在确认结果").await;
    card.has_no(Role::Button, "立即领取").await;

    mall.network.heal();
    card.says("已领取").await;
    assert_eq!(mall.network.count(&Method::POST, CLAIMS), 2);
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    browser.close().await;
}

#[tokio::test]
async fn a_lost_request_is_sent_again_by_the_same_page() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("ERR_EMPTY_RESPONSE");
    browser.expect_error("404");
    pay(&mall, &browser).await;
    browser.taken_over().await;
    mall.network.fail(Method::POST, CLAIMS, Fault::LoseRequest);
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    mall.network.until_requested(&Method::POST, CLAIMS, 1).await;
    mall.network.heal();
    card.says("已领取").await;
    assert_eq!(mall.network.count(&Method::POST, CLAIMS), 2);
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    browser.close().await;
}
