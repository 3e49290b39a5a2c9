//! A module that cannot run, or stops: the server's page works, and the server gets one report.

use hyper::Method;

use super::{COFFEE, pay, wallet_holds};
use crate::browser::Browser;
use crate::kernel::{Kernel, Need, here, kernel};
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;

/// Words that a shopper never sees.
const ALARMS: [&str; 6] = ["加载失败", "连不上", "出错", "失败", "JavaScript", "浏览器"];

/// A module that starts like ours and traps at once.
const TRAPS_AT_ONCE: &[u8] = &[
    0, b'a', b's', b'm', 1, 0, 0, 0, // WebAssembly, version 1
    1, 4, 1, 0x60, 0, 0, // a function type without parameters and results
    3, 2, 1, 0, // one function of this type
    5, 3, 1, 0, 1, // a memory of one page
    7, 29, 2, 6, b'm', b'e', b'm', b'o', b'r', b'y', 2, 0, // exported as `memory`
    16, b'_', b'_', b'w', b'b', b'i', b'n', b'd', b'g', b'e', b'n', b'_', b's', b't', b'a', b'r',
    b't', 0, 0, 10, 5, 1, 3, 0, 0, 0x0b, // its body: unreachable
];

/// Lets the module run, and trap later. A browser function that the module calls then runs into another module's
/// trap, which passes through our module's own frames.
const TRAPS_ON_EVENT: &str = "
    var bytes = [0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,116,0,0,10,5,1,3,0,0,11];
    var trap = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports.t;
    ['instantiate', 'instantiateStreaming'].forEach(function (name) {
        var real = WebAssembly[name];
        if (real) WebAssembly[name] = function (source, imports) {
            Object.keys(imports).forEach(function (space) {
                Object.keys(imports[space]).forEach(function (key) {
                    var call = imports[space][key];
                    imports[space][key] = function () {
                        if (window.trapNow) trap();
                        return call.apply(this, arguments);
                    };
                });
            });
            return real.call(WebAssembly, source, imports);
        };
    });
";

/// An event that the module listens to.
const TRAP_NOW: &str = "(window.trapNow = true, window.dispatchEvent(new Event('offline')))";

/// Waits for the server's report, and asserts that there is one, with the kernel alone.
async fn until_reported(mall: &Mall, trouble: &str) {
    mall.until_counted("broken", 1).await;
    let troubles = mall.troubles().await;
    assert_eq!(troubles.len(), 1, "{troubles:?}");
    assert_eq!(troubles[0].0, trouble);
    let product = if kernel() == Kernel::WebKit { "Version" } else { "Chrome" };
    assert!(troubles[0].1.starts_with(product) && troubles[0].1.len() < 64, "{troubles:?}");
}

/// Asserts that the server's page works: it claims by its form, shows no alarming text, and reports nothing more.
async fn works_without(mall: &Mall, browser: &Browser) {
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    assert_eq!(mall.network.count(&Method::POST, "/v1/claims"), 0, "the form itself claims");
    let text = browser.text().await;
    for alarm in ALARMS {
        assert!(!text.contains(alarm), "{alarm} in\n{text}");
    }
    let reloads = mall.network.count(&Method::GET, "/pay/");
    wallet_holds(mall, browser, COFFEE.1, 1).await;
    assert!(reloads <= 4, "{reloads} times: the page, what it asks once, and after the form");
    assert_eq!(mall.counted("broken", None).await, 1, "once");
}

#[tokio::test]
async fn the_page_works_without_web_assembly() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    // As on phones in lockdown mode.
    mall.network.before_each_page("delete window.WebAssembly;");
    pay(&mall, &browser).await;
    assert_eq!(browser.value("typeof WebAssembly").await, "undefined");
    until_reported(&mall, "unsupported").await;
    works_without(&mall, &browser).await;
    browser.close().await;
}

#[tokio::test]
async fn a_module_that_traps_at_once_leaves_the_page() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.may_fail("unreachable");
    mall.network.forge(".wasm", Some("application/wasm"), |_| TRAPS_AT_ONCE.to_vec());
    pay(&mall, &browser).await;
    until_reported(&mall, "not_started").await;
    works_without(&mall, &browser).await;
    browser.close().await;
}

#[tokio::test]
async fn a_truncated_module_leaves_the_page() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    mall.network.forge(".wasm", Some("application/wasm"), |body| body[..body.len() / 2].to_vec());
    pay(&mall, &browser).await;
    until_reported(&mall, "not_loaded").await;
    assert_eq!(mall.network.count(&Method::GET, ".wasm"), 2, "it is tried once more, whole");
    works_without(&mall, &browser).await;
    browser.close().await;
}

#[tokio::test]
async fn truncated_glue_leaves_the_page() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.may_fail("SyntaxError");
    mall.network.forge("/claim-zh.js", None, |body| body[..body.len() / 2].to_vec());
    pay(&mall, &browser).await;
    until_reported(&mall, "not_loaded").await;
    works_without(&mall, &browser).await;
    browser.close().await;
}

#[tokio::test]
async fn a_blocked_module_leaves_the_page() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.expect_error("ERR_EMPTY_RESPONSE");
    mall.network.fail(Method::GET, ".wasm", Fault::LoseRequest);
    pay(&mall, &browser).await;
    until_reported(&mall, "not_loaded").await;
    works_without(&mall, &browser).await;
    browser.close().await;
}

#[tokio::test]
async fn a_module_without_memory_leaves_the_page() {
    if !here(&[Need::Flags]) {
        return;
    }
    let mall = Mall::open().await;
    // A page has 64 KB. The module starts with more than eight.
    let browser = Browser::with(&["--js-flags=--wasm-max-mem-pages=8"]).await;
    pay(&mall, &browser).await;
    until_reported(&mall, "not_loaded").await;
    works_without(&mall, &browser).await;
    browser.close().await;
}

#[tokio::test]
async fn a_module_with_a_wrong_content_type_runs() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    mall.network.forge(".wasm", Some("application/octet-stream"), |body| body);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    browser.card(COFFEE.1).tap(Role::Button, "立即领取").await;
    browser.card(COFFEE.1).says("已领取").await;
    assert_eq!(mall.network.count(&Method::POST, "/v1/claims"), 1, "the module claims");
    browser.close().await;
}

#[tokio::test]
async fn a_module_whose_streaming_compilation_fails_is_compiled_whole() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    let refuse = "if (WebAssembly.instantiateStreaming) WebAssembly.instantiateStreaming = function () {
        return Promise.reject(new TypeError('An argument must be provided, which must be a Response'));
    };";
    mall.network.before_each_page(refuse);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    assert_eq!(mall.counted("broken", None).await, 0);
    browser.close().await;
}

#[tokio::test]
async fn a_module_that_traps_later_gives_way_to_the_current_page() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.may_fail("unreachable");
    mall.network.before_each_page(TRAPS_ON_EVENT);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    let card = browser.card(COFFEE.1);
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;

    browser.value(TRAP_NOW).await;
    until_reported(&mall, "stopped").await;
    browser
        .until("the server's page is back", async || {
            let served =
                "!window.trapNow && document.querySelector('#page[data-drawn] h1') !== null";
            Ok((browser.try_value(served).await? == true).then_some(()))
        })
        .await;
    card.says("已领取").await;
    card.has_no(Role::Button, "立即领取").await;
    assert_eq!(mall.network.count(&Method::GET, ".wasm"), 1, "it is not started in this tab again");
    let other = browser.card("加一元换购美式咖啡");
    other.tap(Role::Button, "立即领取").await;
    other.says("已领取").await;
    assert_eq!(mall.network.count(&Method::POST, "/v1/claims"), 1, "the form claims now");
    wallet_holds(&mall, &browser, COFFEE.1, 1).await;
    assert_eq!(mall.counted("broken", None).await, 1, "once");
    browser.close().await;
}

#[tokio::test]
async fn the_first_page_comes_back_when_it_cannot_be_loaded_again() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.may_fail("unreachable");
    browser.expect_error("ERR_EMPTY_RESPONSE");
    mall.network.before_each_page(TRAPS_ON_EVENT);
    pay(&mall, &browser).await;
    browser.taken_over().await;
    mall.network.fail(Method::GET, "/pay/", Fault::LoseRequest);
    browser.value(TRAP_NOW).await;
    browser
        .until("the server's page is back", async || {
            let served =
                "window.trapNow && document.querySelector('#page[data-drawn] h1') !== null";
            Ok((browser.try_value(served).await? == true).then_some(()))
        })
        .await;
    mall.network.heal();
    until_reported(&mall, "stopped").await;
    works_without(&mall, &browser).await;
    browser.close().await;
}
