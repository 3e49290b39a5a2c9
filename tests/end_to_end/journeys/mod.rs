//! Journeys of shoppers and staff.

mod behind_nginx;
mod cameras;
mod claim;
mod counting;
mod coupon_display;
mod embedding;
mod external_changes;
mod language;
mod links;
mod list;
mod lost_responses;
mod mini_program;
mod network;
mod newer_server;
mod offline;
mod placements;
mod receipt;
mod repeated_claims;
mod return_visits;
mod scanning;
mod scanning_in_wechat;
mod sold_out;
mod static_page;
mod take_over;
mod till;
mod trouble;
mod unusual_devices;
mod wallet;
mod wechat;
mod without_module;

use crate::browser::Browser;
use crate::mall::Mall;
use crate::screen::Role;

/// An offer after a payment of ¥86 for hotpot: its id and its title.
const COFFEE: (&str, &str) = ("halfway-hill-fresh-coffee", "现制咖啡立减券");

/// The store at which the journeys pay.
const HOTPOT: &str = "红泥炉火锅";

/// Pays ¥86 at the demo's hotpot store and opens the claim page.
async fn pay(mall: &Mall, browser: &Browser) {
    browser.driver.goto(mall.url("/")).await.expect("the start page");
    browser.tap(Role::Button, &format!("¥86 {HOTPOT}")).await;
    browser.shows("支付成功").await;
}

/// Opens the wallet and asserts that it holds this many coupons of a title.
async fn wallet_holds(mall: &Mall, browser: &Browser, title: &str, count: usize) {
    browser.driver.goto(mall.url("/wallet")).await.expect("the wallet");
    shows_wallet_with(browser, title, count).await;
}

/// Asserts that the wallet is open and holds this many coupons of a title.
async fn shows_wallet_with(browser: &Browser, title: &str, count: usize) {
    browser.is_titled("我的卡包").await;
    browser
        .until(&format!("the wallet holds {count} × {title}"), async || {
            Ok((browser.entries(title).await?.len() == count).then_some(()))
        })
        .await;
}
