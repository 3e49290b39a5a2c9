//! Phones with a light beside the camera, and with more than one camera.

use super::scanning::{PENDING_PERMISSION, poster, with_camera};
use crate::browser::Browser;
use crate::film::Film;
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::screen::Role;

/// A camera with a light. The stand-in has none.
const CAMERA_WITH_LIGHT: &str = "
    (function () {
        var track = MediaStreamTrack.prototype;
        track.getCapabilities = function () { return { torch: true }; };
        track.applyConstraints = function (wanted) {
            window.lit = wanted.advanced[0].torch;
            return Promise.resolve();
        };
    }());
";

#[tokio::test]
async fn a_poster_is_read_after_a_tap() {
    if !here(&[Need::Flags]) {
        return;
    }
    let mall = Mall::open().await;
    mall.network.before_each_page(PENDING_PERMISSION);
    let film = Film::of(&poster(&mall, "lift-2").await);
    let browser = with_camera(&film).await;
    browser.driver.goto(mall.url("/scan")).await.expect("the page that scans");
    browser.tap(Role::Button, "打开相机").await;
    browser.shows("2 号客梯").await;
    browser.close().await;
}

#[tokio::test]
async fn the_light_is_turned_on_and_off_again() {
    if !here(&[Need::Flags]) {
        return;
    }
    let mall = Mall::open().await;
    mall.network.before_each_page(CAMERA_WITH_LIGHT);
    let flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];
    let browser = Browser::with(&flags).await;
    browser.driver.goto(mall.url("/scan")).await.expect("the page that scans");
    browser.tap(Role::Button, "开灯").await;
    browser.find(Role::Button, "关灯").await;
    assert_eq!(browser.value("lit").await, true);
    browser.tap(Role::Button, "关灯").await;
    browser.find(Role::Button, "开灯").await;
    assert_eq!(browser.value("lit").await, false);
    browser.close().await;
}

#[tokio::test]
async fn another_camera_can_be_chosen() {
    if !here(&[Need::Flags]) {
        return;
    }
    let mall = Mall::open().await;
    let two = "--use-fake-device-for-media-stream=device-count=2";
    let browser = Browser::with(&[two, "--use-fake-ui-for-media-stream"]).await;
    browser.driver.goto(mall.url("/scan")).await.expect("the page that scans");
    browser.find(Role::Button, "切换镜头").await;
    let used =
        "document.querySelector('video').srcObject.getVideoTracks()[0].getSettings().deviceId";
    let first = browser.value(used).await;
    for next_is_first in [false, true] {
        browser.tap(Role::Button, "切换镜头").await;
        browser
            .until("the other camera is on", async || {
                let now = browser
                    .try_value(&format!("document.querySelector('video').srcObject && {used}"))
                    .await?;
                Ok((now.is_string() && (now == first) == next_is_first).then_some(()))
            })
            .await;
        browser.find(Role::Button, "切换镜头").await;
    }
    browser.close().await;
}
