//! Valid and invalid options of a mount.

use serde_json::{Value, json};

use super::set_up;
use crate::host::Mounts;
use crate::screen::Role;

#[tokio::test]
async fn a_wrong_option_is_named_and_nothing_is_mounted() {
    let (_, mall, browser) = set_up().await;
    let (first, link) = (browser.mount("first"), mall.paid("N1").await);
    let right = json!({ "server": mall.url(""), "link": link });
    let with = |name: &str, value: Value| {
        let mut options = right.clone();
        options[name] = value;
        options
    };
    let wrong = [
        (json!(null), "options must be an object"),
        (json!("1.a.b"), "options must be an object"),
        (json!([1]), "options must be an object"),
        (json!({}), "options.server must be the origin"),
        (json!({ "server": mall.url("") }), "options.link must be the text"),
        (with("server", json!(7)), "options.server must be the origin"),
        (with("server", json!("coupons.example.com")), "options.server must be the origin"),
        (with("server", json!("https://a.test/x?y")), "options.server must be the origin"),
        (with("server", json!("javascript:alert(1)")), "options.server must be the origin"),
        (with("link", json!(7)), "options.link must be the text"),
        (with("link", json!("../wallet")), "options.link must be the text"),
        (with("link", json!("<img src=x onerror=alert(1)>")), "options.link must be the text"),
        (with("language", json!("fr")), r#"options.language must be "zh" or "en""#),
        (with("language", json!(null)), r#"options.language must be "zh" or "en""#),
        (with("largeText", json!("yes")), "options.largeText must be true or false"),
        (with("theme", json!("pink")), r#"options.theme must be "auto", "light" or "dark""#),
        (with("onEvent", json!("told")), "options.onEvent must be a function"),
        (with("langauge", json!("en")), "options.langauge is not known; there are server, link"),
    ];
    for (options, words) in wrong {
        let error = first.mount(options.clone()).await;
        let begin = format!("TypeError: mount: {words}");
        assert!(error.starts_with(&begin), "{options}: {error}");
    }
    assert_eq!(browser.value("document.getElementById('first').childNodes.length").await, 0);
    let error = browser.mount("nowhere").mount(right.clone()).await;
    assert_eq!(error, "TypeError: mount: element must be an element of the page");

    assert_eq!(first.mount(right.clone()).await, "mounted");
    let second = first.mount(right).await;
    assert_eq!(second, "TypeError: mount: element has a mount already; unmount it first");
    first.shows("支付成功").await;
    browser.close().await;
}

#[tokio::test]
async fn options_change_the_mount() {
    let (_, mall, browser) = set_up().await;
    let (first, link) = (browser.mount("first"), mall.paid("N1").await);
    first.open(&mall, &link, "zh").await;
    first.shows("支付成功").await;
    assert_eq!(first.update(json!({ "language": "en" })).await, "updated");
    first.shows("Payment complete").await;
    first.shows("Money off any fresh coffee").await;
    let wrong = first.update(json!({ "language": "zh", "largeText": 1 })).await;
    assert_eq!(wrong, "TypeError: update: options.largeText must be true or false");
    assert_eq!(first.value("root.querySelector('.root').lang").await, "en", "nothing is changed");
    let size = "parseFloat(getComputedStyle(root.querySelector('h3')).fontSize)";
    let before = first.value(size).await.as_f64().expect("a size");
    assert_eq!(first.update(json!({ "largeText": true })).await, "updated");
    let after = first.value(size).await.as_f64().expect("a size");
    assert!((after / before - 1.4).abs() < 0.01, "{before} {after}");
    let other = mall.paid("N2").await;
    assert_eq!(first.update(json!({ "link": other, "language": "zh" })).await, "updated");
    first.shows("支付成功").await;
    first.unmount().await;
    let error = first.update(json!({ "language": "en" })).await;
    assert_eq!(error, "TypeError: update: it is unmounted");
    browser.close().await;
}

#[tokio::test]
async fn shoppers_change_the_mount_unless_the_site_decides() {
    let (_, mall, browser) = set_up().await;
    let (first, link) = (browser.mount("first"), mall.paid("N1").await);
    first.open(&mall, &link, "zh").await;
    first.tap(None, Role::Link, "English").await;
    first.shows("Payment complete").await;
    first.tap(None, Role::Link, "Text +").await;
    first.find(None, Role::Link, "Text −").await;
    let ways = first.events("navigation").await;
    assert_eq!(ways[0], json!({ "type": "navigation", "to": "language", "language": "en" }));
    assert_eq!(ways[1], json!({ "type": "navigation", "to": "text_size", "largeText": true }));

    browser.value("(host.leads = true)").await;
    first.tap(None, Role::Link, "中文").await;
    first.tap(None, Role::Button, "Wallet").await;
    assert_eq!(first.events("navigation").await.len(), 4);
    first.shows("Payment complete").await;
    assert_eq!(browser.driver.windows().await.expect("tabs").len(), 1);
    browser.close().await;
}
