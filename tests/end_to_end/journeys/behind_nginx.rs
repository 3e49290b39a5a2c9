//! The main job behind a real nginx, which passes its own name for the server on as `Host`.

use super::till::start_shift;
use super::{COFFEE, pay, wallet_holds};
use crate::browser::Browser;
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::nginx::Nginx;
use crate::screen::Role;

/// Opens a mall behind an nginx, and a browser that accepts its certificate.
async fn open(location: &str) -> (Mall, Nginx, Browser) {
    let port = Nginx::free_port();
    let mall = Mall::reached_at(&format!("https://localhost:{port}")).await;
    let nginx = Nginx::start(port, mall.server, location).await;
    (mall, nginx, Browser::with(&["--ignore-certificate-errors"]).await)
}

async fn pays_claims_and_works(location: &str) {
    if !here(&[Need::Flags, Need::Tabs]) {
        return;
    }
    let (mall, _nginx, browser) = open(location).await;
    pay(&mall, &browser).await;
    let protocol = "return performance.getEntriesByType('navigation')[0].nextHopProtocol";
    let protocol = browser.driver.execute(protocol, vec![]).await.expect("an answer");
    assert_eq!(protocol.json().as_str(), Some("h2"));
    browser.taken_over().await;
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    start_shift(&mall, &browser, "demo").await;
    browser.close().await;
}

#[tokio::test]
async fn claims_and_the_till_work_behind_a_proxy_with_default_settings() {
    pays_claims_and_works("").await;
}

#[tokio::test]
async fn they_work_in_a_browser_that_does_not_name_the_site() {
    pays_claims_and_works("proxy_set_header Sec-Fetch-Site '';").await;
}

#[tokio::test]
async fn the_form_claims_behind_a_proxy_without_scripts() {
    if !here(&[Need::Protocol, Need::Flags]) {
        return;
    }
    let (mall, _nginx, browser) = open("proxy_set_header Sec-Fetch-Site '';").await;
    browser.without_scripts().await;
    pay(&mall, &browser).await;
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    browser.close().await;
}
