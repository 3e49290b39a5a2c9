//! A coupon at a till: its codes, and its changes.

use hyper::Method;
use mall_contract::{CouponCode, PrepareResponse, TillRedemption};
use mall_server::demo;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::By;

use super::{COFFEE, pay, wallet_holds};
use crate::browser::Browser;
use crate::kernel::{Need, here};
use crate::mall::Mall;
use crate::proxy::Fault;
use crate::screen::Role;
use crate::shopper::{Answer, Shopper};

/// The demo's cashier at the coffee shop.
pub(super) struct Till(Shopper);

impl Till {
    pub(super) async fn of(mall: &Mall) -> Self {
        let mut till = Self(Shopper::new(mall));
        let person = json!({
            "store": "halfway-hill", "name": demo::CASHIER, "password": demo::PASSWORD
        });
        let answer = till.post("/v1/staff/sessions", &person).await;
        assert_eq!(answer.status, 201, "{:?}", answer.body);
        till
    }

    async fn post(&mut self, path: &str, body: &Value) -> Answer {
        self.0.ask(Method::POST, path, "application/json", body.to_string()).await
    }

    /// Requests a code's coupon as a till.
    pub(super) async fn prepare(&mut self, code: &str) -> PrepareResponse {
        read(&self.post("/v1/till/prepare", &json!({ "code": code })).await)
    }

    pub(super) async fn take(&mut self, code: &str) -> TillRedemption {
        let order = json!({
            "request_id": format!("r-{}", &code[code.len() - 8..]), "code": code,
            "order_number": "A-1", "amount": 3000
        });
        read(&self.post("/v1/till/redemptions", &order).await)
    }

    async fn undo(&mut self, id: &str) {
        let body = json!({ "redemption_id": id, "reason": "收错了" });
        let answer = self.post(&format!("/v1/till/redemptions/{id}/undo"), &body).await;
        assert_eq!(answer.status, 200, "{:?}", answer.body);
    }
}

fn read<T: DeserializeOwned>(answer: &Answer) -> T {
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{:?}", answer.body))
}

/// Claims the coffee and opens its coupon from the wallet.
pub async fn open(mall: &Mall, browser: &Browser) {
    pay(mall, browser).await;
    browser.taken_over().await;
    let card = browser.card(COFFEE.1);
    card.scroll_to().await;
    card.tap(Role::Button, "立即领取").await;
    card.says("已领取").await;
    wallet_holds(mall, browser, COFFEE.1, 1).await;
    browser.taken_over().await;
    browser.tap(Role::Link, "出示").await;
    browser.shows("结账时出示").await;
    browser.taken_over().await;
}

/// A page that cannot poll.
pub const FAIL_POLLING: &str = "
    (function () {
        var fetch = window.fetch;
        window.fetch = function (asked) {
            var about = String(asked.url || asked).indexOf('/v1/coupons/') >= 0;
            return about ? Promise.reject(new TypeError('not answered')) : fetch.apply(window, arguments);
        };
    }());
";

/// Takes a picture of the QR code on the screen.
pub async fn picture(browser: &Browser) -> Vec<u8> {
    let code = browser.driver.find(By::Css(".qr")).await.expect("a QR code");
    code.scroll_into_view().await.expect("in sight");
    code.screenshot_as_png().await.expect("a picture")
}

/// Reads the QR code on the screen as a camera does.
pub async fn on_screen(browser: &Browser) -> String {
    let picture = browser.driver.screenshot_as_png().await.expect("a picture");
    let mut reader = png::Decoder::new(std::io::Cursor::new(picture)).read_info().expect("PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("it fits")];
    let info = reader.next_frame(&mut pixels).expect("a picture");
    let (width, height) = (info.width as usize, info.height as usize);
    let bytes = info.color_type.samples();
    let mut grey = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        pixels[(y * width + x) * bytes]
    });
    let found = grey.detect_grids();
    found.first().expect("a code").decode().expect("readable").1
}

#[tokio::test]
async fn a_till_redeems_a_coupon_from_the_wallet_and_the_page_shows_it() {
    if !here(&[Need::Protocol]) {
        return;
    }
    let (mall, browser) = (Mall::open().await, Browser::open().await);
    browser.before_each_page(FAIL_POLLING).await;
    open(&mall, &browser).await;
    // The journeys' network passes on whole answers only. This answer never ends.
    let path = browser.value("location.pathname").await;
    let direct = format!("http://{}{}", mall.server, path.as_str().expect("a path"));
    browser.driver.goto(direct).await.expect("the coupon");
    browser.taken_over().await;
    let text = on_screen(&browser).await;
    let code = CouponCode::parse(&text[..16]).expect("a code");
    browser.shows(&code.grouped()).await;

    let mut till = Till::of(&mall).await;
    assert_eq!(till.prepare(&text).await.refused, None);
    let redemption = till.take(&text).await;
    browser.shows("已使用").await;
    assert!(!browser.text().await.contains(&code.grouped()), "no till takes it any more");
    till.undo(&redemption.id).await;
    browser.shows("撤销了核销").await;
    let again = on_screen(&browser).await;
    assert_eq!(till.prepare(&again).await.refused, None);
    browser.close().await;
}

#[tokio::test]
async fn the_page_polls_where_no_events_arrive() {
    let (mall, mut browser) = (Mall::open().await, Browser::open().await);
    browser.may_fail("/events");
    mall.network.fail(Method::GET, "/events?lang", Fault::TurnAway(503));
    open(&mall, &browser).await;
    let text = on_screen(&browser).await;
    Till::of(&mall).await.take(&text).await;
    browser.shows("已使用").await;
    browser.close().await;
}
