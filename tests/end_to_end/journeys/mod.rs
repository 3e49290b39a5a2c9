//! What shoppers do.

mod claim;
mod counting;
mod language;
mod links;
mod list;
mod lost;
mod network;
mod receipt;
mod sold_out;
mod take_over;
mod twice;
mod without_module;

use crate::browser::Browser;
use crate::mall::Mall;
use crate::screen::Role;

/// An offer that a payment of ¥86 for hotpot leads to: its id and its title.
const COFFEE: (&str, &str) = ("halfway-hill-fresh-coffee", "现制咖啡立减券");

/// Where the journeys pay.
const HOTPOT: &str = "红泥炉火锅";

/// Pays ¥86 at the demo's hotpot store, up to the claim page.
async fn pay(mall: &Mall, browser: &Browser) {
    browser.driver.goto(mall.url("/")).await.expect("the start page");
    browser.tap(Role::Button, &format!("¥86 {HOTPOT}")).await;
    browser.shows("支付成功").await;
}

/// Opens the wallet and says that it holds so many coupons of a title.
async fn wallet_holds(mall: &Mall, browser: &Browser, title: &str, count: usize) {
    browser.driver.goto(mall.url("/wallet")).await.expect("the wallet");
    wallet_shows(browser, title, count).await;
}

/// Says that the page is the wallet and holds so many coupons of a title. It may be taken over
/// meanwhile, and is then looked at again.
async fn wallet_shows(browser: &Browser, title: &str, count: usize) {
    browser.is_titled("我的卡包").await;
    browser
        .until(&format!("the wallet holds {count} × {title}"), async || {
            Ok((browser.entries(title).await?.len() == count).then_some(()))
        })
        .await;
}
