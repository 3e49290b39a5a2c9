//! Codes are read in the page: by camera, from a picture, or typed.

use hyper::Method;
use mall_server::brand::Brand;
use mall_server::placements::qr;
use thirtyfour::prelude::*;

use super::{COFFEE, shows_wallet_with};
use crate::browser::Browser;
use crate::film::{Film, blank};
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;
use crate::shopper::Shopper;

/// A device whose camera was never used, and which reports when the camera stops.
pub const PENDING_PERMISSION: &str = "
    if (navigator.permissions) navigator.permissions.query = function () {
        return Promise.resolve({ state: 'prompt' });
    };
    (function () {
        var devices = navigator.mediaDevices, open = devices.getUserMedia;
        devices.getUserMedia = function (wanted) {
            return open.call(devices, wanted).then(function (stream) {
                window.track = stream.getVideoTracks()[0];
                return stream;
            });
        };
    }());
";

/// Draws a QR code with a text.
fn qr_picture(text: &str) -> Vec<u8> {
    let drawing = qr::svg(text, &Brand::default()).expect("short enough");
    qr::png(&drawing, 12).expect("a picture")
}

/// Returns the poster of a placement of the demo mall.
pub async fn poster(mall: &Mall, place: &str) -> Vec<u8> {
    let path = format!("/q/{}/poster.svg", mall.code(place).await);
    let poster = Shopper::new(mall).get(&path).await.body;
    qr::png(std::str::from_utf8(&poster).expect("SVG"), 1).expect("a picture")
}

/// Opens a browser whose camera sees a film.
pub async fn with_camera(film: &Film) -> Browser {
    let flags = film.flags();
    Browser::with(&flags.each_ref().map(String::as_str)).await
}

async fn open_scan(mall: &Mall, browser: &Browser) {
    browser.driver.goto(mall.url("/scan")).await.expect("the page that scans");
    browser.taken_over().await;
}

/// Asserts that the camera is on or off.
async fn camera_is_on(browser: &Browser, on: bool) {
    let state = if on { "live" } else { "ended" };
    browser
        .until(&format!("the camera is {state}"), async || {
            Ok((browser.try_value("window.track && track.readyState").await? == state)
                .then_some(()))
        })
        .await;
}

/// Chooses a file as a picture from the album.
async fn choose(browser: &Browser, film: &Film, name: &str, bytes: &[u8]) {
    let file = film.folder().join(name);
    std::fs::write(&file, bytes).expect("a file");
    let input = By::XPath("//label[contains(., '从相册选图')]//input");
    let input = browser.driver.find(input).await.expect("where a picture is chosen");
    input.send_keys(file.display().to_string()).await.expect("chosen");
}

#[tokio::test]
async fn a_scanned_poster_leads_to_its_offers_and_a_claim_to_the_wallet() {
    if !here(&[Need::Flags]) {
        return;
    }
    let mall = Mall::open().await;
    let film = Film::of(&poster(&mall, "atrium-poster").await);
    let browser = with_camera(&film).await;
    browser.driver.goto(mall.url("/scan")).await.expect("the page that scans");
    // The camera was allowed before, so it opens by itself.
    for text in ["扫码领券", "中庭扶梯旁海报"] {
        browser.shows(text).await;
    }
    browser.taken_over().await;
    let card = browser.card(COFFEE.1);
    card.scroll_to().await;
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    card.tap(Role::Link, "去卡包查看").await;
    shows_wallet_with(&browser, COFFEE.1, 1).await;
    browser.tap(Role::Link, "扫码领券").await;
    browser.shows("中庭扶梯旁海报").await;
    browser.close().await;
}

#[tokio::test]
async fn the_scanner_loads_with_the_camera_and_the_camera_stops_with_the_page() {
    if !here(&[Need::Flags, Need::Tabs]) {
        return;
    }
    let mall = Mall::open().await;
    mall.network.before_each_page(PENDING_PERMISSION);
    // The wall has no code.
    let film = Film::of(&blank());
    let browser = with_camera(&film).await;
    open_scan(&mall, &browser).await;
    browser.find(Role::Button, "打开相机").await;
    assert_eq!(mall.network.count(&Method::GET, "/scanner"), 0, "nobody needs it yet");
    browser.tap(Role::Button, "打开相机").await;
    browser.shows("把二维码放进框里").await;
    mall.network.until_requested(&Method::GET, "/scanner.wasm", 1).await;
    camera_is_on(&browser, true).await;

    let page = browser.driver.window().await.expect("a tab");
    browser.value("track.addEventListener && (window.first = track, 1)").await;
    browser.open_tab("about:blank").await;
    browser.look_at(&page).await;
    // The camera was off while the page was hidden. It is on again now.
    browser
        .until("the camera was off and is on", async || {
            let states = browser.try_value("[first.readyState, track.readyState]").await?;
            Ok((states == serde_json::json!(["ended", "live"])).then_some(()))
        })
        .await;
    browser.tap(Role::Button, "关闭相机").await;
    browser.find(Role::Button, "打开相机").await;
    camera_is_on(&browser, false).await;
    assert_eq!(mall.network.count(&Method::GET, "/scanner.wasm"), 1, "it is reported once");
    browser.close().await;
}

#[tokio::test]
async fn a_camera_that_is_taken_away_can_be_opened_again() {
    if !here(&[Need::Flags]) {
        return;
    }
    let mall = Mall::open().await;
    mall.network.before_each_page(PENDING_PERMISSION);
    let film = Film::of(&blank());
    let browser = with_camera(&film).await;
    open_scan(&mall, &browser).await;
    browser.tap(Role::Button, "打开相机").await;
    browser.shows("把二维码放进框里").await;
    browser.value("track.dispatchEvent(new Event('ended'))").await;
    browser.shows("相机断开了").await;
    camera_is_on(&browser, false).await;
    browser.tap(Role::Button, "再试一次").await;
    browser.shows("把二维码放进框里").await;
    browser.close().await;
}

#[tokio::test]
async fn a_refused_or_missing_camera_is_explained_and_a_code_can_be_typed() {
    if !here(&[Need::Flags]) {
        return;
    }
    let mall = Mall::open().await;
    let cases: [(&[&str], &str); 2] = [
        (&["--use-fake-device-for-media-stream", "--deny-permission-prompts"], "没有相机权限"),
        (
            &[
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream=device-count=0",
            ],
            "没有找到相机",
        ),
    ];
    for (flags, message) in cases {
        let browser = Browser::with(flags).await;
        open_scan(&mall, &browser).await;
        if message == "没有相机权限" {
            browser.tap(Role::Button, "打开相机").await;
        }
        browser.shows(message).await;
        type_code(&browser, "这不是码").await;
        browser.shows("编码不对").await;
        let code = mall.code("lift-2").await;
        let (begin, end) = code.split_at(3);
        type_code(&browser, &format!(" {}-{end}", begin.to_lowercase())).await;
        browser.shows("2 号客梯").await;
        browser.close().await;
    }
}

/// Types a code and opens it.
async fn type_code(browser: &Browser, code: &str) {
    let field = browser.find(Role::Field, "输入码下方的编码").await;
    field.clear().await.expect("an empty field");
    field.send_keys(code).await.expect("typed");
    browser.tap(Role::Button, "查看优惠").await;
}

#[tokio::test]
async fn a_code_can_be_typed_without_the_module() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.may_fail("404");
    mall.network.fail(Method::GET, ".wasm", Fault::Hold);
    browser.driver.goto(mall.url("/scan")).await.expect("the page that scans");
    browser.shows("微信“扫一扫”或手机相机").await;
    type_code(&browser, "12").await;
    browser.shows("编码不对").await;
    type_code(&browser, "7K01QD8M2ZWX3V5T").await;
    browser.shows("这是优惠券的券码").await;
    type_code(&browser, &mall.code("lift-2").await).await;
    browser.shows("2 号客梯").await;
    // An unknown code leads back to scanning.
    browser.driver.goto(mall.url("/q/ZZZZZZ")).await.expect("a page");
    browser.tap(Role::Link, "扫码领券").await;
    browser.is_titled("扫码领券").await;
    browser.close().await;
}

#[tokio::test]
async fn text_typed_before_the_module_arrives_stays() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    mall.network.fail(Method::GET, ".wasm", Fault::Hold);
    browser.driver.goto(mall.url("/scan")).await.expect("the page that scans");
    let code = mall.code("lift-2").await;
    let field = browser.find(Role::Field, "输入码下方的编码").await;
    field.send_keys(&code).await.expect("typed");
    mall.network.heal();
    browser.taken_over().await;
    let field = browser.find(Role::Field, "输入码下方的编码").await;
    assert_eq!(field.prop("value").await.expect("a value"), Some(code));
    browser.tap(Role::Button, "查看优惠").await;
    browser.shows("2 号客梯").await;
    browser.close().await;
}

#[tokio::test]
async fn a_foreign_code_is_shown_and_never_opened() {
    if !here(&[Need::Flags]) {
        return;
    }
    let mall = Mall::open().await;
    let hostile = mall.url("/q/7K01QD").replace("http://", "http://evil.example/http://");
    let film = Film::of(&qr_picture(&hostile));
    let browser = with_camera(&film).await;
    open_scan(&mall, &browser).await;
    browser.shows("这不是本商场的码").await;
    browser.shows(&hostile).await;
    let links = browser.driver.find_all(By::XPath("//a[contains(@href, 'evil')]")).await;
    assert_eq!(links.expect("links").len(), 0);
    assert_eq!(mall.network.count(&Method::GET, "/q/"), 0, "nothing is opened");
    browser.tap(Role::Button, "再扫一个").await;
    browser.shows("这不是本商场的码").await;
    browser.close().await;
}

#[tokio::test]
async fn a_picture_from_the_album_is_read() {
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    let film = Film::of(&blank());
    open_scan(&mall, &browser).await;
    choose(&browser, &film, "text.png", b"no picture at all").await;
    browser.shows("打不开这个文件").await;
    choose(&browser, &film, "blank.png", &blank()).await;
    browser.shows("图片里没有找到二维码").await;
    choose(&browser, &film, "coupon.png", &qr_picture("7K01QD8M2ZWX3V5T-12345678")).await;
    browser.shows("这是优惠券的券码").await;
    choose(&browser, &film, "code.png", &poster(&mall, "lift-2").await).await;
    browser.shows("2 号客梯").await;
    browser.close().await;
}

#[tokio::test]
async fn a_scanner_that_does_not_load_says_so_and_loads_later() {
    if !here(&[Need::Flags]) {
        return;
    }
    let mall = Mall::open().await;
    mall.network.fail(Method::GET, "/scanner.wasm", Fault::LoseRequest);
    let film = Film::of(&poster(&mall, "lift-2").await);
    let mut browser = with_camera(&film).await;
    browser.may_fail("scanner.wasm");
    open_scan(&mall, &browser).await;
    browser.shows("扫码功能加载失败").await;
    mall.network.heal();
    browser.tap(Role::Button, "再试一次").await;
    browser.shows("2 号客梯").await;
    browser.close().await;
}

/// A browser that reads codes by itself.
const READS_CODES: &str = "
    window.BarcodeDetector = function () {};
    BarcodeDetector.getSupportedFormats = function () { return Promise.resolve(['aztec', 'qr_code']); };
    BarcodeDetector.prototype.detect = function (canvas) {
        return Promise.resolve(canvas.width === 480 ? [{ rawValue: 'read by the browser' }] : []);
    };
";

#[tokio::test]
async fn a_browser_that_reads_codes_needs_no_scanner() {
    if !here(&[Need::Flags]) {
        return;
    }
    let mall = Mall::open().await;
    mall.network.before_each_page(READS_CODES);
    let film = Film::of(&blank());
    let browser = with_camera(&film).await;
    open_scan(&mall, &browser).await;
    browser.shows("read by the browser").await;
    assert_eq!(mall.network.count(&Method::GET, "/scanner"), 0);
    browser.close().await;
}
