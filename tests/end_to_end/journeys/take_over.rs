//! The module takes the page over without a visible change.

use hyper::Method;

use super::{COFFEE, pay};
use crate::browser::Browser;
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;

/// Records each shift of the layout and, once there are cards, the smallest number of cards in a frame.
const WATCH: &str = "
    window.watched = { shift: 0, frames: 0, fewest: Infinity };
    new PerformanceObserver(function (list) {
        list.getEntries().forEach(function (entry) { window.watched.shift += entry.value; });
    }).observe({ type: 'layout-shift', buffered: true });
    (function look() {
        var cards = document.querySelectorAll('main li').length;
        if (document.readyState !== 'loading' && cards + window.watched.frames > 0) {
            window.watched.frames += 1;
            window.watched.fewest = Math.min(window.watched.fewest, cards);
        }
        window.requestAnimationFrame(look);
    }());
";

#[tokio::test]
async fn the_layout_is_stable_and_cards_are_always_visible() {
    if !here(&[Need::LayoutShifts, Need::Protocol]) {
        return;
    }
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    browser.before_each_page(WATCH).await;
    mall.network.fail(Method::GET, ".wasm", Fault::Hold);
    pay(&mall, &browser).await;
    browser.find(Role::Button, &format!("立即领取 {}", COFFEE.1)).await;
    let served = frames(&browser, 3).await;
    let cards = browser.value("document.querySelectorAll('main li').length").await;
    // On a busy machine the page is drawn once before its whole head has arrived.
    let shift = browser.value("window.watched.shift").await;
    assert!(shift.as_f64() < Some(0.005), "{shift}");

    mall.network.heal();
    browser.taken_over().await;
    let taken_over = browser.value("window.watched.frames").await.as_u64().expect("a number");
    assert!(taken_over >= served);
    frames(&browser, taken_over + 10).await;
    let watched = browser.value("window.watched").await;
    assert_eq!(watched["shift"], shift, "{watched}");
    assert_eq!(watched["fewest"], cards, "{watched}");
    browser.close().await;
}

/// Waits until this many frames have been recorded.
async fn frames(browser: &Browser, count: u64) -> u64 {
    browser
        .until("frames go by", async || {
            let frames = browser.try_value("window.watched.frames").await?.as_u64();
            Ok(frames.filter(|frames| *frames >= count))
        })
        .await
}

#[tokio::test]
async fn glue_and_module_are_preloaded_and_fetched_once() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    for file in [".wasm", "claim-zh.js"] {
        assert_eq!(mall.network.count(&Method::GET, file), 1, "{file}");
    }
    browser.close().await;
}

#[tokio::test]
async fn focus_scroll_position_and_unfolded_parts_stay() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    mall.network.fail(Method::GET, ".wasm", Fault::Hold);
    pay(&mall, &browser).await;
    let card = browser.card(COFFEE.1);
    card.find(Role::Button, "立即领取").await.focus().await.expect("a focus");
    browser.value("document.querySelector('main li details').open = true").await;
    browser.value("window.scrollTo(0, 700)").await;
    let before = place(&browser).await;
    assert!(before[0].as_f64() > Some(300.0), "{before}");
    assert!(before[1].as_str().is_some_and(|name| name.contains(COFFEE.1)), "{before}");

    mall.network.heal();
    browser.taken_over().await;
    assert_eq!(place(&browser).await, before);
    browser.close().await;
}

/// Returns the shopper's place: the scroll position, the focus, and the unfolded parts.
async fn place(browser: &Browser) -> serde_json::Value {
    let place = "[window.scrollY, document.activeElement.getAttribute('aria-label'), \
                 document.querySelectorAll('details[open]').length]";
    browser.value(place).await
}

#[tokio::test]
async fn a_claim_by_form_before_the_module_counts_once() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    mall.network.fail(Method::GET, ".wasm", Fault::Hold);
    pay(&mall, &browser).await;
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    mall.network.heal();
    browser.taken_over().await;
    card.says("已领取").await;
    super::wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    browser.close().await;
}
