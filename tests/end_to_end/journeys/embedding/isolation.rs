//! Mounts and the page around them do not affect each other.

use serde_json::{Value, json};

use super::set_up;
use crate::browser::Browser;
use crate::host::{Host, Mounted, Mounts};
use crate::journeys::COFFEE;
use crate::mall::Mall;
use crate::screen::Role;

/// Returns the computed style of the site's own parts.
const OWN_LOOK: &str = "(() => { const style = getComputedStyle(document.getElementById('page')); \
                   return [style.backgroundColor, style.fontSize, style.maxWidth, style.borderRadius, \
                   getComputedStyle(document.body).backgroundColor, document.title, location.href, history.length]; })()";

async fn look_of(mount: &Mounted<'_>, element: &str) -> Value {
    mount
        .value(&format!(
            "(() => {{ const style = getComputedStyle(root.querySelector('{element}')); \
             return [style.color, style.fontSize, style.fontStyle, style.letterSpacing, style.wordSpacing, \
             style.borderTopWidth, style.textTransform, style.minHeight]; }})()"
        ))
        .await
}

#[tokio::test]
async fn styles_do_not_leak_in_or_out() {
    let (_, mall, browser) = set_up().await;
    let own = browser.value(OWN_LOOK).await;
    let (first, link) = (browser.mount("first"), mall.paid("N1").await);
    first.open(&mall, &link, "zh").await;
    first.shows("支付成功").await;
    assert_eq!(browser.value(OWN_LOOK).await, own, "the site's own page is as it was");
    let text = look_of(&first, ".mall").await;
    let plain =
        json!(["rgb(27, 27, 31)", "16px", "normal", "normal", "0px", "0px", "none", "auto"]);
    assert_eq!(text, plain);
    let button = look_of(&first, "li .button").await;
    assert_eq!(
        button,
        json!(["rgb(255, 255, 255)", "15px", "normal", "normal", "0px", "0px", "none", "44px"])
    );
    browser.close().await;
}

#[tokio::test]
async fn tokens_set_their_colours_and_sizes() {
    let (_, mall, browser) = set_up().await;
    let (first, link) = (browser.mount("first"), mall.paid("N1").await);
    first.open(&mall, &link, "zh").await;
    first.find(Some(COFFEE.1), Role::Button, "立即领取").await;
    let colours = "[getComputedStyle(root.querySelector('li .button')).backgroundColor, \
                   getComputedStyle(root.querySelector('.root')).backgroundColor, \
                   getComputedStyle(root.querySelector('.mall')).fontSize]";
    assert_eq!(
        first.value(colours).await,
        json!(["rgb(210, 51, 26)", "rgb(244, 244, 246)", "16px"])
    );
    let set = "(() => { const style = document.getElementById('first').style; \
               style.setProperty('--mall-accent', 'rgb(0, 80, 160)'); \
               style.setProperty('--mall-text-size', '20px'); return true; })()";
    browser.value(set).await;
    assert_eq!(
        first.value(colours).await,
        json!(["rgb(0, 80, 160)", "rgb(244, 244, 246)", "20px"])
    );
    assert_eq!(first.update(json!({ "theme": "dark" })).await, "updated");
    assert_eq!(first.value(colours).await, json!(["rgb(0, 80, 160)", "rgb(18, 18, 20)", "20px"]));
    browser.close().await;
}

#[tokio::test]
async fn two_mounts_of_two_malls_stand_side_by_side() {
    let host = Host::open().await;
    let (one, other) =
        (Mall::embedded_by(&[&host.origin]).await, Mall::embedded_by(&[&host.origin]).await);
    let browser = Browser::open().await;
    host.show(&browser).await;
    let (first, second) = (browser.mount("first"), browser.mount("second"));
    first.open(&one, &one.paid("N1").await, "zh").await;
    second.open(&other, &other.paid("N1").await, "en").await;
    first.shows("支付成功").await;
    second.shows("Payment complete").await;
    first.claim(COFFEE.1).await;
    let coffee = Some("Money off any fresh coffee");
    second.find(coffee, Role::Button, "Claim").await;
    assert_eq!(one.number("SELECT COUNT(*) FROM coupons").await, 1);
    assert_eq!(other.number("SELECT COUNT(*) FROM coupons").await, 0);
    assert!(second.events("claimed").await.is_empty());
    first.unmount().await;
    second.tap(coffee, Role::Button, "Claim").await;
    second.until_event("claimed").await;
    assert_eq!(other.number("SELECT COUNT(*) FROM coupons").await, 1);
    browser.close().await;
}

#[tokio::test]
async fn a_mount_is_accessible() {
    let (_, mall, browser) = set_up().await;
    let axe = std::env::var("AXE").expect("AXE: `cargo xtask test` sets it");
    let axe = std::fs::read_to_string(axe).expect("axe");
    browser.driver.execute(axe, vec![]).await.expect("axe runs");
    let (first, link) = (browser.mount("first"), mall.paid("N1").await);
    first.open(&mall, &link, "zh").await;
    for (language, larger, normal) in [("zh", "大字", "标准字"), ("en", "Text +", "Text −")]
    {
        for (theme, large) in [("light", false), ("dark", false), ("light", true), ("dark", true)] {
            let look = json!({ "language": language, "theme": theme, "largeText": large });
            assert_eq!(first.update(look.clone()).await, "updated");
            first.find(None, Role::Link, if large { normal } else { larger }).await;
            assert_eq!(findings(&browser).await, json!([]), "{look}");
        }
    }
    browser.close().await;
}

/// Returns axe's findings in the mounts.
async fn findings(browser: &Browser) -> Value {
    let script = "const done = arguments[arguments.length - 1]; \
                  axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], \
                  resultTypes: ['violations'] }).then((result) => done(result.violations.flatMap((rule) => \
                  rule.nodes.filter((node) => Array.isArray(node.target[0])).map((node) => rule.id + ' ' + node.target.join(' ')))), \
                  (error) => done([String(error)]));";
    let found = browser.driver.execute_async(script, vec![]).await.expect("axe answers");
    found.json().clone()
}
