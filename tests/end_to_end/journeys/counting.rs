//! Reported events agree with the server's grants and refusals, even when messages are lost or arrive
//! twice.

use hyper::Method;

use super::repeated_claims::STOP_CLOCK;
use super::{COFFEE, pay};
use crate::browser::Browser;
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;

const CLAIMS: &str = "/v1/claims";
const AMERICANO: &str = "加一元换购美式咖啡";
const DRINKS: &str = "全场饮品折扣券";
const CAKE: (&str, &str) = ("offbeat-cake-set", "咖啡蛋糕双人套餐券");

/// Lets every report arrive twice.
fn heal(mall: &Mall) {
    mall.network.heal();
    mall.network.fail(Method::POST, "/v1/events", Fault::Twice);
}

/// Loses the answer of a claim and reloads the page.
async fn claim_and_lose_the_answer(mall: &Mall, browser: &Browser) {
    mall.network.fail(Method::POST, CLAIMS, Fault::LoseAnswer);
    mall.network.fail(Method::GET, CLAIMS, Fault::Hold);
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("正在确认结果").await;
    browser.driver.refresh().await.expect("a reload");
    browser.taken_over().await;
    card.says("已领取").await;
    heal(mall);
}

/// Claims one offer in two tabs at the same time. Then one tab claims an offer that the other already has.
async fn claim_in_two_tabs(mall: &Mall, browser: &Browser) {
    let first = browser.driver.window().await.expect("a tab");
    let url = browser.driver.current_url().await.expect("an address");
    let second = browser.open_tab(url.as_str()).await;
    browser.taken_over().await;
    browser.value(STOP_CLOCK).await;
    let card = browser.card(AMERICANO);
    mall.network.fail(Method::POST, CLAIMS, Fault::Hold);
    let before = mall.network.count(&Method::POST, CLAIMS);
    card.tap(Role::Button, "立即领取").await;
    mall.network.until_requested(&Method::POST, CLAIMS, before + 1).await;
    browser.look_at(&first).await;
    card.tap(Role::Button, "立即领取").await;
    mall.network.until_requested(&Method::POST, CLAIMS, before + 2).await;
    heal(mall);
    card.says("已领取").await;

    let card = browser.card(DRINKS);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    browser.look_at(&second).await;
    browser.card(AMERICANO).says("已领取").await;
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    leave(mall, browser).await;
    browser.look_at(&first).await;
    leave(mall, browser).await;
}

async fn leave(mall: &Mall, browser: &Browser) {
    browser.driver.goto(mall.url("/wallet")).await.expect("the wallet");
    browser.is_titled("我的卡包").await;
}

#[tokio::test]
async fn events_and_claims_agree() {
    if !here(&[Need::Tabs]) {
        return;
    }
    let (mall, mut browser, mut late) =
        (Mall::open().await, Browser::open().await, Browser::open().await);
    browser.expect_error("ERR_EMPTY_RESPONSE");
    // The refusal's status.
    late.expect_error("409");
    mall.leave_one(CAKE.0).await;
    heal(&mall);
    for shopper in [&late, &browser] {
        pay(&mall, shopper).await;
        shopper.taken_over().await;
    }
    browser.card(CAKE.1).tap(Role::Button, "立即领取").await;
    browser.card(CAKE.1).says("已领取").await;
    late.card(CAKE.1).tap(Role::Button, "立即领取").await;
    late.card(CAKE.1).says("已抢光").await;
    leave(&mall, &late).await;
    claim_and_lose_the_answer(&mall, &browser).await;
    claim_in_two_tabs(&mall, &browser).await;

    // One shopper opened the rules once. The other opened them twice in one tab and once in another.
    mall.until_counted("left", 4).await;
    assert_eq!(mall.number("SELECT COUNT(*) FROM coupons").await, 4);
    let refused = "SELECT COUNT(*) FROM claims WHERE refusal IS NOT NULL";
    assert_eq!(mall.number(refused).await, 1);
    mall.until_counted("claimed", 4).await;
    mall.until_counted("refused", 1).await;
    let count = mall.counted("shown", Some(CAKE.0)).await;
    assert!((2..=4).contains(&count), "once for each opening at most: {count}");
    for offer in ["offbeat-all-drinks", "halfway-hill-americano", COFFEE.0, CAKE.0] {
        assert_eq!(mall.counted("claimed", Some(offer)).await, 1, "{offer}");
    }
    late.close().await;
    browser.close().await;
}
