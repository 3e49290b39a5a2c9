//! Journeys of staff at a store's till.

mod counter;
mod login;
mod lost_responses;
mod offline;
mod two_browsers;

use mall_server::demo;
use thirtyfour::prelude::*;

use super::COFFEE;
use crate::browser::Browser;
use crate::mall::Mall;
use crate::screen::Role;
use crate::shopper::Shopper;

/// The coffee shop in the list of stores.
const STORE: &str = "山半咖啡";

/// Opens the till.
pub(super) async fn open(mall: &Mall, browser: &Browser) {
    browser.driver.goto(mall.url("/till")).await.expect("the till");
    browser.taken_over().await;
}

/// Logs in with a password.
pub(super) async fn log_in(browser: &Browser, name: &str, password: &str) {
    browser.find(Role::Choice, "门店").await;
    let store = By::XPath(format!("//option[contains(., '{STORE}')]"));
    let store = browser.driver.find(store).await.expect("the store");
    store.click().await.expect("chosen");
    write(browser, "姓名", name).await;
    write(browser, "密码", password).await;
    browser.tap(Role::Button, "登录").await;
}

/// Opens the till and logs in as a person of the demo.
pub(super) async fn start_shift(mall: &Mall, browser: &Browser, name: &str) {
    open(mall, browser).await;
    log_in(browser, name, demo::PASSWORD).await;
    browser.shows("请扫顾客的券码").await;
}

/// Replaces the text of a field by hand.
async fn write(browser: &Browser, field: &str, text: &str) {
    let field = browser.find(Role::Field, field).await;
    field.clear().await.expect("an empty field");
    set_pace(browser, HANDS_MS, ARRIVAL_MS).await;
    field.send_keys(text).await.expect("written");
}

/// WebDriver's characters for the keys Tab and Enter.
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";

/// The milliseconds between two keys of a scanner, and of fast hands.
const SCANNER_MS: u32 = 5;
const HANDS_MS: u32 = 90;

/// The milliseconds within which all keys of a scanner arrive here. The pause behind its keys ends then, so a scanner without a
/// suffix waits that long.
const ARRIVAL_MS: u32 = 3_000;
const ARRIVAL_BEFORE_SUFFIX_MS: u32 = 60_000;

/// Gives keys the time at which they would have been pressed, however busy the machine is. That time is ahead, because keys
/// arrive later. It may be before that of the keys before: then a new row of keys begins.
const PACE: &str = "
    if (!window.pace) {
        window.pace = { at: 0 };
        window.addEventListener('keydown', function (event) {
            Object.defineProperty(event, 'timeStamp', { value: window.pace.at += window.pace.step });
        }, true);
    }
    window.pace.at = performance.now() + arguments[1];
    window.pace.step = arguments[0];";

async fn set_pace(browser: &Browser, step_ms: u32, arrival_ms: u32) {
    let times = vec![step_ms.into(), arrival_ms.into()];
    browser.driver.execute(PACE, times).await.expect("a pace");
}

/// Types like a scanner that is plugged in as a keyboard, without any focus.
pub(super) async fn scan(browser: &Browser, text: &str) {
    scan_with(browser, text, ENTER).await;
}

/// Types like a scanner that sends this behind a text, without any focus.
async fn scan_with(browser: &Browser, text: &str, suffix: &str) {
    browser.value("document.activeElement && document.activeElement.blur()").await;
    let page = browser.driver.find(By::Css("body")).await.expect("the page");
    send_at_scanners_pace(browser, &page, text, suffix).await;
}

/// Types like a scanner into the field that has the focus.
async fn scan_into(browser: &Browser, field: &str, text: &str, suffix: &str) {
    let field = browser.find(Role::Field, field).await;
    send_at_scanners_pace(browser, &field, text, suffix).await;
}

async fn send_at_scanners_pace(browser: &Browser, at: &WebElement, text: &str, suffix: &str) {
    let arrival = if suffix.is_empty() { ARRIVAL_MS } else { ARRIVAL_BEFORE_SUFFIX_MS };
    set_pace(browser, SCANNER_MS, arrival).await;
    at.send_keys(text.to_owned() + suffix).await.expect("typed");
}

/// Waits until a field has a text.
async fn has_text(browser: &Browser, field: &str, text: &str) {
    let field = browser.find(Role::Field, field).await;
    let description = format!("the field has `{text}`");
    browser
        .until(&description, async || {
            Ok((field.value().await?.unwrap_or_default() == text).then_some(()))
        })
        .await;
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
