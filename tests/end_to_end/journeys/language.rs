//! The page is in Chinese unless English is chosen or the browser likes it more. A choice is remembered.

use super::{COFFEE, pay};
use crate::browser::Browser;
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::screen::Role;

async fn is_in(browser: &Browser, language: &str) {
    browser
        .until(&format!("the document is in {language}"), async || {
            let lang = browser.try_value("document.documentElement.lang").await?;
            Ok((lang == language).then_some(()))
        })
        .await;
}

#[tokio::test]
async fn a_chosen_language_stays_through_a_claim() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    pay(&mall, &browser).await;
    is_in(&browser, "zh-CN").await;
    browser.tap(Role::Link, "English").await;
    browser.shows("Payment complete").await;
    browser.taken_over().await;
    is_in(&browser, "en").await;
    browser.shows("Red Clay Hotpot").await;
    let card = browser.card("Money off any fresh coffee");
    card.tap(Role::Button, "Claim").await;
    card.says("Claimed").await;

    browser.driver.goto(mall.url("/wallet")).await.expect("the wallet");
    browser.is_titled("My wallet").await;
    is_in(&browser, "en").await;
    browser.shows("Money off any fresh coffee").await;

    browser.tap(Role::Link, "中文").await;
    browser.is_titled("我的卡包").await;
    browser.driver.goto(mall.url("/wallet")).await.expect("the wallet");
    browser.is_titled("我的卡包").await;
    is_in(&browser, "zh-CN").await;
    browser.shows(COFFEE.1).await;
    browser.close().await;
}

#[tokio::test]
async fn a_browser_that_likes_english_gets_it_until_chinese_is_chosen() {
    if !here(&[Need::Flags]) {
        return;
    }
    let (mall, browser) = (Mall::open().await, Browser::with(&["--accept-lang=ja,en-US"]).await);
    browser.driver.goto(mall.url("/wallet")).await.expect("the wallet");
    browser.is_titled("My wallet").await;
    browser.taken_over().await;
    is_in(&browser, "en").await;
    browser.tap(Role::Link, "中文").await;
    browser.is_titled("我的卡包").await;
    browser.driver.goto(mall.url("/scan")).await.expect("the page that scans");
    browser.is_titled("扫码领券").await;
    browser.close().await;
}

#[tokio::test]
async fn an_address_may_choose_english() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    browser.driver.goto(mall.url("/?lang=en")).await.expect("the start page");
    browser.tap(Role::Button, "Pay ¥86 Red Clay Hotpot").await;
    browser.shows("Payment complete").await;
    is_in(&browser, "en").await;
    browser.close().await;
}
