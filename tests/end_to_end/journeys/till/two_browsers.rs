//! A shopper shows a coupon, a cashier's camera reads it, and both screens show the result.

use mall_server::demo;
use thirtyfour::prelude::*;

use super::super::coupon_display::{FAIL_POLLING, open, picture};
use super::super::scanning::{PENDING_PERMISSION, with_camera};
use super::{redeem, start_shift};
use crate::browser::Browser;
use crate::film::Film;
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::screen::Role;

#[tokio::test]
async fn a_camera_reads_a_shoppers_screen_and_the_coupon_is_redeemed_and_undone() {
    if !here(&[Need::Flags]) {
        return;
    }
    let (mall, shopper) = (Mall::open().await, Browser::open().await);
    shopper.before_each_page(FAIL_POLLING).await;
    open(&mall, &shopper).await;
    // The journeys' network passes on whole answers only. The coupon's events never end.
    let path = shopper.value("location.pathname").await;
    let direct = format!("http://{}{}", mall.server, path.as_str().expect("a path"));
    shopper.driver.goto(direct).await.expect("the coupon");
    shopper.taken_over().await;
    let film = Film::of(&picture(&shopper).await);

    let cashier = with_camera(&film).await;
    cashier.before_each_page(PENDING_PERMISSION).await;
    start_shift(&mall, &cashier, demo::CASHIER).await;
    cashier.tap(Role::Button, "用相机扫码").await;
    redeem(&cashier, "A-1", "38.5").await;
    cashier.shows("核销成功").await;
    let camera = cashier.value("window.track && track.readyState").await;
    assert_eq!(camera, "ended", "nobody looks any more");
    shopper.shows("已使用").await;
    cashier.tap(Role::Button, "撤销").await;
    cashier.tap(Role::Button, "顾客退单").await;
    cashier.shows("已撤销").await;
    shopper.shows("撤销了核销").await;
    shopper.driver.find(By::Css(".qr")).await.expect("a code again");
    shopper.close().await;
    cashier.close().await;
}
