//! Log-ins, and sessions that end.

use hyper::Method;
use mall_server::demo;
use serde_json::json;

use super::{coupon, log_in, open, redeem, scan, start_shift, write};
use crate::browser::Browser;
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;
use crate::shopper::Shopper;

/// The path of a day's list.
const DAY_PATH: &str = "/v1/till/redemptions?day";

#[tokio::test]
async fn a_name_with_wrong_passwords_waits_and_others_do_not() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("401");
    browser.expect_error("429");
    open(&mall, &browser).await;
    for _ in 0..5 {
        log_in(&browser, demo::CASHIER, "not the password").await;
        browser.shows("门店、姓名或密码不正确").await;
        browser.find(Role::Button, "登录").await;
    }
    log_in(&browser, demo::CASHIER, demo::PASSWORD).await;
    browser.shows("错误次数太多").await;
    browser.driver.refresh().await.expect("a reload");
    browser.taken_over().await;
    log_in(&browser, demo::MANAGER, demo::PASSWORD).await;
    browser.shows("店长").await;
    browser.shows("请扫顾客的券码").await;
    browser.close().await;
}

#[tokio::test]
async fn new_staff_choose_a_password_and_log_in_with_it() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("422");
    // Logging out overtakes reads that began with the login.
    browser.may_fail("401");
    let first = mall.hire("小李", "halfway-hill").await;
    open(&mall, &browser).await;
    log_in(&browser, "小李", &first).await;
    browser.shows("设置自己的密码").await;
    let choose = async |new: &str, again: &str| {
        let fields = browser.driver.find_all(thirtyfour::By::Css("input[type=password]")).await;
        let fields = fields.expect("fields");
        assert_eq!(fields.len(), 2, "the first password is known");
        for (field, text) in fields.iter().zip([new, again]) {
            field.clear().await.expect("empty");
            field.send_keys(text).await.expect("written");
        }
        browser.tap(Role::Button, "保存").await;
    };
    choose("a password of mine", "a password of mime").await;
    browser.shows("两次输入的新密码不一致").await;
    choose("short", "short").await;
    browser.shows("密码要有 10").await;
    choose("a password of mine", "a password of mine").await;
    browser.shows("请扫顾客的券码").await;
    browser.find(Role::Button, "查券").await;
    leave(&browser).await;
    log_in(&browser, "小李", "a password of mine").await;
    browser.shows("请扫顾客的券码").await;
    browser.close().await;
}

#[tokio::test]
async fn a_request_of_the_last_person_does_not_end_the_next_ones_session() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("401");
    start_shift(&mall, &browser, demo::MANAGER).await;
    browser.shows("这一天还没有核销").await;
    mall.network.fail(Method::GET, DAY_PATH, Fault::Hold);
    browser.tap(Role::Button, "前一天").await;
    mall.network.until_requested(&Method::GET, DAY_PATH, 2).await;
    leave(&browser).await;
    log_in(&browser, demo::CASHIER, demo::PASSWORD).await;
    browser.shows("请扫顾客的券码").await;
    mall.network.until_requested(&Method::GET, DAY_PATH, 3).await;
    mall.network.heal();
    let responses = format!(
        "performance.getEntriesByType('resource').filter(one => one.name.includes('{DAY_PATH}')).length"
    );
    browser
        .until("all lists are answered", async || {
            Ok((browser.try_value(&responses).await? == 3).then_some(()))
        })
        .await;
    scan(&browser, &coupon(&mall).await).await;
    browser.shows("可以使用").await;
    browser.close().await;
}

async fn leave(browser: &Browser) {
    browser.tap(Role::Disclosure, "菜单").await;
    browser.tap(Role::Button, "退出登录").await;
    browser.find(Role::Button, "登录").await;
}

#[tokio::test]
async fn a_session_that_ends_during_work_loses_nothing() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("401");
    // The server's word that it never got the request.
    browser.may_fail("404");
    start_shift(&mall, &browser, demo::CASHIER).await;
    scan(&browser, &coupon(&mall).await).await;
    browser.shows("可以使用").await;
    write(&browser, "订单号", "A-7").await;
    end_all_sessions(&mall).await;
    redeem(&browser, "A-7", "38.50").await;
    browser.shows("登录已结束").await;
    assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 0);
    log_in(&browser, demo::CASHIER, demo::PASSWORD).await;
    browser.shows("核销成功").await;
    browser.shows("A-7").await;
    assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 1);
    browser.close().await;
}

/// Logs the same person out everywhere, from another device.
async fn end_all_sessions(mall: &Mall) {
    let mut other = Shopper::new(mall);
    let person =
        json!({ "store": "halfway-hill", "name": demo::CASHIER, "password": demo::PASSWORD });
    let kind = "application/json";
    let answer = other.ask(Method::POST, "/v1/staff/sessions", kind, person.to_string()).await;
    assert_eq!(answer.status, 201, "{:?}", answer.body);
    let answer = other.ask(Method::DELETE, "/v1/staff/sessions", kind, String::new()).await;
    assert_eq!(answer.status, 204, "{:?}", answer.body);
}
