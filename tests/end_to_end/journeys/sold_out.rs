//! The last piece goes to another shopper between the page and the tap.

use hyper::Method;

use super::{COFFEE, pay, wallet_holds};
use crate::browser::Browser;
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;
use crate::shopper::Shopper;

#[tokio::test]
async fn a_claim_that_comes_too_late_is_refused_on_the_card() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    // The refusal's status.
    browser.expect_error("409");
    mall.leave_one(COFFEE.0).await;
    pay(&mall, &browser).await;
    browser.taken_over().await;
    claim_last_piece_late(&mall, &browser).await;
    browser.close().await;
}

#[tokio::test]
async fn a_claim_that_comes_too_late_is_refused_on_the_card_without_the_module() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("ERR_EMPTY_RESPONSE");
    mall.network.fail(Method::GET, ".wasm", Fault::LoseRequest);
    mall.leave_one(COFFEE.0).await;
    pay(&mall, &browser).await;
    claim_last_piece_late(&mall, &browser).await;
    assert_eq!(mall.network.count(&Method::POST, "/v1/claims"), 0, "the form itself claims");
    browser.close().await;
}

async fn claim_last_piece_late(mall: &Mall, browser: &Browser) {
    let card = browser.card(COFFEE.1);
    card.says("仅剩 1 张").await;
    Shopper::new(mall).claim(COFFEE.0).await;
    card.tap(Role::Button, "立即领取").await;
    card.says("已抢光").await;
    card.says("看看其他门店的优惠").await;
    card.has_no(Role::Button, "立即领取").await;
    wallet_holds(mall, browser, COFFEE.1, 0).await;
}
