//! Networks that are absent, slow, or deliver twice; servers that are busy or restart.

use hyper::Method;
use serde_json::json;

use super::{COFFEE, pay, wallet_holds};
use crate::browser::Browser;
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;

const CLAIMS: &str = "/v1/claims";

#[tokio::test]
async fn a_claim_without_a_network_continues_when_it_is_back() {
    if !here(&[Need::Protocol]) {
        return;
    }
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("ERR_EMPTY_RESPONSE");
    // The server's word that it never got the request.
    browser.expect_error("404");
    pay(&mall, &browser).await;
    browser.taken_over().await;
    browser.network(false).await;
    mall.network.fail(Method::POST, CLAIMS, Fault::LoseRequest);
    mall.network.fail(Method::GET, CLAIMS, Fault::LoseRequest);
    browser.shows("网络断开了").await;
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("正在确认结果").await;
    card.has_no(Role::Button, "立即领取").await;
    mall.network.heal();
    browser.network(true).await;
    card.says("已领取").await;
    browser
        .until("it says that no more", async || {
            Ok((!browser.text().await.contains("网络断开了")).then_some(()))
        })
        .await;
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    browser.close().await;
}

/// Records every text of the page, however short it is shown.
const LISTEN: &str = "
    window.said = '';
    new MutationObserver(function () { window.said += document.body.textContent; })
        .observe(document.body, { childList: true, subtree: true, characterData: true });";

#[tokio::test]
async fn a_slow_answer_is_awaited_and_no_second_claim_is_offered() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    mall.network.fail(Method::POST, CLAIMS, Fault::HoldAnswer);
    let card = browser.card(COFFEE.1);
    browser.driver.execute(LISTEN, vec![]).await.expect("somebody who listens");
    card.tap(Role::Button, "立即领取").await;
    // The page says so itself when it has waited long enough.
    card.says("正在确认结果").await;
    assert_eq!(browser.value("said.indexOf('领取中') >= 0").await, json!(true));
    card.has_no(Role::Button, "立即领取").await;
    mall.network.heal();
    card.says("已领取").await;
    assert_eq!(mall.network.count(&Method::POST, CLAIMS), 1);
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    browser.close().await;
}

#[tokio::test]
async fn a_request_that_arrives_twice_is_one_claim() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    mall.network.fail(Method::POST, CLAIMS, Fault::Twice);
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    browser.close().await;
}

#[tokio::test]
async fn a_delayed_claim_is_repeated_with_its_id() {
    for (status, word) in [(429, "429"), (503, "503")] {
        let (mall, mut browser) = (Mall::open().await, Browser::open().await);
        browser.expect_error(word);
        browser.expect_error("404");
        pay(&mall, &browser).await;
        browser.taken_over().await;
        mall.network.fail(Method::POST, CLAIMS, Fault::TurnAway(status));
        let card = browser.card(COFFEE.1);
        card.tap(Role::Button, "立即领取").await;
        card.says("排队中").await;
        card.says("已为您排队").await;
        card.has_no(Role::Button, "立即领取").await;
        mall.network.heal();
        card.says("已领取").await;
        wallet_holds(&mall, &browser, COFFEE.1, 1).await;
        browser.close().await;
    }
}

#[tokio::test]
async fn a_restarted_server_answers_an_earlier_claim() {
    let (mut mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("ERR_EMPTY_RESPONSE");
    pay(&mall, &browser).await;
    browser.taken_over().await;
    mall.network.fail(Method::POST, CLAIMS, Fault::LoseAnswer);
    mall.network.fail(Method::GET, CLAIMS, Fault::LoseRequest);
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("正在确认结果").await;
    mall.stop().await;
    mall.network.heal();
    mall.network.until_requested(&Method::GET, CLAIMS, 2).await;
    mall.start_again().await;
    card.says("已领取").await;
    assert_eq!(mall.network.count(&Method::POST, CLAIMS), 1, "the answer alone was asked for");
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    browser.close().await;
}

#[tokio::test]
async fn a_list_that_failed_to_continue_continues_by_a_tap() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("ERR_EMPTY_RESPONSE");
    mall.add_offers(30).await;
    pay(&mall, &browser).await;
    browser.taken_over().await;
    mall.network.fail(Method::GET, "from=24", Fault::LoseRequest);
    browser.driver.execute("scrollTo(0, document.body.scrollHeight)", vec![]).await.expect("done");
    browser.shows("加载失败").await;
    mall.network.heal();
    browser.tap(Role::Link, "加载失败").await;
    browser
        .until("all are there", async || {
            let cards = browser.try_value("document.querySelectorAll('main li h3').length").await?;
            Ok((cards == json!(52)).then_some(()))
        })
        .await;
    browser.close().await;
}
