//! The list: sorted and filtered, read in parts, claimed at once; and a network that comes and goes.

use mall_contract::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::screen::Screen;
use crate::server::{Plan, Server, json, refused};
use mall_contract::samples::{card, coupon, page};

/// Returns a page whose list has two categories.
fn mixed_page(link: &str) -> ClaimPage {
    let mut toy = card("toy");
    toy.category = "toys".into();
    toy.offer.benefit = Benefit::AmountOff(Fen(9000));
    let choice = |id: &str, name: &str| Choice { id: id.into(), name: name.into() };
    let choices = Choices {
        categories: vec![choice("drinks", "茶饮"), choice("toys", "玩具")],
        floors: vec!["L1".into()],
    };
    ClaimPage { choices, ..page(link, vec![card("a"), toy]) }
}

/// Returns one part of a longer list.
fn part(link: &str, query: &str, from: u32, total: u32, names: &[&str]) -> ClaimPage {
    let cards = names.iter().map(|name| card(name)).collect();
    let choices = mixed_page(link).choices;
    ClaimPage { arrangement: Arrangement::parse(query), from, total, choices, ..page(link, cards) }
}

fn address() -> String {
    web_sys::window().and_then(|w| w.location().search().ok()).unwrap_or_default()
}

#[wasm_bindgen_test]
async fn a_completely_known_list_is_sorted_at_once() {
    let server = Server::start([]);
    let screen = Screen::draw(mixed_page("whole")).await;
    screen.tap("优惠大");
    screen.until("the largest is first", |s| s.titles()[0].contains("toy")).await;
    assert_eq!(address(), "?sort=largest");
    screen.tap("茶饮");
    screen.until("one is left", |s| s.titles().len() == 1 && s.shows("1 张券")).await;
    screen.tap("茶饮");
    screen.until("both are back", |s| s.titles().len() == 2).await;
    screen.tap("推荐");
    screen.until("the order is the mall's", |s| s.titles()[0].contains('a')).await;
    assert_eq!(address(), "");
    assert!(server.requests().is_empty(), "{:?}", server.requests());
}

#[wasm_bindgen_test]
async fn the_server_sorts_a_partly_known_list() {
    let answer = json(200, &part("partly", "category=toys", 0, 1, &["best"]));
    let server = Server::start([Plan::Hang, answer]);
    let screen = Screen::draw(part("partly", "", 0, 30, &["a", "b"])).await;
    screen.scroll_to_end();
    screen.until("more is asked for", |_| server.requests().len() == 1).await;
    screen.tap("玩具");
    screen.until("the server's list is shown", |s| s.titles() == ["满减券拿铁 best"]).await;
    let requests = ["GET /v1/pay/partly?from=2&count=60", "GET /v1/pay/partly?category=toys"];
    assert_eq!(server.requests(), requests);
    screen.tap("推荐");
    document_is_plain_again(&screen).await;
    // A request under way would reach the next test's server.
    screen.until("both are asked for", |_| server.requests().len() == 4).await;
}

async fn document_is_plain_again(screen: &Screen) {
    screen.tap("全部");
    screen.until("the address is plain", |_| address().is_empty()).await;
}

#[wasm_bindgen_test]
async fn more_is_read_near_the_end_and_after_a_failure_on_request() {
    let server = Server::start([Plan::Lose]);
    let screen = Screen::draw(part("parts", "", 0, 3, &["a", "b"])).await;
    screen.scroll_to_end();
    screen.until("it says so", |s| s.shows("加载失败")).await;
    server.then(json(200, &part("parts", "", 2, 3, &["b", "c"])));
    screen.tap("加载失败");
    screen.until("all are there", |s| s.titles().len() == 3).await;
    assert!(screen.button("更多优惠").is_none());
    assert_eq!(server.count("GET /v1/pay/parts?from=2"), 2);
}

#[wasm_bindgen_test]
async fn one_tap_claims_all_and_shows_each_result() {
    let request_id = RequestId::parse("r").expect("an id");
    let granted = |name| {
        json(201, &ClaimResponse { request_id: request_id.clone(), coupon: coupon(name, name) })
    };
    let _server = Server::start([granted("a"), refused(Refusal::SoldOut), granted("c")]);
    let screen = Screen::draw(page("all", vec![card("a"), card("b"), card("c")])).await;
    screen.tap("一键领取 3 张");
    let outcome = "2 张领取成功，1 张未领到";
    screen
        .until("the outcome is shown", |s| s.shows(outcome) && s.announced().contains(outcome))
        .await;
    // The list may be drawn a moment later.
    screen.until("the card says why", |s| s.shows("已抢光")).await;
}

#[wasm_bindgen_test]
async fn a_page_without_a_network_says_so_until_it_is_back() {
    let _server = Server::start([]);
    let screen = Screen::draw(page("offline", vec![card("a")])).await;
    let tell = |event| {
        let event = web_sys::Event::new(event).expect("an event");
        web_sys::window().expect("a window").dispatch_event(&event).expect("told");
    };
    tell("offline");
    screen.until("it says so", |s| s.announced().contains("网络断开了")).await;
    tell("online");
    screen.until("the notice is gone", |s| !s.shows("网络断开了")).await;
}

#[wasm_bindgen_test]
async fn an_empty_list_has_a_way_back() {
    let _server = Server::start([]);
    let mut claimed = mixed_page("nothing");
    for card in &mut claimed.cards {
        card.offer.stock.left = Some(0);
    }
    let screen = Screen::draw(claimed).await;
    screen.tap("仅看可领");
    screen.until("it says so", |s| s.shows("没有符合条件的券")).await;
    screen.tap("看全部");
    screen.until("all are back", |s| s.titles().len() == 2).await;
}

#[wasm_bindgen_test]
async fn the_card_says_what_a_refund_does() {
    let _server = Server::start([]);
    let mut permanent = card("kept");
    permanent.offer.after_refund = Some(AfterRefund::Kept);
    let screen = Screen::draw(page("refund", vec![card("a"), permanent])).await;
    assert!(screen.shows("若本单退款，未使用的券会失效"));
    let rules = screen.root.query_selector("#rules-kept").expect("a query").expect("rules");
    assert!(rules.text_content().unwrap_or_default().contains("券仍可使用"));
}
