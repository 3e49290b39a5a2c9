//! A receipt that is looked at for longer than its pass lasts.

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

fn granted() -> Plan {
    let request_id = RequestId::parse("r").expect("an id");
    json(201, &ClaimResponse { request_id, coupon: coupon("a", "c1") })
}

#[wasm_bindgen_test]
async fn a_claim_goes_on_with_a_fresh_pass_where_the_old_one_is_over() {
    let server = Server::start([over(), json(200, &receipt("new")), granted()]);
    let screen = Screen::draw(receipt("old")).await;
    screen.tap("立即领取");
    screen.until("the card is claimed", |s| s.shows("已领取")).await;
    assert_eq!(server.seen(), ["POST /v1/claims", ASK, "POST /v1/claims"]);
    assert_eq!(server.passes(), ["Bearer old", "", "Bearer new"]);
    let claims = server.claims();
    assert_eq!((claims.len(), &claims[0]), (2, &claims[1]), "one claim under one id");
}

#[wasm_bindgen_test]
async fn a_pass_that_is_lost_on_its_way_is_asked_for_again_with_the_claim() {
    let server = Server::start([over(), Plan::Lose, over(), json(200, &receipt("new"))]);
    server.then(refused(Refusal::UnknownRequest));
    server.then(granted());
    let screen = Screen::draw(receipt("old")).await;
    screen.tap("立即领取");
    screen.until("the card is claimed", |s| s.shows("已领取")).await;
    assert_eq!((server.count("POST"), server.count(ASK)), (2, 2), "{:?}", server.seen());
}

#[wasm_bindgen_test]
async fn a_crowd_before_the_fresh_pass_is_waited_out() {
    let server = Server::start([over(), refused(Refusal::Busy { retry_after: 1 })]);
    for plan in [over(), json(200, &receipt("new")), refused(Refusal::UnknownRequest), granted()] {
        server.then(plan);
    }
    let screen = Screen::draw(receipt("old")).await;
    screen.tap("立即领取");
    screen.until("it is queued", |s| s.shows("排队中")).await;
    screen.until("the card is claimed", |s| s.shows("已领取")).await;
}

#[wasm_bindgen_test]
async fn without_a_fresh_pass_the_refusal_is_shown() {
    let server = Server::start([over(), refused(Refusal::PaymentNotConfirmed { retry_after: 2 })]);
    let screen = Screen::draw(receipt("old")).await;
    screen.tap("立即领取");
    screen.until("the card says why", |s| s.shows("需要重新打开")).await;
    assert_eq!(server.seen(), ["POST /v1/claims", ASK]);
}

#[wasm_bindgen_test]
async fn elsewhere_nobody_gives_a_pass() {
    let server = Server::start([over()]);
    let screen = Screen::draw(page("no-pass", vec![card("a")])).await;
    screen.tap("立即领取");
    screen.until("the card says why", |s| s.shows("需要重新打开")).await;
    assert_eq!(server.seen(), ["POST /v1/claims"]);
}
