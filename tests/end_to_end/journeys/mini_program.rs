//! From a mini-program's login into its web view.

use super::{COFFEE, shows_wallet_with};
use crate::browser::Browser;
use crate::mall::Mall;
use crate::screen::Role;
use crate::shopper::Shopper;

#[tokio::test]
async fn a_login_opens_the_claim_page_and_a_later_one_the_same_wallet() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    let mut shell = Shopper::new(&mall);
    let link = shell.pay("red-clay-hotpot").await;
    let first = shell.log_in("a code").await;
    browser.driver.goto(format!("{first}?to=%2Fpay%2F{link}")).await.expect("the claim page");
    browser.find(Role::Heading, "支付成功").await;
    browser.taken_over().await;
    let address = browser.value("location.pathname + location.search").await;
    assert_eq!(address, format!("/pay/{link}"), "nothing secret stays in the address");
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    browser.close().await;

    let mut browser = Browser::open().await;
    browser.expect_error("410");
    browser.driver.goto(&first).await.expect("a page");
    browser.find(Role::Heading, "这个链接已经过期。").await;
    browser.shows("link_expired").await;
    let second = shell.log_in("a code").await;
    browser.driver.goto(&second).await.expect("the wallet");
    shows_wallet_with(&browser, COFFEE.1, 1).await;
    browser.close().await;
}
