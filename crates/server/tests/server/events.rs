//! Events of pages: each counts once, and none leads to a person.

use axum::http::Request;
use mall_contract::{EventCounts, EventKind};
use serde_json::{Value, json};

use crate::goods::{HOUR, MALL, NOON, id, latte, notice, offer};
use crate::mall::{Answer, KEY, Mall, Setup, signature_headers};
use crate::shopper::{Shopper, coupon, together};

pub fn shown_event(n: u64) -> Value {
    json!({ "n": n, "kind": "shown", "offer_id": "latte" })
}

pub fn batch(visit: &str, link: &str, events: &[Value]) -> Value {
    json!({ "visit": visit, "link": link, "surface": "browser", "events": events })
}

/// Sends a batch with a content type and a user agent.
pub async fn report_as(mall: &Mall, kind: &str, body: String, agent: &str) -> Answer {
    let request = Request::post("/v1/events").header("host", "mall.test");
    let request = request.header("content-type", kind).header("user-agent", agent);
    mall.ask(request.body(body).unwrap()).await
}

/// Reads all counts of the day on which the tests begin.
pub async fn counts(mall: &Mall) -> EventCounts {
    let query = "?from=2026-11-23&until=2026-11-24";
    ask_counts(mall, query, &format!("/v1/events/counts{query}")).await.json()
}

pub async fn report(mall: &Mall, batch: &Value) -> Answer {
    report_as(mall, "application/json", batch.to_string(), "").await
}

async fn assert_accepted(mall: &Mall, batch: &Value) {
    let answer = report(mall, batch).await;
    assert_eq!((answer.status, answer.text().as_str()), (204, ""));
}

async fn rows(mall: &Mall) -> i64 {
    mall.number("SELECT COUNT(*) FROM events").await
}

/// Requests the counts of some days, as the mall's own system does.
async fn ask_counts(mall: &Mall, query: &str, signed: &str) -> Answer {
    let key = mall.app.context.secret.of_key(&id(MALL), KEY);
    let request = Request::get(format!("/v1/events/counts{query}")).header("mall-key", KEY);
    let request = signature_headers("GET", signed, mall.clock.now() / 1000, "", &key)
        .into_iter()
        .fold(request, |request, (name, value)| request.header(name, value));
    mall.ask(request.body(String::new()).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_counts_once_however_often_it_is_sent() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let link = mall.pay(&notice("one")).await;
        let first = batch("v1", &link, &[shown_event(0), shown_event(1)]);
        assert_accepted(&mall, &first).await;
        assert_accepted(&mall, &first).await;
        assert_eq!(rows(&mall).await, 2);
        assert_accepted(&mall, &batch("v1", &link, &[shown_event(1), shown_event(2)])).await;
        assert_eq!(rows(&mall).await, 3, "only what is new");
        assert_accepted(&mall, &batch("v2", &link, &[shown_event(0)])).await;
        assert_eq!(rows(&mall).await, 4, "another visit");

        let events: Vec<Value> = (10..60).map(shown_event).collect();
        let copies = (0..20).map(|i| {
            let (mall, link, mut events) = (mall.clone(), link.clone(), events.clone());
            // Whole copies and parts of the batch, in any order.
            events.rotate_left(i % 7);
            events.truncate(50 - i % 3);
            async move { report(&mall, &batch("v1", &link, &events)).await.status }
        });
        assert_eq!(together(copies).await, [204; 20]);
        assert_eq!(rows(&mall).await, 54);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn coupons_and_refusals_count_once_from_several_pages() {
    for mall in Mall::with(&[latte(json!({"total_stock": 1}))]).await {
        let (first, late) =
            (Shopper::after(&mall, "first").await, Shopper::after(&mall, "late").await);
        let granted = coupon(&first.claim("r1", "latte").await);
        assert_eq!(late.claim("r2", "latte").await.code(), "sold_out");
        let claimed = json!({ "n": 4, "kind": "claimed", "offer_id": "latte", "once": granted });
        let refused = json!({
            "n": 5, "kind": "refused", "offer_id": "latte", "refusal": "sold_out", "once": "r2"
        });
        for (visit, events) in [
            ("tab-1", vec![claimed.clone(), refused.clone()]),
            ("tab-2", vec![refused, claimed.clone(), claimed]),
        ] {
            assert_accepted(&mall, &batch(visit, &first.link, &events)).await;
        }
        let counted = |kind| format!("SELECT COUNT(*) FROM events WHERE kind = '{kind}'");
        assert_eq!(mall.number(&counted("claimed")).await, mall.coupons().await);
        let refused = "SELECT COUNT(*) FROM claims WHERE refusal IS NOT NULL";
        assert_eq!(mall.number(&counted("refused")).await, mall.number(refused).await);
        let traces = "SELECT COUNT(*) FROM events, coupons, claims WHERE events.visit IN (coupons.id, \
                      claims.request_id, claims.shopper_id)";
        assert_eq!(mall.number(traces).await, 0, "an event does not lead to a person");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_batch_is_refused_and_writes_nothing() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let link = mall.pay(&notice("one")).await;
        let of = |events: &[Value]| batch("v", &link, events);
        let with = |event: Value| of(&[shown_event(0), event]);
        let whole = json!({
            "n": 1, "kind": "refused", "offer_id": "latte", "refusal": "sold_out", "once": "r"
        });
        let with_value = |key: &str, value: Value| {
            let mut event = whole.clone();
            event[key] = value;
            with(event)
        };
        let many: Vec<Value> = (0..101).map(shown_event).collect();
        for (batch, field) in [
            (of(&[]), "events"),
            (of(&many), "events"),
            (with_value("n", json!(4_294_967_296_u64)), "events[1].n"),
            (with_value("n", json!(-1)), "events[1].n"),
            (with_value("kind", json!("bought")), "events[1].kind"),
            (with_value("kind", json!("claimed")), "events[1].refusal"),
            (with_value("kind", json!("left")), "events[1].offer_id"),
            (with_value("offer_id", json!("<script>")), "events[1].offer_id"),
            (with_value("offer_id", json!(null)), "events[1].offer_id"),
            (with_value("refusal", json!("' OR 1=1; --")), "events[1].refusal"),
            (with_value("refusal", json!("\u{0}")), "events[1].refusal"),
            (with_value("refusal", json!(null)), "events[1].refusal"),
            (with_value("once", json!(null)), "events[1].once"),
            (with_value("once", json!("13800138000@")), "events[1].once"),
            (with_value("payer", json!("openid")), "events[1].payer"),
            (
                with(json!({ "n": 1, "kind": "shown", "offer_id": "latte", "once": "x" })),
                "events[1].once",
            ),
            (with(json!({ "n": 1, "kind": "left", "offer_id": "latte" })), "events[1].offer_id"),
        ] {
            let answer = report(&mall, &batch).await;
            let text = answer.text();
            assert_eq!(answer.code(), "malformed", "{field}: {text}");
            assert!(text.contains(&format!("\"field\":\"{field}\"")), "{field}: {text}");
        }
        let good = of(&[shown_event(0)]);
        for bad in [link.replace("1.test", "1.other"), link.replace('.', "-"), String::new()] {
            assert_eq!(
                report(&mall, &batch("v", &bad, &[shown_event(0)])).await.code(),
                "link_invalid"
            );
        }
        for kind in ["", "application/x-www-form-urlencoded", "text/html"] {
            let answer = report_as(&mall, kind, good.to_string(), "").await;
            assert_eq!(answer.code(), "unsupported_media_type", "{kind}");
        }
        assert_eq!(
            report_as(&mall, "text/plain", "x".repeat(70_000), "").await.code(),
            "too_large"
        );
        assert_eq!(report_as(&mall, "text/plain", "{".repeat(5000), "").await.code(), "malformed");
        assert_eq!(rows(&mall).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn late_events_count_and_events_of_removed_offers_are_left_out() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let link = mall.pay(&notice("one")).await;
        mall.clock.set(NOON + 25 * HOUR);
        let removed = json!({ "n": 1, "kind": "shown", "offer_id": "gone" });
        let left = json!({ "n": 2, "kind": "left" });
        let body = batch("v", &link, &[shown_event(0), removed, left]).to_string();
        assert_eq!(report_as(&mall, "text/plain;charset=UTF-8", body, "").await.status, 204);
        assert_eq!(rows(&mall).await, 2);
        assert_eq!(mall.number("SELECT received_at FROM events LIMIT 1").await, NOON + 25 * HOUR);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_malls_own_system_reads_the_counts() {
    for mall in Mall::with(&[latte(json!({})), offer("tea", "cafe")]).await {
        let link = mall.pay(&notice("one")).await;
        let tea = json!({ "n": 2, "kind": "shown", "offer_id": "tea" });
        let left = json!({ "n": 3, "kind": "left" });
        assert_accepted(&mall, &batch("v1", &link, &[shown_event(0), tea, left])).await;
        let mut receipt = batch("v2", &link, &[shown_event(0)]);
        receipt["surface"] = json!("receipt");
        assert_accepted(&mall, &receipt).await;
        assert_accepted(&mall, &batch("v3", &link, &[shown_event(0)])).await;
        // Twelve hours later it is the next day in Shanghai, but not in UTC.
        mall.clock.set(NOON + 13 * HOUR);
        assert_accepted(&mall, &batch("v4", &link, &[shown_event(0)])).await;

        let query = "?from=2026-11-23&until=2026-11-24";
        let path = format!("/v1/events/counts{query}");
        let answer = ask_counts(&mall, query, &path).await;
        let counts = answer.json::<EventCounts>().counts;
        let counted: Vec<_> = counts
            .iter()
            .map(|c| (c.offer_id.as_ref().map_or("", |id| id.as_str()), c.kind, c.count))
            .collect();
        assert_eq!(
            counted,
            [
                ("", EventKind::Left, 1),
                ("latte", EventKind::Shown, 2),
                ("latte", EventKind::Shown, 1),
                ("tea", EventKind::Shown, 1),
            ]
        );
        let other_days = "?from=2026-01-01&until=2026-11-23";
        assert_eq!(ask_counts(&mall, other_days, &path).await.code(), "signature_invalid");
        assert_eq!(mall.get(&path).await.code(), "signature_invalid");
        let bad = ask_counts(&mall, "?from=x", "/v1/events/counts?from=x").await;
        assert_eq!(bad.code(), "malformed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stored_events_have_no_column_for_a_person() {
    for mall in Mall::with(&[]).await {
        let sqlite = "SELECT COUNT(*) FROM pragma_table_info('events')";
        let postgres =
            "SELECT COUNT(*) FROM information_schema.columns WHERE table_name = 'events'";
        let embedded = mall.database_url().starts_with("sqlite:");
        let (all, name) = if embedded { (sqlite, "name") } else { (postgres, "column_name") };
        let columns = "'mall_id', 'visit', 'n', 'kind', 'offer_id', 'refusal', 'surface', 'day', 'received_at', \
                     'trouble', 'kernel'";
        let clause = if embedded { "WHERE" } else { "AND" };
        assert_eq!(mall.number(all).await, 11);
        assert_eq!(mall.number(&format!("{all} {clause} {name} IN ({columns})")).await, 11);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_have_a_rate_limit_of_their_own() {
    let setup =
        Setup { offers: vec![latte(json!({}))], requests_per_second: 5, ..Setup::default() };
    for mall in Mall::set_up(&setup).await {
        let shopper = Shopper::after(&mall, "one").await;
        let batch = batch("v", &shopper.link, &[shown_event(0)]);
        let mut refused = 0;
        for _ in 0..60 {
            refused += i32::from(report(&mall, &batch).await.status == 429);
        }
        assert!(refused > 0);
        assert_eq!(shopper.claim("r1", "latte").await.status, 201);
    }
}
