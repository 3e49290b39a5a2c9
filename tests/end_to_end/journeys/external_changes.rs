//! Others change the page: a browser that translates, a reader mode, an extension, a password manager.

use hyper::Method;
use mall_server::demo;

use super::till::{coupon, log_in, open, redeem, scan, start_shift};
use super::{COFFEE, pay};
use crate::browser::Browser;
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;

/// Puts elements of its own in the place of all texts, also of later ones, as browsers do that translate. The words stay
/// the same, so that the journeys find them.
const TRANSLATE: &str = "
    var turn = 0;
    function translate(text) {
        var parent = text.parentNode;
        if (!parent || !/\\S/.test(text.data) || /^(FONT|SCRIPT|STYLE|OPTION)$/.test(parent.nodeName)) return;
        var font = document.createElement('font');
        font.appendChild(document.createElement('font')).textContent = text.data;
        if (turn++ % 2) {
            parent.replaceChild(font, text);
        } else {
            parent.insertBefore(font, text);
            parent.removeChild(text);
        }
    }
    function translateAll(node) {
        var walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), texts = [];
        while (walker.nextNode()) texts.push(walker.currentNode);
        texts.forEach(translate);
    }
    translateAll(document.body);
    new MutationObserver(function (records) {
        records.forEach(function (record) {
            record.addedNodes.forEach(function (node) {
                if (node.nodeType === 3) translate(node);
                else if (node.nodeType === 1 && node.nodeName !== 'FONT') translateAll(node);
            });
        });
    }).observe(document.body, { childList: true, subtree: true });
    window.marked = true;";

/// Puts the page's text in its place, and the page back when `show` is called.
const READ_PAGE: &str = "
    var page = document.getElementById('page'), text = document.createElement('article');
    text.textContent = page.innerText;
    page.replaceWith(text);
    window.show = function () { text.replaceWith(page); };
    window.marked = true;";

/// Wraps controls, moves icons, and removes what it takes for an advertisement.
const TAMPER: &str = "
    function each(selector, change) { Array.from(document.querySelectorAll(selector)).forEach(change); }
    each('#page button', function (button) {
        var wrapper = document.createElement('span');
        button.parentNode.insertBefore(wrapper, button);
        wrapper.appendChild(button);
        wrapper.appendChild(document.createElement('i'));
    });
    each('#page h3', function (heading) { heading.firstChild && heading.firstChild.remove(); });
    each('#page svg', function (icon) { icon.parentNode.appendChild(icon); });
    window.marked = true;";

/// Wraps the fields for a password, puts an icon behind each field, and fills the password in.
const FILL: &str = "
    function each(selector, change) { Array.from(document.querySelectorAll(selector)).forEach(change); }
    each('#page input[type=password]', function (field) {
        var wrapper = document.createElement('div');
        field.replaceWith(wrapper);
        wrapper.appendChild(field);
        field.value = 'PASSWORD';
        field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    each('#page input', function (field) { field.insertAdjacentHTML('afterend', '<b>🔑</b>'); });
    window.marked = true;";

async fn change(browser: &Browser, script: &str) {
    browser.driver.execute(script, vec![]).await.expect("a change");
}

/// Asserts that the module has not stopped and the page was not loaded anew.
async fn still_runs(browser: &Browser) {
    assert_eq!(browser.value("window.marked").await, true, "the page was loaded anew");
    assert_eq!(browser.value("sessionStorage.broken === undefined").await, true);
}

async fn claims_all(mall: &Mall, browser: &Browser) {
    browser.tap(Role::Button, "一键领取 16 张").await;
    browser.shows("16 张领取成功").await;
    assert_eq!(mall.number("SELECT COUNT(*) FROM coupons").await, 16);
    still_runs(browser).await;
}

#[tokio::test]
async fn a_translated_page_claims_all() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    change(&browser, TRANSLATE).await;
    claims_all(&mall, &browser).await;
    browser.close().await;
}

#[tokio::test]
async fn a_translated_till_shows_no_old_text() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    start_shift(&mall, &browser, demo::CASHIER).await;
    change(&browser, TRANSLATE).await;
    let text = coupon(&mall).await;
    mall.network.fail(Method::POST, "/v1/till/prepare", Fault::Hold);
    scan(&browser, &text).await;
    browser.shows("正在查券").await;
    mall.network.heal();
    redeem(&browser, "A-1", "38.50").await;
    browser.shows("核销成功").await;
    let text = browser.text().await;
    for old in ["正在查券", "请扫顾客的券码", "可以使用"] {
        assert!(!text.contains(old), "{old}: {text}");
    }
    browser.tap(Role::Button, "下一位").await;
    browser.shows("请扫顾客的券码").await;
    still_runs(&browser).await;
    browser.close().await;
}

#[tokio::test]
async fn a_claim_is_granted_while_a_reader_mode_is_on() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    mall.network.fail(Method::POST, "/v1/claims", Fault::HoldAnswer);
    browser.card(COFFEE.1).tap(Role::Button, "立即领取").await;
    mall.network.until_requested(&Method::POST, "/v1/claims", 1).await;
    change(&browser, READ_PAGE).await;
    mall.network.heal();
    mall.until_counted("claimed", 1).await;
    change(&browser, "window.show()").await;
    browser.card(COFFEE.1).says("已领取").await;
    still_runs(&browser).await;
    browser.close().await;
}

#[tokio::test]
async fn an_extension_that_moves_and_removes_nodes_stops_nothing() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    change(&browser, TAMPER).await;
    claims_all(&mall, &browser).await;
    browser.close().await;
}

#[tokio::test]
async fn a_password_manager_may_wrap_and_fill_the_fields() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("401");
    open(&mall, &browser).await;
    log_in(&browser, demo::CASHIER, "not the password").await;
    browser.shows("密码").await;
    let fill = FILL.replace("PASSWORD", demo::PASSWORD);
    change(&browser, &fill).await;
    browser.tap(Role::Button, "登录").await;
    browser.shows("请扫顾客的券码").await;
    still_runs(&browser).await;
    scan(&browser, &coupon(&mall).await).await;
    browser.shows("可以使用").await;
    browser.close().await;
}
