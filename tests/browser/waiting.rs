//! Waiting for a payment's notice.

use js_sys::{Date, Function, Reflect};
use mall_contract::*;
use mall_coupons::Page;
use mall_coupons::text::Language;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::screen::Screen;
use crate::server::{Plan, Server, json, refused};
use mall_contract::samples::{NOW, card, page};

fn waiting() -> Page {
    let ask = "/v1/receipts?sub_mch_id=1&out_trade_no=2".into();
    Page::Waiting(WaitingPage { mall: Mall { name: "澄曦里".into() }, server_time: NOW, ask })
}

#[wasm_bindgen_test]
async fn a_waiting_page_turns_into_the_claim_page_with_its_pass() {
    let mut page = page("receipt", vec![card("a")]);
    page.pass = Some("1.m.s.p.ff.sig".into());
    let unknown = refused(Refusal::PaymentNotConfirmed { retry_after: 1 });
    let server = Server::start([unknown, Plan::Lose, json(200, &page)]);
    let screen = Screen::draw_page(waiting(), Language::Zh).await;
    assert!(screen.shows("正在确认支付") && screen.button("再查一次").is_some());
    screen.until("the payment is known", |s| s.shows("支付成功")).await;
    assert_eq!(screen.announced(), "支付成功");
    assert_eq!(server.requests().len(), 3);
    screen.tap("立即领取");
    screen.until("the claim is sent", |_| server.requests().len() == 4).await;
    assert_eq!(server.requests()[3], "POST /v1/claims");
    assert_eq!(server.passes()[3], "Bearer 1.m.s.p.ff.sig");
}

/// A device's clock that is set forward. Dropping it sets the clock right.
struct ForwardClock {
    date: JsValue,
    now: JsValue,
}

impl ForwardClock {
    fn by(ms: f64) -> Self {
        let date = Reflect::get(&js_sys::global(), &"Date".into()).expect("a clock");
        let now = Reflect::get(&date, &"now".into()).expect("a clock");
        let forward = Function::new_with_args("now, ms", "return () => now() + ms");
        let forward = forward.call2(&JsValue::NULL, &now, &ms.into()).expect("a clock");
        Reflect::set(&date, &"now".into(), &forward).expect("set");
        Self { date, now }
    }
}

impl Drop for ForwardClock {
    fn drop(&mut self) {
        Reflect::set(&self.date, &"now".into(), &self.now).expect("set");
    }
}

#[wasm_bindgen_test]
async fn the_waiting_page_shows_a_next_step_after_two_minutes() {
    let unknown = || refused(Refusal::PaymentNotConfirmed { retry_after: 1 });
    let server = Server::start([unknown(), unknown()]);
    let screen = Screen::draw_page(waiting(), Language::Zh).await;
    let start = Date::now();
    screen.until("the server is asked again", |_| server.requests().len() == 2).await;
    assert!(screen.shows("正在确认支付"), "{}", screen.text());
    {
        let _clock = ForwardClock::by(120_000.0);
        assert!(Date::now() >= start + 120_000.0);
        screen.until("the page gives up", |s| s.shows("还没收到支付结果")).await;
    }
    assert_eq!(screen.announced(), "还没收到支付结果");
    assert!(screen.shows("带支付凭证到服务台") && screen.button("再查一次").is_some());
    assert!(!screen.shows("正在确认支付"), "{}", screen.text());
    assert_eq!(server.requests().len(), 2, "no more requests are sent");
}
