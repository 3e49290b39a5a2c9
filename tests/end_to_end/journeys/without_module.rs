//! The page without its module: the files do not arrive, or the browser runs no scripts.

use hyper::Method;

use super::{COFFEE, pay, wallet_holds};
use crate::browser::Browser;
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;

#[tokio::test]
async fn the_form_claims_without_the_module() {
    claims_without(".wasm").await;
}

#[tokio::test]
async fn the_form_claims_without_the_glue() {
    claims_without(".js").await;
}

async fn claims_without(file: &'static str) {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("ERR_EMPTY_RESPONSE");
    mall.network.fail(Method::GET, file, Fault::LoseRequest);
    pay(&mall, &browser).await;
    mall.network.until_requested(&Method::GET, file, 1).await;
    claims_by_form(&mall, &browser).await;
    browser.close().await;
}

#[tokio::test]
async fn the_form_claims_without_scripts() {
    if !here(&[Need::Protocol]) {
        return;
    }
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    browser.without_scripts().await;
    pay(&mall, &browser).await;
    claims_by_form(&mall, &browser).await;
    browser.close().await;
}

async fn claims_by_form(mall: &Mall, browser: &Browser) {
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    card.find(Role::Link, "去卡包查看").await;
    let text = browser.text().await;
    for alarm in ["加载失败", "连不上", "出错", "JavaScript", "浏览器"] {
        assert!(!text.contains(alarm), "{alarm} in\n{text}");
    }
    assert_eq!(mall.network.count(&Method::POST, "/claims"), 1);
    assert_eq!(mall.network.count(&Method::POST, "/v1/claims"), 0, "the form itself claims");
    wallet_holds(mall, browser, COFFEE.1, 1).await;
}
