//! The page from a file server, which draws nothing. It fetches its data beside its module.

use hyper::Method;

use super::{COFFEE, HOTPOT, pay};
use crate::browser::Browser;
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;

/// Serves documents as the build wrote them, at any address.
fn serve_files(mall: &Mall) {
    let folder = std::env::var_os("MALL_ASSETS").expect("`cargo xtask test` sets it");
    let file = std::fs::read(std::path::Path::new(&folder).join("index.html")).expect("a file");
    for part in ["/pay/", "/wallet"] {
        let file = file.clone();
        mall.network.forge(part, None, move |body| {
            if body.starts_with(b"<!doctype html>") { file.clone() } else { body }
        });
    }
}

#[tokio::test]
async fn a_page_from_a_file_server_shows_offers_and_claims() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    serve_files(&mall);
    pay(&mall, &browser).await;
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    assert_eq!(mall.network.count(&Method::GET, "/v1/pay/"), 1, "asked for beside the module");
    browser.driver.goto(mall.url("/wallet")).await.expect("the wallet");
    browser.find(Role::Heading, "我的卡包").await;
    browser.shows(COFFEE.1).await;
    browser.close().await;
}

#[tokio::test]
async fn a_page_from_a_file_server_has_the_language_of_its_address() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    serve_files(&mall);
    pay(&mall, &browser).await;
    browser.tap(Role::Link, "English").await;
    browser.find(Role::Button, "Claim").await;
    assert_eq!(browser.value("document.documentElement.lang").await, "en");
    browser.close().await;
}

#[tokio::test]
async fn a_page_from_a_file_server_explains_an_invalid_link() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("404");
    serve_files(&mall);
    browser.driver.goto(mall.url("/pay/nothing")).await.expect("a page");
    browser.shows("链接无效").await;
    browser.close().await;
}

#[tokio::test]
async fn a_page_from_a_file_server_says_when_the_interface_is_unreachable() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("ERR_EMPTY_RESPONSE");
    serve_files(&mall);
    mall.network.fail(Method::GET, "/v1/pay/", Fault::LoseRequest);
    browser.driver.goto(mall.url("/")).await.expect("the start page");
    browser.tap(Role::Button, &format!("¥86 {HOTPOT}")).await;
    browser.shows("加载失败").await;
    browser.close().await;
}
