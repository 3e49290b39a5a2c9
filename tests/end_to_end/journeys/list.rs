//! The list: sorted and filtered, read by scrolling, claimed at once, in larger text.

use hyper::Method;
use serde_json::json;
use thirtyfour::By;

use super::{COFFEE, pay};
use crate::browser::Browser;
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;
use crate::shopper::Shopper;

async fn count(browser: &Browser) -> usize {
    browser.driver.find_all(By::Css("main li h3")).await.expect("cards").len()
}

async fn has(browser: &Browser, expected: usize) {
    let description = format!("there are {expected} cards");
    browser
        .until(&description, async || Ok((count(browser).await == expected).then_some(())))
        .await;
}

async fn address_has(browser: &Browser, text: &str) {
    browser
        .until(&format!("the address has {text}"), async || {
            Ok(browser.driver.current_url().await?.as_str().contains(text).then_some(()))
        })
        .await;
}

#[tokio::test]
async fn an_arrangement_is_in_the_address_and_stays() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    let all = count(&browser).await;
    browser.tap(Role::Link, "休闲娱乐").await;
    browser.tap(Role::Link, "优惠大").await;
    address_has(&browser, "?category=entertainment&sort=largest").await;
    browser.shows("6 张券").await;
    let first = browser.driver.find(By::Css("main li h3")).await.expect("a card");
    let first = first.text().await.expect("text");
    browser.driver.refresh().await.expect("a reload");
    browser.taken_over().await;
    browser.shows("6 张券").await;
    let again = browser.driver.find(By::Css("main li h3")).await.expect("a card");
    assert_eq!(again.text().await.expect("text"), first, "the server arranges as the page does");
    browser.tap(Role::Link, "English").await;
    browser.shows("6 coupons").await;
    browser.taken_over().await;
    browser.tap(Role::Link, "All").await;
    has(&browser, all).await;
    browser.close().await;
}

#[tokio::test]
async fn a_list_is_sorted_and_continued_without_scripts() {
    if !here(&[Need::Protocol]) {
        return;
    }
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    mall.add_offers(30).await;
    browser.without_scripts().await;
    pay(&mall, &browser).await;
    has(&browser, 24).await;
    browser.tap(Role::Link, "更多优惠").await;
    address_has(&browser, "from=24").await;
    browser.tap(Role::Link, "离我近").await;
    address_has(&browser, "sort=nearest").await;
    has(&browser, 24).await;
    browser.close().await;
}

#[tokio::test]
async fn a_thousand_offers_load_by_scrolling() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    mall.add_offers(1000).await;
    pay(&mall, &browser).await;
    has(&browser, 24).await;
    browser.taken_over().await;
    let mut card_count = 24;
    while card_count < 1022 {
        card_count = browser
            .until(&format!("more than {card_count} come at the end"), async || {
                browser.driver.execute("scrollTo(0, document.body.scrollHeight)", vec![]).await?;
                let now =
                    browser.try_value("document.querySelectorAll('main li h3').length").await?;
                Ok(now.as_u64().filter(|now| *now > card_count))
            })
            .await;
    }
    browser.shows("1022 张券").await;
    let card = browser.card("第999种咖啡券");
    card.scroll_to().await;
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    browser.close().await;
}

#[tokio::test]
async fn one_tap_claims_all_and_each_card_shows_its_result() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("409");
    mall.leave_one(COFFEE.0).await;
    pay(&mall, &browser).await;
    browser.taken_over().await;
    Shopper::new(&mall).claim(COFFEE.0).await;
    browser.tap(Role::Button, "一键领取 16 张").await;
    browser.shows("15 张领取成功，1 张未领到").await;
    browser.card(COFFEE.1).says("已抢光").await;
    browser.close().await;
}

#[tokio::test]
async fn one_tap_claims_all_without_scripts() {
    if !here(&[Need::Protocol]) {
        return;
    }
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    browser.without_scripts().await;
    mall.leave_one(COFFEE.0).await;
    pay(&mall, &browser).await;
    Shopper::new(&mall).claim(COFFEE.0).await;
    browser.tap(Role::Button, "一键领取 16 张").await;
    browser.card(COFFEE.1).says("已抢光").await;
    let claimed = browser.text().await.matches("已领取").count();
    assert_eq!(claimed, 15);
    browser.close().await;
}

#[tokio::test]
async fn larger_text_is_one_tap_away_and_remembered() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    browser.tap(Role::Link, "大字").await;
    // To a tenth, because some browsers compute in smaller steps.
    let size =
        "Math.round(10 * parseFloat(getComputedStyle(document.querySelector('h3')).fontSize))";
    let large = async |browser: &Browser| {
        browser
            .until("text is larger", async || {
                let text = browser.try_value(size).await?;
                Ok((text == json!(238)).then_some(()))
            })
            .await;
    };
    large(&browser).await;
    browser.taken_over().await;
    let wider = browser.value("document.documentElement.scrollWidth - innerWidth").await;
    assert_eq!(wider, json!(0), "nothing is wider than the screen");
    browser.card(COFFEE.1).tap(Role::Button, "立即领取").await;
    browser.card(COFFEE.1).says("已领取").await;
    browser.driver.goto(mall.url("/wallet")).await.expect("the wallet");
    large(&browser).await;
    browser.tap(Role::Link, "标准字").await;
    browser.find(Role::Link, "大字").await;
    browser.close().await;
}

#[tokio::test]
async fn pulling_the_page_down_reloads_it() {
    if !here(&[Need::Protocol]) {
        return;
    }
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    mall.leave_one(COFFEE.0).await;
    pay(&mall, &browser).await;
    browser.taken_over().await;
    let card = browser.card(COFFEE.1);
    card.says("仅剩 1 张").await;
    Shopper::new(&mall).claim(COFFEE.0).await;
    browser.drag(200, 120, 60).await;
    browser.drag_to(200, 300).await;
    browser.shows("松开刷新").await;
    browser.release().await;
    card.says("已抢光").await;
    browser.close().await;
}

#[tokio::test]
async fn a_response_to_an_older_request_changes_nothing() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    mall.add_offers(30).await;
    pay(&mall, &browser).await;
    browser.taken_over().await;
    mall.network.fail(Method::GET, "category=entertainment", Fault::HoldAnswer);
    browser.tap(Role::Link, "休闲娱乐").await;
    mall.network.until_requested(&Method::GET, "category=entertainment", 1).await;
    browser.tap(Role::Link, "咖啡茶饮").await;
    browser.shows("38 张券").await;
    mall.network.heal();
    browser.tap(Role::Link, "优惠大").await;
    address_has(&browser, "category=coffee-tea&sort=largest").await;
    browser.shows("38 张券").await;
    browser.close().await;
}
