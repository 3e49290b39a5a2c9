//! A page meets a server that is newer than itself: more fields, other words, other kinds, other refusals.

use hyper::Method;
use mall_contract::samples::NOW;
use mall_contract::{Refusal, TillRefusal};
use mall_coupons::{Language, text::Text};
use mall_server::demo;
use serde_json::{Map, Value, json};

use super::embedding::set_up;
use super::till::{coupon, redeem, scan, start_shift};
use super::{COFFEE, coupon_display, pay, wallet_holds};
use crate::browser::Browser;
use crate::host::Mounts;
use crate::mall::Mall;
use crate::screen::Role;
use crate::shopper::Shopper;

/// A word, a kind and a code that the page does not know.
const NEW: &str = "of_the_future";

/// The name of a benefit whose kind the page does not know.
const UNKNOWN_BENEFIT: &str = "优惠";

/// The title on a card for a refusal whose code the page does not know.
const UNKNOWN_REFUSAL: &str = "无法完成";

/// Fields for which a newer server has more words.
const WORDS: [&str; 5] = ["sort", "method", "after_refund", "read", "role"];

/// Kinds that a newer server has others of.
const KINDS: [&str; 7] =
    ["amount_off", "discount", "exchange", "fixed", "after_claim", "payment", "placement"];

/// Writes a value as a newer server does.
fn renewed(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(renewed).collect(),
        Value::Object(fields) => {
            let more = json!([{ "id": "}],\"", "at": [1.5, null] }]);
            let mut object =
                Map::from_iter([("aa".to_owned(), more.clone()), ("zz".to_owned(), more)]);
            for (name, value) in fields {
                let is_word = WORDS.contains(&name.as_str()) && value.is_string();
                let name = if KINDS.contains(&name.as_str()) { NEW.to_owned() } else { name };
                object.insert(name, if is_word { NEW.into() } else { renewed(value) });
            }
            object.into()
        }
        value => value,
    }
}

/// Changes a response in JSON, or the data in a document. All other responses stay unchanged.
fn change(body: Vec<u8>, change: impl Fn(Value) -> Value) -> Vec<u8> {
    if let Ok(value @ Value::Object(_)) = serde_json::from_slice(&body) {
        return change(value).to_string().into();
    }
    let text = String::from_utf8_lossy(&body);
    let changed = text.starts_with("<!").then(|| {
        let (begin, rest) = text.split_once(r#"id="page-data">"#)?;
        let (data, end) = rest.split_once("</script>")?;
        let data = change(serde_json::from_str(data).ok()?).to_string().replace('<', "\\u003c");
        Some(format!(r#"{begin}id="page-data">{data}</script>{end}"#).into())
    });
    changed.flatten().unwrap_or(body)
}

/// Lets all answers come as a newer server writes them.
fn renew(mall: &Mall) {
    mall.network.forge("", None, |body| change(body, renewed));
}

/// Refuses requests whose path contains a text, with a code that the page does not know.
fn refuse_with(mall: &Mall, part: &'static str, code: &'static str) {
    mall.network.forge(part, None, move |body| {
        String::from_utf8_lossy(&body)
            .replace(&format!(r#""{code}""#), &format!(r#""{NEW}""#))
            .into()
    });
}

/// Returns the sentence in which the server words a refusal.
fn message(refusal: Refusal) -> String {
    (Text::of(Language::Zh).refusal)(&refusal, NOW).message.into_owned()
}

#[tokio::test]
async fn a_shopper_claims_a_coupon_of_a_newer_server_and_shows_it() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    renew(&mall);
    let link = mall.paid("N1").await;
    browser.driver.goto(mall.url(&format!("/pay/{link}"))).await.expect("the claim page");
    browser.taken_over().await;
    let card = browser.card(COFFEE.1);
    card.scroll_to().await;
    card.says(UNKNOWN_BENEFIT).await;
    assert!(!browser.text().await.contains("支付成功"), "an unknown source has no line");
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    assert_eq!(mall.network.count(&Method::POST, "/v1/claims"), 1, "the module claims");
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    browser.taken_over().await;
    browser.shows(UNKNOWN_BENEFIT).await;
    browser.tap(Role::Link, "出示").await;
    browser.shows("结账时出示").await;
    // Until then its elements may be replaced.
    browser.taken_over().await;
    coupon_display::picture(&browser).await;
    browser.close().await;
}

#[tokio::test]
async fn an_unknown_refusal_of_a_claim_is_decided_in_the_servers_words() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("409");
    // The server behind the network does not know the code that is counted.
    browser.may_fail("400");
    mall.leave_one(COFFEE.0).await;
    pay(&mall, &browser).await;
    browser.taken_over().await;
    refuse_with(&mall, "/v1/claims", "sold_out");
    Shopper::new(&mall).claim(COFFEE.0).await;
    let card = browser.card(COFFEE.1);
    card.scroll_to().await;
    card.tap(Role::Button, "立即领取").await;
    card.says(UNKNOWN_REFUSAL).await;
    card.says(&message(Refusal::SoldOut)).await;
    assert_eq!(mall.network.count(&Method::GET, "/v1/claims/"), 0, "nothing is asked again");
    browser.close().await;
}

#[tokio::test]
async fn a_page_of_an_unknown_kind_stays_as_the_server_drew_it() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    mall.network.forge("/pay/", None, |body| change(body, |value| json!({ NEW: value["claim"] })));
    pay(&mall, &browser).await;
    let card = browser.card(COFFEE.1);
    card.scroll_to().await;
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    assert_eq!(mall.network.count(&Method::POST, "/v1/claims"), 0, "the form claims");
    browser.close().await;
}

#[tokio::test]
async fn a_mount_claims_at_a_newer_server() {
    let (_, mall, mut browser) = set_up().await;
    browser.expect_error("403");
    renew(&mall);
    let (first, link) = (browser.mount("first"), mall.paid("N1").await);
    first.open(&mall, &link, "zh").await;
    first.until_event("ready").await;
    first.shows(UNKNOWN_BENEFIT).await;
    first.claim(COFFEE.1).await;
    first.until_event("claimed").await;

    refuse_with(&mall, "/v1/pay/", "link_taken");
    first.unmount().await;
    browser.value("localStorage.clear()").await;
    first.open(&mall, &link, "zh").await;
    assert_eq!(first.until_event("problem").await["code"], NEW);
    first.shows(&message(Refusal::LinkTaken)).await;
    browser.close().await;
}

#[tokio::test]
async fn a_till_takes_a_coupon_at_a_newer_server() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    // The code that is no coupon's.
    browser.expect_error("404");
    renew(&mall);
    start_shift(&mall, &browser, demo::CASHIER).await;
    let text = coupon(&mall).await;
    scan(&browser, &text).await;
    redeem(&browser, "A-1", "38.50").await;
    browser.shows("核销成功").await;
    assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 1);

    refuse_with(&mall, "/v1/till/prepare", "code_unknown");
    scan(&browser, "7K01QD8M2ZWX3V5T-12345678").await;
    browser.shows(UNKNOWN_REFUSAL).await;
    browser.shows(&message(Refusal::Till(TillRefusal::CodeUnknown))).await;
    browser.close().await;
}
