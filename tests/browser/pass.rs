//! A receipt that is open for longer than its pass is good.

use mall_contract::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::screen::Screen;
use crate::server::{Plan, Server, json, refused};
use mall_contract::samples::{card, coupon, page};

const ASK: &str = "GET /v1/receipts?sub_mch_id=1&out_trade_no=2";

fn receipt(pass: &str) -> ClaimPage {
    ClaimPage { pass: Some(pass.into()), ..page("pass", vec![card("a")]) }
}

fn over() -> Plan {
    refused(Refusal::SessionMissing)
}

fn grant() -> Plan {
    let request_id = RequestId::parse("r").expect("an id");
    json(201, &ClaimResponse { request_id, coupon: coupon("a", "c1") })
}

#[wasm_bindgen_test]
async fn a_claim_continues_with_a_new_pass_after_the_old_one_expired() {
    let server = Server::start([over(), json(200, &receipt("new")), grant()]);
    let screen = Screen::draw(receipt("old")).await;
    screen.tap("立即领取");
    screen.until("the card is claimed", |s| s.shows("已领取")).await;
    assert_eq!(server.requests(), ["POST /v1/claims", ASK, "POST /v1/claims"]);
    assert_eq!(server.passes(), ["Bearer old", "", "Bearer new"]);
    let claims = server.claims();
    assert_eq!((claims.len(), &claims[0]), (2, &claims[1]), "one claim under one id");
}

#[wasm_bindgen_test]
async fn a_lost_new_pass_is_requested_again_with_the_claim() {
    let server = Server::start([over(), Plan::Lose, over(), json(200, &receipt("new"))]);
    server.then(refused(Refusal::UnknownRequest));
    server.then(grant());
    let screen = Screen::draw(receipt("old")).await;
    screen.tap("立即领取");
    screen.until("the card is claimed", |s| s.shows("已领取")).await;
    assert_eq!((server.count("POST"), server.count(ASK)), (2, 2), "{:?}", server.requests());
}

#[wasm_bindgen_test]
async fn an_overloaded_server_delays_the_new_pass() {
    let server = Server::start([over(), refused(Refusal::Busy { retry_after: 1 })]);
    for plan in [over(), json(200, &receipt("new")), refused(Refusal::UnknownRequest), grant()] {
        server.then(plan);
    }
    let screen = Screen::draw(receipt("old")).await;
    screen.tap("立即领取");
    screen.until("it is queued", |s| s.shows("排队中")).await;
    screen.until("the card is claimed", |s| s.shows("已领取")).await;
}

#[wasm_bindgen_test]
async fn the_refusal_is_shown_without_a_new_pass() {
    let server = Server::start([over(), refused(Refusal::PaymentNotConfirmed { retry_after: 2 })]);
    let screen = Screen::draw(receipt("old")).await;
    screen.tap("立即领取");
    screen.until("the card says why", |s| s.shows("需要重新打开")).await;
    assert_eq!(server.requests(), ["POST /v1/claims", ASK]);
}

#[wasm_bindgen_test]
async fn only_a_receipt_requests_a_new_pass() {
    let server = Server::start([over()]);
    let screen = Screen::draw(page("no-pass", vec![card("a")])).await;
    screen.tap("立即领取");
    screen.until("the card says why", |s| s.shows("需要重新打开")).await;
    assert_eq!(server.requests(), ["POST /v1/claims"]);
}
