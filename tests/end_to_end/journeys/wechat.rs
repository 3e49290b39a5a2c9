//! The stand-in for WeChat, tested from a page of its own, and a server that signs for it.

use hyper::StatusCode;
use mall_contract::JsConfig;
use serde_json::json;

use crate::browser::Browser;
use crate::mall::Mall;
use crate::shopper::Shopper;
use crate::wechat::{Phone, Scan, Trouble, WeChat, signature};

/// Records the callbacks of WeChat's script in their order.
const WATCH: &str = "window.calls = [];
    window.tell = function (what) {
        return function (result) { calls.push(result ? what + ' ' + result.errMsg : what); };
    };
    window.scan = function (needResult) {
        wx.scanQRCode({
            needResult: needResult, scanType: ['qrCode'],
            success: function (result) { calls.push('scanned ' + result.resultStr); },
            cancel: tell('cancel'), fail: tell('fail'), complete: tell('complete')
        });
    };";

/// Opens a page with the script and the recorder.
async fn page(wechat: &WeChat, path: &str) -> Browser {
    let browser = Browser::open().await;
    browser.driver.goto(wechat.url(path)).await.expect("a page");
    run(&browser, WATCH).await;
    browser
}

async fn run(browser: &Browser, script: &str) {
    browser.driver.execute(script, vec![]).await.expect("a script that runs");
}

/// Configures a page with the signature of an address and a list of functions.
async fn configure(browser: &Browser, signed: &str, list: &[&str]) {
    let options = json!({
        "appId": "wx0123456789abcdef", "timestamp": 1_795_406_400, "nonceStr": "a_b-1",
        "signature": signature("a_b-1", "1795406400", signed), "jsApiList": list
    });
    let script = format!("wx.ready(tell('ready')); wx.error(tell('error')); wx.config({options});");
    run(browser, &script).await;
}

/// Waits until a page got exactly these callbacks.
async fn assert_calls(browser: &Browser, expected: &[&str]) {
    browser
        .until(&format!("the page gets {expected:?}"), async || {
            let calls = browser.try_value("calls").await?;
            assert!(calls.as_array().is_some_and(|calls| calls.len() <= expected.len()), "{calls}");
            Ok((calls == json!(expected)).then_some(()))
        })
        .await;
    run(browser, "calls.length = 0;").await;
}

#[tokio::test]
async fn a_correctly_signed_page_may_call_its_listed_functions() {
    let wechat = WeChat::open().await;
    let browser = page(&wechat, "/page?x=%E6%B5%B7#there").await;
    run(&browser, "scan(1);").await;
    assert_calls(
        &browser,
        &["fail scanQRCode:permission denied", "complete scanQRCode:permission denied"],
    )
    .await;
    let own = wechat.url("/page?x=%E6%B5%B7");
    configure(&browser, &own, &["scanQRCode"]).await;
    assert_calls(&browser, &["ready"]).await;
    assert_eq!(wechat.verdicts(), [("config:ok".to_owned(), own)]);
    run(&browser, "wx.ready(tell('ready')); wx.error(tell('error'));").await;
    assert_calls(&browser, &["ready"]).await;

    wechat.scans(Scan::Text("EAN_13,6901234567892"));
    run(&browser, "scan(1);").await;
    assert_calls(&browser, &["scanned EAN_13,6901234567892", "complete scanQRCode:ok"]).await;
    run(&browser, "scan(0);").await;
    assert_calls(&browser, &["scanned undefined", "complete scanQRCode:ok"]).await;
    wechat.scans(Scan::Cancelled);
    run(&browser, "scan(1);").await;
    assert_calls(&browser, &["cancel scanQRCode:cancel", "complete scanQRCode:cancel"]).await;
    wechat.scans(Scan::Failed);
    run(&browser, "scan(1);").await;
    assert_calls(&browser, &["fail scanQRCode:fail", "complete scanQRCode:fail"]).await;
    assert_eq!(wechat.scanned(), ["1 qrCode", "0 qrCode", "1 qrCode", "1 qrCode"]);

    let check = "wx.checkJsApi({ jsApiList: ['scanQRCode', 'x'], success: function (r) {
        calls.push(JSON.stringify(r.checkResult)); } });";
    run(&browser, check).await;
    assert_calls(&browser, &[r#"{"scanQRCode":true,"x":false}"#]).await;
    browser.close().await;
}

#[tokio::test]
async fn a_wrongly_signed_page_or_one_without_a_list_may_not_scan() {
    let wechat = WeChat::open().await;
    let browser = page(&wechat, "/page").await;
    configure(&browser, &wechat.url("/page#there"), &["scanQRCode"]).await;
    assert_calls(&browser, &["error config:invalid signature", "ready"]).await;
    run(&browser, "scan(1);").await;
    assert_calls(
        &browser,
        &["fail scanQRCode:permission denied", "complete scanQRCode:permission denied"],
    )
    .await;
    configure(&browser, &wechat.url("/page"), &["openLocation"]).await;
    // A caller learns an earlier decision at once, before the new answer.
    assert_calls(&browser, &["ready"]).await;
    run(&browser, "scan(1);").await;
    assert_calls(
        &browser,
        &["fail scanQRCode:permission denied", "complete scanQRCode:permission denied"],
    )
    .await;
    browser.close().await;
}

#[tokio::test]
async fn scanning_fails_while_wechat_does_not_answer() {
    let wechat = WeChat::open().await;
    wechat.in_trouble(Some(Trouble::Silent));
    let browser = page(&wechat, "/page").await;
    configure(&browser, &wechat.url("/page"), &["scanQRCode"]).await;
    run(&browser, "scan(1);").await;
    assert_calls(
        &browser,
        &["fail scanQRCode:permission denied", "complete scanQRCode:permission denied"],
    )
    .await;
    wechat.in_trouble(Some(Trouble::NoScript));
    let mut without = page(&wechat, "/page").await;
    without.expect_error("jweixin.js");
    assert_eq!(without.value("typeof wx").await, "undefined");
    without.close().await;
    browser.close().await;
}

#[tokio::test]
async fn iphones_check_the_loaded_address_and_android_the_shown_one() {
    let wechat = WeChat::open().await;
    let [entry, now] = [wechat.url("/page"), wechat.url("/page?moved=1")];
    for (phone, right, wrong) in [(Phone::Ios, &entry, &now), (Phone::Android, &now, &entry)] {
        wechat.runs_on(phone);
        for (signed, answer) in [(right, "ready"), (wrong, "error config:invalid signature")] {
            let browser = page(&wechat, "/page").await;
            run(&browser, "history.pushState(null, '', '/page?moved=1');").await;
            configure(&browser, signed, &["scanQRCode"]).await;
            let expected = if answer == "ready" { vec![answer] } else { vec![answer, "ready"] };
            assert_calls(&browser, &expected).await;
            browser.close().await;
        }
    }
}

#[tokio::test]
async fn wechat_accepts_the_servers_signature() {
    let wechat = WeChat::open().await;
    let mall = Mall::scanned_in(&wechat).await;
    let page = mall.url("/wallet?lang=en");
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("url", &page).finish();
    let path = format!("/v1/wechat/js-config?{query}");
    let answer = Shopper::new(&mall).get(&path).await;
    assert_eq!(answer.status, StatusCode::OK);
    let config: JsConfig = serde_json::from_slice(&answer.body).expect("a configuration");
    assert_eq!(config.signature, signature(&config.nonce, &config.timestamp.to_string(), &page));

    wechat.in_trouble(Some(Trouble::NoTicket));
    let another = Mall::scanned_in(&wechat).await;
    let answer = Shopper::new(&another).get(&path).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "the address is the other mall's");
    let path = path.replace(
        &mall.network.address.port().to_string(),
        &another.network.address.port().to_string(),
    );
    let answer = Shopper::new(&another).get(&path).await;
    assert_eq!(answer.status, StatusCode::NOT_IMPLEMENTED);
}
