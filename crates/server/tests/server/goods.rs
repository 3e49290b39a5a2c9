//! The mall of the tests: a noodle shop to pay at, and the offers of other stores.

use std::fmt::Debug;
use std::str::FromStr;

use serde_json::{Value, json};

pub const MALL: &str = "test";

/// One hour in milliseconds.
pub const HOUR: i64 = 60 * 60 * 1000;

/// The instant at which tests begin: 2026-11-23, noon in Shanghai.
pub const NOON: i64 = 1_795_406_400_000;

/// The same instant as the mall writes it.
pub const NOON_TEXT: &str = "2026-11-23T12:00:00+08:00";

/// Returns an offer of a store: open since yesterday for a week, one for each person, with unlimited stock.
pub fn offer(id: &str, store: &str) -> Value {
    json!({
        "id": id, "store": store, "state": "live",
        "title": {"zh": format!("{id}券"), "en": format!("{id} coupon")},
        "benefit": {"amount_off": 850}, "threshold": 2500, "payment_minimum": 0,
        "claim_from": "2026-11-22T00:00:00+08:00", "claim_until": "2026-11-30T00:00:00+08:00",
        "validity": {"after_claim": {"wait_days": 0, "days": 7}},
        "total_stock": null, "daily_stock": null, "per_person_limit": 1,
        "rules": {"zh": ["每单限用一张"], "en": ["One per order"]}
    })
}

/// Returns the café's offer with changes.
pub fn latte(changes: Value) -> Value {
    let mut latte = offer("latte", "cafe");
    for (key, value) in changes.as_object().unwrap() {
        latte[key] = value.clone();
    }
    latte
}

/// Returns a catalogue with these offers.
///
/// Noodles and hotpot compete. After noodles the café and the cinema are recommended; nothing
/// leads to the toy shop.
pub fn catalogue(offers: &[Value]) -> String {
    let category = |id: &str, parent: Option<&str>| json!({"id": id, "parent": parent, "name": {"zh": id, "en": id}});
    let store = |id: &str, category: &str, name: &str| json!({"id": id, "category": category, "name": {"zh": name, "en": id}, "floor": "L1", "unit": "L1-01", "way": {"zh": "正门左转"}});
    let link = |to: &str, weight: u8| json!({"from": "dining", "to": to, "weight": weight, "why": {"zh": "饭后", "en": "After the meal"}});
    json!({
        "mall": {"id": MALL, "name": {"zh": "试城", "en": "Test Mall"}, "zone": "Asia/Shanghai"},
        "categories": [
            category("dining", None), category("noodle", Some("dining")),
            category("hotpot", Some("dining")), category("coffee", None),
            category("films", None), category("toys", None),
        ],
        "stores": [
            store("noodles", "noodle", "面馆"), store("hotpot", "hotpot", "火锅店"),
            store("cafe", "coffee", "咖啡店"), store("cinema", "films", "影院"),
            store("toyshop", "toys", "玩具店"),
        ],
        "links": [link("coffee", 90), link("films", 50), link("dining", 100)],
        "offers": offers,
    })
    .to_string()
}

/// Returns a notice of 36 yuan paid for noodles by an unknown payer.
pub fn notice(transaction: &str) -> Value {
    json!({
        "transaction_id": transaction, "store_id": "noodles", "amount": 3600,
        "paid_at": NOON_TEXT, "method": "code"
    })
}

/// The merchant number of the tests' orders.
pub const MERCHANT: &str = "1900000109";

/// Returns the same for an order with a merchant's and an acquirer's number.
pub fn ordered(transaction: &str, number: &str) -> Value {
    let mut notice = notice(transaction);
    notice["order"] =
        json!({"merchant": MERCHANT, "number": number, "acquirer_number": format!("A{number}")});
    notice
}

/// Returns the same, paid by a payer whom the mall's system names.
pub fn ordered_by(payer: &str, transaction: &str, number: &str) -> Value {
    let mut notice = ordered(transaction, number);
    notice["payer"] = json!(payer);
    notice
}

/// Returns an id of the kind that is wanted.
pub fn id<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect("an id")
}
