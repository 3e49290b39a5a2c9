//! Journeys of staff at a store's till.

mod counter;
mod doors;
mod lost;
mod offline;
mod two_browsers;

use mall_server::demo;
use thirtyfour::Key;
use thirtyfour::prelude::*;

use super::COFFEE;
use crate::browser::Browser;
use crate::mall::Mall;
use crate::screen::Role;
use crate::shopper::Shopper;

/// The coffee shop in the list of stores.
const STORE: &str = "山半咖啡";

/// Opens the till.
async fn open(mall: &Mall, browser: &Browser) {
    browser.driver.goto(mall.url("/till")).await.expect("the till");
    browser.taken_over().await;
}

/// Logs in with a password.
async fn log_in(browser: &Browser, name: &str, password: &str) {
    browser.find(Role::Choice, "门店").await;
    let store = By::XPath(format!("//option[contains(., '{STORE}')]"));
    let store = browser.driver.find(store).await.expect("the store");
    store.click().await.expect("chosen");
    write(browser, "姓名", name).await;
    write(browser, "密码", password).await;
    browser.tap(Role::Button, "登录").await;
}

/// Opens the till and logs in as a person of the demo.
pub(super) async fn come_to_work(mall: &Mall, browser: &Browser, name: &str) {
    open(mall, browser).await;
    log_in(browser, name, demo::PASSWORD).await;
    browser.shows("请扫顾客的券码").await;
}

/// Replaces the text of a field.
async fn write(browser: &Browser, field: &str, text: &str) {
    let field = browser.find(Role::Field, field).await;
    field.clear().await.expect("an empty field");
    field.send_keys(text).await.expect("written");
}

/// Sends keys at a scanner's speed, however busy the machine is.
const PACE: &str = "
    if (window.pace === undefined) window.addEventListener('keydown', function (event) {
        if (window.pace) Object.defineProperty(event, 'timeStamp', { value: window.pace += 5 });
    }, true);
    window.pace = performance.now() + 1000;";

/// Types like a scanner that is plugged in as a keyboard, without any focus.
pub(super) async fn scan(browser: &Browser, text: &str) {
    browser.value("document.activeElement && document.activeElement.blur()").await;
    browser.driver.execute(PACE, vec![]).await.expect("a pace");
    let page = browser.driver.find(By::Css("body")).await.expect("the page");
    page.send_keys(text.to_owned() + Key::Enter).await.expect("typed");
    browser.value("window.pace = 0").await;
}

/// Redeems the coupon that has been read.
pub(super) async fn redeem(browser: &Browser, order: &str, amount: &str) {
    browser.shows("可以使用").await;
    write(browser, "订单号", order).await;
    write(browser, "订单金额", amount).await;
    browser.tap(Role::Button, "核销").await;
}

/// Claims a coffee coupon and returns the text on its holder's screen.
pub(super) async fn coupon(mall: &Mall) -> String {
    let mut shopper = Shopper::new(mall);
    let id = shopper.claim(COFFEE.0).await;
    shopper.shows(&id).await
}
