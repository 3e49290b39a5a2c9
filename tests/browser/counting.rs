//! Events that the page reports.

use std::cell::RefCell;
use std::rc::Rc;

use mall_contract::*;
use mall_coupons::Page;
use mall_coupons::api::claims;
use mall_coupons::api::events::{Report, counter};
use mall_coupons::host::caller::Caller;
use mall_coupons::host::clock;
use mall_coupons::text::Language;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, wasm_bindgen::JsCast};
use yew::Callback;

use crate::screen::Screen;
use crate::server::{Plan, Server, json, refused};
use mall_contract::samples::{card, coupon, offer_id, page};

/// The reports so far.
type Reports = Rc<RefCell<Vec<Report>>>;

/// Returns a caller of the page's own server.
fn own_caller() -> Caller {
    Caller::new("zh")
}

/// Draws a page and collects its reports. A counted page sends them too.
async fn draw(page: ClaimPage, counted: bool) -> (Screen, Reports) {
    let reports = Reports::default();
    let count =
        counted.then(|| counter(&own_caller(), &page.link, Surface::Browser).expect("a counter"));
    let report = Callback::from({
        let reports = reports.clone();
        move |report: Report| {
            reports.borrow_mut().push(report.clone());
            if let Some(count) = &count {
                count(report);
            }
        }
    });
    let screen = Screen::draw_reporting(Page::Claim(page.into()), Language::Zh, report).await;
    // Without the page's styles an icon alone would be larger than the screen.
    let style = screen.root.owner_document().and_then(|d| d.create_element("style").ok());
    let style = style.expect("a style");
    style.set_text_content(Some("svg { width: 1em; height: 1em }"));
    screen.root.before_with_node_1(&style).expect("added");
    to_the_first_card(&screen);
    (screen, reports)
}

fn to_the_first_card(screen: &Screen) {
    if let Some(card) = screen.root.query_selector(".card").expect("a query") {
        card.scroll_into_view();
    }
}

fn times(reports: &Reports, report: &Report) -> usize {
    reports.borrow().iter().filter(|one| *one == report).count()
}

fn happens(event: &str) {
    let window = web_sys::window().expect("a window");
    window.dispatch_event(&web_sys::Event::new(event).expect("an event")).expect("dispatched");
}

/// Returns when the page has handled all earlier events.
async fn network_returns() {
    clock::wait(100).await;
    happens("online");
    clock::wait(100).await;
}

fn numbers(batch: &EventBatch) -> Vec<u32> {
    batch.events.iter().map(|event| event.n).collect()
}

fn accept_batch() -> Plan {
    Plan::Answer(204, wasm_bindgen::JsValue::UNDEFINED)
}

fn grant(name: &str, id: &str) -> Plan {
    let request_id = RequestId::parse("r").expect("an id");
    json(201, &ClaimResponse { request_id, coupon: coupon(name, id) })
}

#[wasm_bindgen_test]
async fn a_card_counts_as_shown_once_when_it_comes_into_sight() {
    let cards = (0..40).map(|i| card(&format!("c{i}"))).collect();
    let (screen, reports) = draw(page("shown", cards), false).await;
    let (first, last) = (Report::Shown(offer_id("c0")), Report::Shown(offer_id("c39")));
    screen.until("the first is shown", |_| times(&reports, &first) == 1).await;
    assert_eq!(times(&reports, &last), 0, "the card is further down");
    screen.scroll_to_end();
    screen.until("the last is shown", |_| times(&reports, &last) == 1).await;
    to_the_first_card(&screen);
    clock::wait(200).await;
    assert_eq!((times(&reports, &first), times(&reports, &last)), (1, 1));
}

#[wasm_bindgen_test]
async fn a_card_higher_than_the_screen_counts_as_shown_when_it_fills_half_of_it() {
    let mut tall = card("tall");
    tall.offer.title = "拿铁 ".repeat(5000);
    let (screen, reports) = draw(page("tall", vec![tall, card("after")]), false).await;
    let height =
        screen.root.query_selector(".card").ok().flatten().map(|card| card.client_height());
    assert!(height > Some(2000), "it is higher than two screens: {height:?}");
    screen.until("it is shown", |_| times(&reports, &Report::Shown(offer_id("tall"))) == 1).await;
    assert_eq!(times(&reports, &Report::Shown(offer_id("after"))), 0, "the card is further down");
}

#[wasm_bindgen_test]
async fn opened_rules_count_once() {
    let (screen, reports) = draw(page("opened", vec![card("a")]), false).await;
    let rules = screen.root.query_selector("summary").expect("a query").expect("a summary");
    let rules: HtmlElement = rules.unchecked_into();
    let opened = Report::Opened(offer_id("a"));
    rules.click();
    screen.until("it is reported", |_| times(&reports, &opened) == 1).await;
    for _ in 0..2 {
        rules.click();
        clock::wait(100).await;
    }
    assert_eq!(times(&reports, &opened), 1);
}

#[wasm_bindgen_test]
async fn events_are_sent_when_the_page_is_left() {
    let server = Server::start([]);
    let (screen, reports) = draw(page("leaving", vec![card("a")]), true).await;
    screen.until("it is shown", |_| reports.borrow().len() == 1).await;
    happens("pagehide");
    happens("pagehide");
    let reported = server.reported();
    assert_eq!(reported.len(), 1, "a beacon takes all at once: {reported:?}");
    assert_eq!((reported[0].link.as_str(), reported[0].surface), ("leaving", Surface::Browser));
    let kinds: Vec<_> = reported[0].events.iter().map(|event| event.kind).collect();
    assert_eq!(
        (kinds, numbers(&reported[0])),
        (vec![EventKind::Shown, EventKind::Left], vec![0, 1])
    );
    assert!(server.requests().is_empty());
}

#[wasm_bindgen_test]
async fn a_batch_without_an_answer_is_sent_again_unchanged() {
    let server = Server::start([Plan::Lose]);
    (0..9).for_each(|_| server.then(accept_batch()));
    // A page of an earlier test may still send something.
    let reported = || {
        let mut reported = server.reported();
        reported.retain(|batch| batch.link == "again");
        reported
    };
    let (screen, _) = draw(page("again", vec![]), false).await;
    let count = counter(&own_caller(), "again", Surface::Browser).expect("a counter");
    for i in 0..20 {
        count(Report::Shown(offer_id(&format!("c{i}"))));
    }
    screen.until("a full batch is sent at once", |_| reported().len() == 1).await;
    network_returns().await;
    screen.until("it is sent again", |_| reported().len() == 2).await;
    assert_eq!(reported()[0], reported()[1]);
    assert_eq!(numbers(&reported()[0]), (0..20).collect::<Vec<_>>());
    count(Report::Opened(offer_id("c0")));
    network_returns().await;
    screen.until("only new events are sent", |_| reported().len() == 3).await;
    assert_eq!(numbers(&reported()[2]), [20]);
}

#[wasm_bindgen_test]
async fn a_double_tap_is_one_claim() {
    let _server = Server::start([grant("a", "c1")]);
    let (screen, reports) = draw(page("twice", vec![card("a")]), false).await;
    screen.tap("立即领取");
    screen.tap("立即领取");
    screen.until("the card is claimed", |s| s.shows("已领取")).await;
    clock::wait(100).await;
    let coupon = CouponId::parse("c1").expect("an id");
    assert_eq!(times(&reports, &Report::Claimed(offer_id("a"), coupon)), 1);
    assert!(!reports.borrow().iter().any(|report| matches!(report, Report::Refused(..))));
}

#[wasm_bindgen_test]
async fn a_repeated_refusal_counts_once_under_its_request() {
    let server = Server::start([Plan::Lose, refused(Refusal::SoldOut)]);
    let (screen, reports) = draw(page("no", vec![card("a")]), false).await;
    screen.tap("立即领取");
    screen.until("it is asked", |_| server.requests().len() == 1).await;
    let pending = claims::pending("no", &offer_id("a")).expect("a claim under way");
    screen.until("the card says why", |s| s.shows("已抢光")).await;
    let refusal = Report::Refused(offer_id("a"), pending.request_id, "sold_out".into());
    screen.until("it is reported", |_| times(&reports, &refusal) == 1).await;
}

#[wasm_bindgen_test]
async fn a_coupon_in_the_servers_page_counts_when_its_answer_was_lost() {
    let _server = Server::start([]);
    claims::begin("lost-count", &offer_id("a"), 1).expect("a claim");
    let mut card = card("a");
    card.held.push(coupon("a", "c1"));
    let (screen, reports) = draw(page("lost-count", vec![card.clone()]), false).await;
    let claimed = Report::Claimed(offer_id("a"), CouponId::parse("c1").expect("an id"));
    screen.until("it is reported", |_| times(&reports, &claimed) == 1).await;
    drop(screen);
    let (_screen, reports) = draw(page("lost-count", vec![card]), false).await;
    assert_eq!(times(&reports, &claimed), 0, "it is reported once");
}
