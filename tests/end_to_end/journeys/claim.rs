//! Paying, seeing offers, claiming one, and finding it in the wallet.

use thirtyfour::By;

use super::{COFFEE, HOTPOT, pay, wallet_holds};
use crate::browser::Browser;
use crate::mall::Mall;
use crate::screen::Role;

#[tokio::test]
async fn a_shopper_pays_claims_and_finds_the_coupon_in_the_wallet() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    for text in ["¥86.00", HOTPOT, "下一站，用得上"] {
        browser.shows(text).await;
    }
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    card.has_no(Role::Button, "立即领取").await;

    browser.driver.refresh().await.expect("a reload");
    browser.taken_over().await;
    card.says("已领取").await;
    card.tap(Role::Link, "去卡包查看").await;
    browser.is_titled("我的卡包").await;
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    browser.close().await;
}

#[tokio::test]
async fn a_meal_leads_to_no_offers_of_dining_stores() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    let dining = dining_stores();
    assert!(dining.len() > 5 && dining.iter().any(|name| name == HOTPOT));
    let cards = browser.driver.find_all(By::Css("main li h3")).await.expect("cards");
    assert!(cards.len() >= 10, "{} cards", cards.len());
    for heading in cards {
        let card = heading.find(By::XPath("ancestor::li[1]")).await.expect("a card");
        let text = card.text().await.expect("text");
        let competitor = dining.iter().find(|name| text.contains(name.as_str()));
        assert!(competitor.is_none(), "{competitor:?} is offered: {text}");
    }
    browser.close().await;
}

/// Returns the demo's stores in the category of the payment.
fn dining_stores() -> Vec<String> {
    let mall: serde_json::Value =
        serde_json::from_str(mall_server::demo::CATALOGUE).expect("the catalogue");
    let list = |name: &str| mall[name].as_array().cloned().unwrap_or_default();
    let categories: Vec<_> =
        list("categories").into_iter().filter(|c| c["parent"] == "dining").collect();
    let below = |store: &serde_json::Value| categories.iter().any(|c| c["id"] == store["category"]);
    let stores = list("stores").into_iter().filter(below);
    stores.filter_map(|store| Some(store["name"]["zh"].as_str()?.to_owned())).collect()
}
