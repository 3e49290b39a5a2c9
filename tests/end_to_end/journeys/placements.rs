//! A scanned placement leads to the claim page without a payment.

use hyper::Method;

use super::{COFFEE, pay, shows_wallet_with, wallet_holds};
use crate::browser::Browser;
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;

/// A poster of the demo mall, and its name.
const POSTER: (&str, &str) = ("atrium-poster", "中庭扶梯旁海报");

/// Opens the address in a placement's code.
async fn scan(mall: &Mall, browser: &Browser, place: &str) {
    let code = mall.code(place).await;
    browser.driver.goto(mall.url(&format!("/q/{code}"))).await.expect("the page of the code");
}

#[tokio::test]
async fn a_scan_leads_to_offers_and_a_claim_to_the_wallet() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    scan(&mall, &browser, "lift-2").await;
    browser.taken_over().await;
    for text in ["扫码领券", "2 号客梯", "B1"] {
        browser.shows(text).await;
    }
    let card = browser.card(COFFEE.1);
    card.scroll_to().await;
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    // The same browser scans again the next day.
    mall.pass_time(26 * 60 * 60 * 1000);
    scan(&mall, &browser, "lift-2").await;
    browser.taken_over().await;
    card.scroll_to().await;
    card.says("已领取").await;
    card.tap(Role::Link, "去卡包查看").await;
    shows_wallet_with(&browser, COFFEE.1, 1).await;
    assert_eq!(mall.number("SELECT COUNT(*) FROM scans").await, 2, "once each day");
    browser.close().await;
}

#[tokio::test]
async fn a_claim_after_a_scan_needs_no_module() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    mall.network.fail(Method::GET, ".wasm", Fault::Hold);
    scan(&mall, &browser, "hotpot-table-8").await;
    let card = browser.card(COFFEE.1);
    card.scroll_to().await;
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    let at = browser.driver.current_url().await.expect("an address");
    assert!(at.path().starts_with("/q/"), "back at the place's own address: {at}");
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    browser.close().await;
}

#[tokio::test]
async fn in_a_burst_of_strangers_the_page_proves_work_and_claims_at_once() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    mall.burst_at("lift-2").await;
    browser.expect_error("429");
    scan(&mall, &browser, "lift-2").await;
    browser.taken_over().await;
    let card = browser.card(COFFEE.1);
    card.scroll_to().await;
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    let proofs = "SELECT COUNT(*) FROM nonces WHERE key_id = 'proof of work'";
    assert_eq!(mall.number(proofs).await, 1, "the clock stands still, so it did not wait");
    browser.close().await;
}

#[tokio::test]
async fn a_later_payment_shares_the_wallet_and_the_limits() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    scan(&mall, &browser, "hotpot-table-8").await;
    browser.taken_over().await;
    browser.card(COFFEE.1).tap(Role::Button, "立即领取").await;
    browser.card(COFFEE.1).says("已领取").await;
    pay(&mall, &browser).await;
    browser.taken_over().await;
    browser.card(COFFEE.1).says("已领取").await;
    browser.card(COFFEE.1).has_no(Role::Button, "立即领取").await;
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    browser.close().await;
}

#[tokio::test]
async fn a_placement_can_be_read_in_english_and_sorted() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    scan(&mall, &browser, POSTER.0).await;
    browser.shows(POSTER.1).await;
    browser.tap(Role::Link, "English").await;
    browser.shows("Poster by the atrium escalator").await;
    browser.taken_over().await;
    browser.tap(Role::Link, "Coffee & tea").await;
    browser.shows("8 coupons").await;
    browser.tap(Role::Link, "Nearest").await;
    browser.shows("Scanned at").await;
    browser.close().await;
}

#[tokio::test]
async fn a_paused_placement_and_an_unknown_code_have_a_next_step() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("404");
    browser.expect_error("409");
    scan(&mall, &browser, "service-desk").await;
    browser.shows("这里的优惠暂停了").await;
    browser.driver.goto(mall.url("/q/ZZZZZZ")).await.expect("a page");
    browser.shows("商场里没有这个码").await;
    browser.tap(Role::Link, "扫码领券").await;
    browser.is_titled("扫码领券").await;
    browser.close().await;
}
