//! Claims on the page whose responses arrive, arrive late, or are lost.

use mall_contract::*;
use mall_coupons::Page;
use mall_coupons::api::claims;
use mall_coupons::text::Language;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::screen::Screen;
use crate::server::{Plan, Server, json, refused};
use mall_contract::samples::{NOW, card, coupon, offer_id, page};

fn grant(name: &str, id: &str) -> Plan {
    let request_id = RequestId::parse("r").expect("an id");
    json(201, &ClaimResponse { request_id, coupon: coupon(name, id) })
}

#[wasm_bindgen_test]
async fn a_card_shows_benefit_store_and_validity() {
    let screen = Screen::draw(page("says", vec![card("a")])).await;
    for text in [
        "支付成功",
        "86.00",
        "¥",
        "8.5",
        "满 30 元可用",
        "山丘咖啡",
        "L1-08",
        "前可用",
        "已领 40%",
        "刚吃完饭，来杯咖啡",
    ] {
        assert!(screen.shows(text), "{text} is missing in\n{}", screen.text());
    }
    let screen =
        Screen::draw_page(Page::Claim(page("says", vec![card("a")]).into()), Language::En).await;
    for text in ["Payment complete", "Spend ¥30 or more", "use by", "40% claimed"] {
        assert!(screen.shows(text), "{text} is missing in\n{}", screen.text());
    }
}

#[wasm_bindgen_test]
async fn a_claimed_card_shows_the_next_step() {
    let server = Server::start([grant("a", "c1")]);
    let screen = Screen::draw(page("granted", vec![card("a")])).await;
    let button = screen.button("立即领取").expect("a button");
    button.focus().expect("focus");
    button.click();
    screen.until("the card is claimed", |s| s.shows("已领取")).await;
    assert!(screen.button("去卡包查看").is_some());
    assert!(screen.announced().contains("领取成功"));
    assert_eq!(server.requests(), ["POST /v1/claims"]);
    assert!(claims::pending("granted", &offer_id("a")).is_none(), "nothing is left to ask for");
    let focused = || web_sys::window()?.document()?.active_element().map(|e| e.id());
    screen.until("the focus is on the next step", |_| focused().as_deref() == Some("act-a")).await;
}

#[wasm_bindgen_test]
async fn taps_during_a_claim_send_one_request() {
    let server = Server::start([Plan::Hang]);
    let screen = Screen::draw(page("double", vec![card("a")])).await;
    screen.tap("立即领取");
    screen.until("it is claiming", |s| s.shows("领取中")).await;
    screen.tap("领取中");
    screen.tap("领取中");
    screen.until("it says that it is being looked into", |s| s.shows("正在确认结果")).await;
    assert_eq!(server.count("POST"), 1);
}

#[wasm_bindgen_test]
async fn a_refusal_stays_on_the_card_with_its_reason() {
    let _server = Server::start([refused(Refusal::SoldOut)]);
    let screen = Screen::draw(page("refused", vec![card("a")])).await;
    screen.tap("立即领取");
    screen.until("the card says why", |s| s.shows("已抢光") && s.shows("看看其他门店")).await;
    assert!(screen.button("立即领取").is_none());
    assert!(screen.announced().contains("已经领完"));
}

#[wasm_bindgen_test]
async fn a_lost_answer_is_requested_under_the_same_id() {
    let server = Server::start([Plan::Lose, grant("a", "c1")]);
    let screen = Screen::draw(page("lost", vec![card("a")])).await;
    screen.tap("立即领取");
    screen.until("the card is claimed", |s| s.shows("已领取")).await;
    let requests = server.requests();
    assert_eq!(requests.len(), 2, "{requests:?}");
    assert!(requests[1].starts_with("GET /v1/claims/"), "{requests:?}");
}

#[wasm_bindgen_test]
async fn a_claim_that_never_arrived_is_sent_again() {
    let plans = [Plan::Lose, refused(Refusal::UnknownRequest), grant("a", "c1")];
    let server = Server::start(plans);
    let screen = Screen::draw(page("again", vec![card("a")])).await;
    screen.tap("立即领取");
    screen.until("the card is claimed", |s| s.shows("已领取")).await;
    assert_eq!(server.count("POST"), 2);
}

#[wasm_bindgen_test]
async fn a_claim_is_repeated_while_the_server_is_overloaded() {
    let server = Server::start([
        refused(Refusal::Busy { retry_after: 1 }),
        refused(Refusal::UnknownRequest),
    ]);
    server.then(grant("a", "c1"));
    let screen = Screen::draw(page("busy", vec![card("a")])).await;
    screen.tap("立即领取");
    screen.until("it is queued", |s| s.shows("排队中") && s.shows("已为您排队")).await;
    assert!(claims::pending("busy", &offer_id("a")).is_some(), "the claim is kept");
    screen.until("the card is claimed", |s| s.shows("已领取")).await;
}

#[wasm_bindgen_test]
async fn an_unknown_result_is_resolved_after_a_reload() {
    let server = Server::start([Plan::Hang]);
    let first = Screen::draw(page("reload", vec![card("a")])).await;
    first.tap("立即领取");
    first.until("it is claiming", |s| s.shows("领取中")).await;
    let stored = claims::pending("reload", &offer_id("a")).expect("stored before the first try");
    drop(first);

    server.then(grant("a", "c1"));
    let second = Screen::draw(page("reload", vec![card("a")])).await;
    second.until("the card is claimed", |s| s.shows("已领取")).await;
    assert_eq!(server.requests()[1], format!("GET /v1/claims/{}", stored.request_id));
}

#[wasm_bindgen_test]
async fn a_result_in_the_servers_page_is_not_requested() {
    let server = Server::start([]);
    claims::begin("drawn", &offer_id("a"), 1).expect("a claim");
    let mut claimed = card("a");
    claimed.held.push(coupon("a", "c1"));
    let screen = Screen::draw(page("drawn", vec![claimed])).await;
    screen
        .until("the claim is settled", |_| claims::pending("drawn", &offer_id("a")).is_none())
        .await;
    assert!(screen.shows("已领取") && !screen.shows("正在确认结果"), "{}", screen.text());
    assert!(server.requests().is_empty());
}

#[wasm_bindgen_test]
async fn a_second_tab_uses_the_first_tabs_request_id() {
    let first = claims::begin("tabs", &offer_id("a"), 1).expect("a claim");
    let second = claims::begin("tabs", &offer_id("a"), 1).expect("a claim");
    assert_eq!(first.request_id, second.request_id);
    let other = claims::begin("tabs", &offer_id("b"), 1).expect("a claim");
    assert_ne!(first.request_id, other.request_id);
}

#[wasm_bindgen_test]
async fn an_offer_opens_by_itself_when_its_time_comes() {
    let mut soon = card("soon");
    soon.offer.claim_from = NOW + 1500;
    let screen = Screen::draw(page("opens", vec![soon])).await;
    assert!(screen.shows("即将开始") && screen.shows("距开抢"), "{}", screen.text());
    screen.until("it may be claimed", |s| s.button("立即领取").is_some()).await;
}

#[wasm_bindgen_test]
async fn every_state_of_a_card_has_its_text() {
    let mut daily = card("daily");
    daily.offer.stock.left_today = Some(0);
    let mut sold_out = card("gone");
    sold_out.offer.stock.left = Some(0);
    let mut ended = card("ended");
    ended.offer.claim_until = NOW;
    let mut small = card("small");
    small.not_eligible = Some(Refusal::PaymentTooSmall { least: Fen(10_000), short: Fen(1400) });
    let mut paused = card("paused");
    paused.offer.state = OfferState::Paused;
    let screen = Screen::draw(page("states", vec![daily, sold_out, ended, small, paused])).await;
    for text in ["今日已领完", "已抢光", "已结束", "再消费 14 元", "暂停中"] {
        assert!(screen.shows(text), "{text} is missing in\n{}", screen.text());
    }
    assert!(screen.button("立即领取").is_none());
}

#[wasm_bindgen_test]
async fn text_from_outside_is_escaped() {
    let mut hostile = card("x");
    hostile.offer.title = "<img src=x onerror=alert(1)>🎉".into();
    hostile.offer.store.name = "a\"'><script>b</script>".into();
    let screen = Screen::draw(page("hostile", vec![hostile])).await;
    assert!(screen.shows("<img src=x onerror=alert(1)>🎉"));
    assert!(screen.root.query_selector("img, script").expect("a query").is_none());
}
