//! The page meets a server that is newer: with more fields, other words, other kinds and other refusals.

use js_sys::{Array, JSON, Object, Reflect};
use mall_contract::samples::{NOW, card, coupon, page, problem};
use mall_contract::*;
use mall_coupons::Page;
use mall_coupons::host::json::{Read, read};
use mall_coupons::text::{Language, Text};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::answer::as_json;
use crate::screen::Screen;
use crate::server::{Plan, Server};

/// A word, a kind and a code that no build knows yet.
const NEW: &str = "of_the_future";

/// Names of kinds that the page knows. In JSON they are keys, like names of fields.
const KINDS: [&str; 9] = [
    "amount_off",
    "discount",
    "exchange",
    "fixed",
    "after_claim",
    "redeemed",
    "revoked",
    "payment",
    "placement",
];

/// A change that a newer server may make.
#[derive(Clone, Copy, PartialEq)]
enum Change {
    /// It adds fields to every object, before and behind those there are.
    Fields,
    /// It writes the fields of every object the other way round.
    Order,
    /// It has other words for all values of enums, and other codes of refusals.
    Words,
    /// It has other kinds of benefits, validities, redemptions and sources.
    Kinds,
}

fn is_word(text: &str) -> bool {
    fn any<T: Copy>(all: &[T], text: &str, word: fn(T) -> &'static str) -> bool {
        all.iter().any(|value| word(*value) == text)
    }
    any(&AfterRefund::ALL, text, AfterRefund::as_str)
        || any(&CodeEntryMode::ALL, text, CodeEntryMode::as_str)
        || any(&OfferState::ALL, text, OfferState::as_str)
        || any(&PaymentMethod::ALL, text, PaymentMethod::as_str)
        || any(&RevocationReason::ALL, text, RevocationReason::as_str)
        || any(&Role::ALL, text, Role::as_str)
        || any(&Sort::ALL, text, Sort::as_str)
        || any(&WalletState::ALL, text, WalletState::as_str)
        || any(&Weekday::ALL, text, Weekday::as_str)
        || Refusal::all_codes().any(|code| code == text)
}

fn set(object: &Object, name: &JsValue, value: &JsValue) {
    Reflect::set(object, name, value).expect("set");
}

/// Returns a value as a newer server writes it.
fn changed(value: &JsValue, change: Change) -> JsValue {
    if let Some(text) = value.as_string() {
        return if change == Change::Words && is_word(&text) { NEW.into() } else { value.clone() };
    }
    if Array::is_array(value) {
        let items = value.unchecked_ref::<Array>().iter();
        return items.map(|item| changed(&item, change)).collect::<Array>().into();
    }
    let Some(object) = value.dyn_ref::<Object>() else { return value.clone() };
    let more = JSON::parse(r#"[{"id":"}],\"","at":[1.5,null,-1e300]},"\\\"{"]"#).expect("JSON");
    let copy = Object::new();
    if change == Change::Fields {
        set(&copy, &"a_field_before".into(), &more);
    }
    let mut fields = Object::entries(object).to_vec();
    if change == Change::Order {
        fields.reverse();
    }
    // The name of a kind is the only key; some fields have the same name.
    let alone = fields.len() == 1;
    for field in fields {
        let field: Array = field.unchecked_into();
        let name = field.get(0);
        let is_kind = name.as_string().is_some_and(|name| KINDS.contains(&name.as_str()));
        let name = if change == Change::Kinds && alone && is_kind { NEW.into() } else { name };
        set(&copy, &name, &changed(&field.get(1), change));
    }
    if change == Change::Fields {
        set(&copy, &"a_field_behind".into(), &more);
    }
    copy.into()
}

/// Checks that a value is read from a newer server's JSON. More fields and another order change nothing.
pub fn assert_tolerates<T: Read + Serialize + PartialEq + std::fmt::Debug>(value: &T) {
    let json = as_json(value);
    for change in [Change::Fields, Change::Order] {
        assert_eq!(read::<T>(&changed(&json, change)).as_ref(), Some(value));
    }
    for change in [Change::Words, Change::Kinds] {
        let json = changed(&json, change);
        let text = JSON::stringify(&json).expect("text");
        assert!(read::<T>(&json).is_some(), "{text}");
    }
}

fn read_changed<T: Read + Serialize>(value: &T, change: Change) -> T {
    read(&changed(&as_json(value), change)).expect("it is read")
}

#[wasm_bindgen_test]
fn an_unknown_word_has_a_stand_in() {
    let mut offer = card("a");
    offer.held.push(coupon("a", "c1"));
    offer.not_eligible = Some(Refusal::SoldOut);
    let offer = read_changed(&offer, Change::Words);
    assert_eq!(offer.offer.state, OfferState::Paused, "only a live offer can be claimed");
    assert_eq!((offer.offer.after_refund, offer.held[0].after_refund), (None, None));
    assert_eq!(offer.not_eligible.as_ref().map(Refusal::code), Some(NEW));

    let page = read_changed(&page("words", vec![]), Change::Words);
    assert_eq!(page.arrangement.sort, Sort::Recommended, "the server's order stays");

    let reason = RevocationReason::PaymentRefunded;
    let revoked = read_changed(&Redemption::Revoked { at: NOW, reason }, Change::Words);
    assert_eq!(revoked, Redemption::Revoked { at: NOW, reason: RevocationReason::Withdrawn });

    let times: Vec<Weekday> =
        read(&JSON::parse(r#"["mon","holiday","sun"]"#).expect("JSON")).expect("a list of days");
    assert_eq!(times, [Weekday::Mon, Weekday::Sun]);
    assert_eq!(read::<Role>(&NEW.into()), Some(Role::Cashier));
    assert_eq!(read::<CodeEntryMode>(&NEW.into()), Some(CodeEntryMode::Scanned));
    assert_eq!(read::<WalletState>(&NEW.into()), Some(WalletState::Usable));
    // A word may become an object with more to say.
    let state = JSON::parse(r#"{"live":{"since":1}}"#).expect("JSON");
    assert_eq!(read::<OfferState>(&state), Some(OfferState::Paused));
}

#[wasm_bindgen_test]
fn an_unknown_kind_hides_nothing_else() {
    let mut claimed = coupon("a", "c1");
    claimed.redemption = Some(Redemption::Redeemed { at: NOW });
    let other = read_changed(&claimed, Change::Kinds);
    assert_eq!((&other.title, &other.rules), (&claimed.title, &claimed.rules));
    assert_eq!(
        (other.benefit.clone(), other.redemption),
        (Benefit::Unknown, Some(Redemption::Unknown))
    );
    assert!(!matches!(coupon_state(&other, NOW), CouponState::Usable), "it is not shown as usable");

    let page = read_changed(&page("kinds", vec![card("a")]), Change::Kinds);
    assert_eq!(page.source, Source::Unknown);
    assert_eq!(page.cards[0].offer.validity, Validity::Unknown);
    assert_eq!(read::<Benefit>(&NEW.into()), Some(Benefit::Unknown), "a kind without content");
}

#[wasm_bindgen_test]
async fn an_unknown_kind_of_benefit_shows_title_and_rules() {
    let page = read_changed(&page("benefit", vec![card("a")]), Change::Kinds);
    let screen = Screen::draw(page).await;
    for text in ["拿铁 a", "优惠", "山丘咖啡"] {
        assert!(screen.shows(text), "{text} is missing in\n{}", screen.text());
    }
    let rules = screen.root.query_selector("details li").expect("a query").expect("a rule");
    assert_eq!(rules.text_content().as_deref(), Some("每单限用一张。"), "folded");
    assert!(screen.button("立即领取").is_some(), "it can be claimed");
}

#[wasm_bindgen_test]
fn an_unknown_page_counts_as_not_loaded() {
    for unknown in [r#"{"of_the_future":{"mall":{"name":"M"}}}"#, r#""of_the_future""#] {
        let unknown = JSON::parse(unknown).expect("JSON");
        assert_eq!(read::<Page>(&unknown), Some(Page::Unreachable));
    }
}

/// Returns the answer of a newer server that refuses with a new code.
fn refuse(status: u16) -> Plan {
    let mut body = problem(Refusal::SoldOut);
    body.message = "这张券只给会员。".into();
    body.next_step = "请先加入会员。".into();
    let json = changed(&as_json(&body), Change::Words);
    Plan::Answer(status, changed(&json, Change::Fields))
}

#[wasm_bindgen_test]
fn an_unknown_refusal_has_the_servers_own_words() {
    let Plan::Answer(_, body) = refuse(409) else { unreachable!("an answer") };
    let problem = read::<Problem>(&body).expect("a problem");
    assert_eq!(problem.refusal.code(), NEW);
    let words = (Text::of(Language::Zh).refusal)(&problem.refusal, NOW);
    assert_eq!((&*words.message, &*words.next_step), ("这张券只给会员。", "请先加入会员。"));
    // On a card there is no sentence beside the code.
    let code = JSON::parse(r#"{"code":"of_the_future","least":"three"}"#).expect("JSON");
    let refusal = read::<Refusal>(&code).expect("a refusal");
    let words = (Text::of(Language::En).refusal)(&refusal, NOW);
    assert!(!words.message.is_empty() && !words.next_step.is_empty(), "{words:?}");
}

#[wasm_bindgen_test]
async fn a_claim_refused_with_an_unknown_code_is_decided() {
    let server = Server::start([refuse(422)]);
    let screen = Screen::draw(page("decided", vec![card("a")])).await;
    screen.tap("立即领取");
    screen
        .until("the card says why", |s| s.shows("这张券只给会员。") && s.shows("请先加入会员。"))
        .await;
    assert!(!screen.shows("正在确认结果"), "{}", screen.text());
    assert_eq!(server.requests(), ["POST /v1/claims"]);
}

#[wasm_bindgen_test]
async fn an_unknown_code_with_a_passing_status_is_asked_again() {
    for status in [429, 500, 503] {
        let link = format!("passing-{status}");
        let body = changed(
            &as_json(&ClaimResponse {
                request_id: RequestId::parse("r").expect("an id"),
                coupon: coupon("a", "c1"),
            }),
            Change::Words,
        );
        let server = Server::start([refuse(status), Plan::Answer(200, body)]);
        let screen = Screen::draw(page(&link, vec![card("a")])).await;
        screen.tap("立即领取");
        screen.until("the card is claimed", |s| s.shows("已领取")).await;
        assert_eq!(server.requests().len(), 2, "{:?}", server.requests());
    }
}
