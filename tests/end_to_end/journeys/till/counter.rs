//! A coupon is read, redeemed, and undone.

use mall_server::demo;

use super::{
    ENTER, TAB, coupon, has_text, log_in, redeem, scan, scan_into, scan_with, start_shift, write,
};
use crate::browser::Browser;
use crate::mall::Mall;
use crate::screen::Role;

#[tokio::test]
async fn a_coupon_is_redeemed_once_and_undone_with_a_reason() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    start_shift(&mall, &browser, demo::CASHIER).await;
    let text = coupon(&mall).await;
    scan(&browser, &text).await;
    redeem(&browser, "A-1", "12").await;
    browser.shows("还差 13 元").await;
    assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 0);
    redeem(&browser, "A-1", "¥38.50").await;
    for text in ["核销成功", "应收", "¥30.00"] {
        browser.shows(text).await;
    }
    // The scanner reads twice.
    scan(&browser, &text).await;
    browser.shows("核销成功").await;
    assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 1);

    // Another person at the same till.
    browser.tap(Role::Disclosure, "菜单").await;
    browser.tap(Role::Button, "退出登录").await;
    log_in(&browser, demo::MANAGER, demo::PASSWORD).await;
    browser.shows("请扫顾客的券码").await;
    scan(&browser, &text).await;
    browser.shows("已使用").await;
    browser.shows(&format!("由 {} 核销", demo::CASHIER)).await;

    browser.tap(Role::Button, "撤销订单 A-1 的核销").await;
    browser.tap(Role::Button, "收错了券").await;
    browser.shows(&format!("由 {} 撤销：收错了券", demo::MANAGER)).await;
    let file = browser.find(Role::Link, "下载表格").await;
    let file = file.attr("href").await.expect("an address").expect("one");
    let read = format!("fetch('{file}').then(function (a) {{ return a.text(); }})");
    let file = browser.value(&read).await;
    assert!(file.as_str().is_some_and(|file| file.contains("A-1")), "{file}");

    // It can be used again by typing, because staff need no token.
    write(&browser, "券码", &text[..16].to_lowercase()).await;
    browser.tap(Role::Button, "查券").await;
    redeem(&browser, "A-2", "40").await;
    browser.shows("核销成功").await;
    browser.close().await;
}

/// Returns a text as a Chinese keyboard types it, twice as wide.
fn wide(text: &str) -> String {
    text.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).expect("a wide character")).collect()
}

#[tokio::test]
async fn a_code_and_an_order_may_be_typed_with_a_chinese_keyboard() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    start_shift(&mall, &browser, demo::CASHIER).await;
    let text = coupon(&mall).await;
    write(&browser, "券码", &wide(&text[..16])).await;
    browser.tap(Role::Button, "查券").await;
    redeem(&browser, "Ａ－１", "３８。５０").await;
    browser.shows("核销成功").await;
    let stored = "SELECT COUNT(*) FROM redemptions WHERE order_number = 'A-1' AND amount = 3850";
    assert_eq!(mall.number(stored).await, 1);
    browser.close().await;
}

/// Another code in the form of a coupon's.
const UNKNOWN_CODE: &str = "ZZZZZZZZZZZZZZZZ";

#[tokio::test]
async fn a_scanner_may_end_with_tab_or_with_nothing() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.may_fail("404");
    start_shift(&mall, &browser, demo::CASHIER).await;
    // Goods are no coupon, and their second reading takes the place of the first one.
    for goods in ["6901234567892", "6907654321098"] {
        scan_with(&browser, goods, "").await;
        browser.shows("不是优惠券的券码").await;
        has_text(&browser, "券码", goods).await;
    }
    for suffix in [TAB, ""] {
        scan_with(&browser, UNKNOWN_CODE, suffix).await;
        browser.shows("无法识别").await;
        scan_with(&browser, &coupon(&mall).await, suffix).await;
        browser.shows("可以使用").await;
    }
    browser.close().await;
}

#[tokio::test]
async fn a_receipt_read_twice_is_the_order_and_never_its_amount() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    start_shift(&mall, &browser, demo::CASHIER).await;
    scan(&browser, &coupon(&mall).await).await;
    browser.shows("可以使用").await;
    for field in ["订单号", "订单金额", "订单金额"] {
        scan_into(&browser, field, "0001234", ENTER).await;
    }
    // Without a focus, too.
    scan(&browser, "0001234").await;
    has_text(&browser, "订单号", "0001234").await;
    has_text(&browser, "订单金额", "").await;
    write(&browser, "订单金额", "38.50").await;
    scan_into(&browser, "订单金额", "0005678", ENTER).await;
    // The second takes the first one's place.
    has_text(&browser, "订单号", "0005678").await;
    has_text(&browser, "订单金额", "38.50").await;
    browser.shows("可以使用").await;
    assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 0);
    browser.tap(Role::Button, "核销").await;
    browser.shows("核销成功").await;
    browser.close().await;
}

#[tokio::test]
async fn an_amount_that_is_likely_a_slip_is_asked_about() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    start_shift(&mall, &browser, demo::CASHIER).await;
    scan(&browser, &coupon(&mall).await).await;
    redeem(&browser, "0001234", "1234").await;
    browser.shows("金额和订单号一样：¥1,234.00。").await;
    write(&browser, "订单金额", &format!("38500{ENTER}")).await;
    browser.shows("金额比平时高很多：¥38,500.00。").await;
    write(&browser, "订单金额", "38500").await;
    browser.tap(Role::Button, "核销").await;
    browser.tap(Role::Button, "修改金额").await;
    assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 0);
    browser.tap(Role::Button, "核销").await;
    browser.tap(Role::Button, "没有填错，核销").await;
    browser.shows("核销成功").await;
    assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions WHERE amount = 3850000").await, 1);
    browser.close().await;
}

/// Types like a scanner into a field for something else.
const SCAN_INTO_AMOUNT: &str = "
    return (function (text) {
        // A person typed before and uses the scanner now.
        var field = document.getElementById('amount');
        // A scanner's own speed, however busy this machine is.
        window.pace.at += 1000;
        window.pace.step = 5;
        field.focus();
        function press(key) {
            var down = new KeyboardEvent('keydown', { key: key, bubbles: true, cancelable: true });
            if (!field.dispatchEvent(down) || key === 'Enter') return;
            field.value += key;
            field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        }
        text.split('').concat('Enter').forEach(press);
        return true;
    }(arguments[0]));";

#[tokio::test]
async fn a_scanner_works_wherever_the_focus_is() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.may_fail("404");
    start_shift(&mall, &browser, demo::CASHIER).await;
    scan(&browser, &coupon(&mall).await).await;
    browser.shows("可以使用").await;
    write(&browser, "订单号", "A-9").await;
    write(&browser, "订单金额", "45.60").await;
    let other = serde_json::json!(UNKNOWN_CODE);
    browser.driver.execute(SCAN_INTO_AMOUNT, vec![other]).await.expect("typed");
    browser.shows("无法识别").await;
    // Text typed by hand is unchanged.
    scan(&browser, &coupon(&mall).await).await;
    browser.shows("可以使用").await;
    let amount = browser.find(Role::Field, "订单金额").await;
    assert_eq!(amount.value().await.expect("a value").as_deref(), Some("45.60"));
    browser.close().await;
}

#[tokio::test]
async fn an_invalid_code_stays_to_be_corrected() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    start_shift(&mall, &browser, demo::CASHIER).await;
    write(&browser, "券码", "7K01-QD8M").await;
    browser.tap(Role::Button, "查券").await;
    browser.shows("不是优惠券的券码").await;
    let code = browser.find(Role::Field, "券码").await;
    assert_eq!(code.value().await.expect("a value").as_deref(), Some("7K01-QD8M"));
    browser.close().await;
}
