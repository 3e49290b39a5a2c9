//! Inside WeChat its own scanner reads codes. If it fails, the page's camera does.

use hyper::Method;

use super::COFFEE;
use crate::browser::Browser;
use crate::film::{Film, blank};
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::screen::Role;
use crate::wechat::{Phone, Scan, Trouble, WeChat};

/// WeChat's user agent.
const AGENT: &str = "--user-agent=Mozilla/5.0 (Linux; Android 13; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 \
                     Chrome/156.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.58.2841(0x28003A51) WeChat/arm64 \
                     NetType/WIFI Language/zh_CN";

async fn open_scan(mall: &Mall, browser: &Browser) {
    browser.driver.goto(mall.url("/scan")).await.expect("the page that scans");
    browser.taken_over().await;
}

/// Makes the next scan return the address of a placement.
async fn lays_before_it(wechat: &WeChat, mall: &Mall, place: &str) {
    let address = mall.url(&format!("/q/{}", mall.code(place).await));
    wechat.scans(Scan::Text(address.leak()));
}

#[tokio::test]
async fn wechat_scans_a_poster_and_its_offer_is_claimed() {
    if !here(&[Need::Flags]) {
        return;
    }
    for phone in [Phone::Android, Phone::Ios] {
        let wechat = WeChat::open().await;
        wechat.runs_on(phone);
        let (mall, browser) = (Mall::scanned_in(&wechat).await, Browser::with(&[AGENT]).await);
        open_scan(&mall, &browser).await;
        browser.find(Role::Button, "扫一扫").await;
        assert_eq!(wechat.verdicts(), [("config:ok".into(), mall.url("/scan"))]);

        wechat.scans(Scan::Cancelled);
        browser.tap(Role::Button, "扫一扫").await;
        browser
            .until(
                "the shopper goes back",
                async || Ok((wechat.scanned().len() == 1).then_some(())),
            )
            .await;
        lays_before_it(&wechat, &mall, "atrium-poster").await;
        browser.tap(Role::Button, "扫一扫").await;
        browser.shows("中庭扶梯旁海报").await;
        browser.taken_over().await;
        let card = browser.card(COFFEE.1);
        card.scroll_to().await;
        card.tap(Role::Button, "立即领取").await;
        card.says("已领取").await;
        assert_eq!(wechat.scanned(), ["1 qrCode", "1 qrCode"]);
        assert_eq!(mall.network.count(&Method::GET, "/scanner"), 0, "nobody needs ours");
        browser.close().await;
    }
}

#[tokio::test]
async fn codes_read_by_wechat_obey_the_same_rules() {
    if !here(&[Need::Flags]) {
        return;
    }
    let wechat = WeChat::open().await;
    let (mall, browser) = (Mall::scanned_in(&wechat).await, Browser::with(&[AGENT]).await);
    open_scan(&mall, &browser).await;
    wechat.scans(Scan::Text("https://evil.example/q/7K01QD"));
    browser.tap(Role::Button, "扫一扫").await;
    browser.shows("这不是本商场的码").await;
    browser.shows("https://evil.example/q/7K01QD").await;
    wechat
        .scans(Scan::Text(r#"{"scan_code":{"scan_type":"qr","scan_result":"7K01QD8M2ZWX3V5T"}}"#));
    browser.tap(Role::Button, "再扫一个").await;
    browser.shows("这是优惠券的券码").await;
    browser.close().await;
}

#[tokio::test]
async fn the_camera_replaces_wechats_scanner_when_it_fails() {
    if !here(&[Need::Flags]) {
        return;
    }
    let film = Film::of(&blank());
    let mut flags = film.flags().to_vec();
    flags.push(AGENT.into());
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    for trouble in [Some(Trouble::NoScript), Some(Trouble::NoTicket), None] {
        let wechat = WeChat::open().await;
        wechat.in_trouble(trouble);
        let (mall, mut browser) = (Mall::scanned_in(&wechat).await, Browser::with(&flags).await);
        browser.may_fail("jweixin.js");
        browser.may_fail("js-config");
        open_scan(&mall, &browser).await;
        if trouble.is_none() {
            wechat.scans(Scan::Failed);
            browser.tap(Role::Button, "扫一扫").await;
            browser.shows("这里不能使用相机").await;
            browser.tap(Role::Button, "再试一次").await;
        } else {
            browser.tap(Role::Button, "打开相机").await;
        }
        browser.shows("把二维码放进框里").await;
        browser.close().await;
    }
}
