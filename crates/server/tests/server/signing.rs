//! Signatures are good for one method, address, time and body, and once where the write has no id.

use axum::body::Body;
use axum::http::Request;
use mall_contract::{OfflineSettings, Placement, Placements, Problem};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::goods::{NOON, latte, notice};
use crate::mall::{Mall, get};
use crate::placements_set_up::{poster, tell};
use crate::till::counter::{ClaimedCoupon, Counter, post};
use crate::watched_body::{Read, WatchedBody};

fn with_method(mut request: Request<String>, method: &str) -> Request<String> {
    *request.method_mut() = method.parse().unwrap();
    request
}

fn with_address(mut request: Request<String>, address: &str) -> Request<String> {
    *request.uri_mut() = address.parse().unwrap();
    request
}

fn settings(most_count: u32) -> Value {
    json!({"on": true, "most_value": 1000, "most_count": most_count})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_is_good_for_one_method_and_one_address() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (system, coupon) =
            (Counter::system(&mall, "cafe", "k1").await, ClaimedCoupon::after(&mall, "one").await);
        let body = json!({"request_id": "r1", "code": coupon.qr_text(0), "order_number": "A-1", "amount": 3000});
        let before = mall.rows().await;
        let prepare = || system.as_till(post("/v1/till/prepare", &body));
        let day = || system.as_till(get("/v1/till/redemptions?day=2026-11-23"));
        for moved in [
            with_address(prepare(), "/v1/till/redemptions"),
            with_address(prepare(), "/v1/till/prepare?lang=en"),
            with_address(day(), "/v1/till/redemptions?day=2026-11-22"),
            with_address(day(), "/v1/till/redemptions.csv?day=2026-11-23"),
            with_method(system.as_till(post("/v1/till/offline-settings", &settings(9))), "PUT"),
            with_address(mall.signed(&notice("one").to_string()), "/v1/refunds"),
        ] {
            let line = format!("{} {}", moved.method(), moved.uri());
            assert_eq!(mall.ask(moved).await.code(), "signature_invalid", "{line}");
        }
        assert_eq!(mall.rows().await, before);
        assert_eq!(mall.ask(day()).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_not_set_back_by_an_earlier_request() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let system = Counter::system(&mall, "cafe", "k1").await;
        let put = |count| {
            system.as_till(with_method(post("/v1/till/offline-settings", &settings(count)), "PUT"))
        };
        let [first, second] = [put(5), put(2)];
        assert_eq!(mall.ask(first.clone()).await.status, 204);
        assert_eq!(mall.ask(second).await.status, 204);
        assert_eq!(mall.replay(first).await.code(), "nonce_used");
        let now: OfflineSettings = system.get("/v1/till/offline-settings").await.json();
        assert_eq!(now.most_count, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_write_without_an_id_is_taken_once() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let system = Counter::system(&mall, "cafe", "k1").await;
        let put = with_method(post("/v1/till/offline-settings", &settings(2)), "PUT");
        assert_eq!(mall.ask(system.as_till(put)).await.status, 204);
        let grant = system.as_till(post("/v1/till/offline-grants", &json!({})));
        assert_eq!(mall.ask(grant.clone()).await.status, 201);
        assert_eq!(mall.replay(grant).await.code(), "nonce_used");

        let old =
            mall.signed_post("/v1/placements", "application/json", &poster(json!({})).to_string());
        let placement: Placement = mall.ask(old.clone()).await.json();
        assert_eq!(tell(&mall, &poster(json!({"state": "ended"}))).await.status, 200);
        assert_eq!(mall.replay(old).await.code(), "nonce_used");
        let file = "id,name,floor,kind\natrium,中庭,L1,poster\n";
        let old = mall.signed_post("/v1/placements/import", "text/csv", file);
        assert_eq!(mall.ask(old.clone()).await.status, 200);
        assert_eq!(tell(&mall, &poster(json!({"state": "ended"}))).await.status, 200);
        assert_eq!(mall.replay(old).await.code(), "nonce_used");
        let all = mall.get_signed("/v1/placements").await.json::<Placements>().placements;
        assert_eq!(all[0].set_up.state, mall_contract::PlacementState::Ended);
        assert_eq!(all[0].code, placement.code);

        // A notice has a number of its own, so its answer may be asked for again.
        let paid = mall.signed(&notice("one").to_string());
        assert_eq!(mall.ask(paid.clone()).await.status, 201);
        assert_eq!(mall.ask(paid).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_signs_again_for_each_try_and_a_wrong_signature_stays_wrong() {
    for mall in Mall::with(&[]).await {
        let body = poster(json!({})).to_string();
        let first = mall.signed_post("/v1/placements", "application/json", &body);
        let mut second = first.clone();
        mall.sign_again(&mut second);
        assert_eq!(mall.ask(first).await.status, 201);
        assert_eq!(mall.ask(second.clone()).await.status, 200, "it has a nonce of its own");
        second.headers_mut().insert("mall-nonce", "0123456789abcdef".parse().unwrap());
        let before = second.headers().clone();
        mall.sign_again(&mut second);
        assert_eq!(*second.headers(), before);
        assert_eq!(mall.ask(second).await.code(), "signature_invalid");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nonce_is_remembered_while_its_time_is_good() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let body = poster(json!({})).to_string();
        mall.clock.set(NOON + 300_000);
        let ahead = mall.signed_post("/v1/placements", "application/json", &body);
        mall.clock.set(NOON);
        assert_eq!(mall.ask(ahead.clone()).await.status, 201);
        mall.clock.set(NOON + 600_000);
        assert_eq!(mall.replay(ahead.clone()).await.code(), "nonce_used");
        mall.clock.set(NOON + 601_000);
        assert_eq!(mall.ask(ahead).await.code(), "timestamp_stale");
        assert_eq!(tell(&mall, &poster(json!({}))).await.status, 200);
        assert_eq!(mall.number("SELECT COUNT(*) FROM nonces").await, 1, "the old one is forgotten");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_read_only_from_a_known_key_in_time_and_size() {
    for mall in Mall::with(&[]).await {
        let signed = || mall.signed_post("/v1/placements/import", "text/csv", "x");
        let changed = |name: &'static str, value: &str| {
            let mut request = signed();
            request.headers_mut().insert(name, value.parse().unwrap());
            request
        };
        let stranger = Request::post("/v1/placements/import").body(String::new()).unwrap();
        for (request, code) in [
            (stranger, "signature_invalid"),
            (changed("mall-key", "unknown"), "signature_invalid"),
            (changed("mall-timestamp", "1"), "timestamp_stale"),
            (changed("content-length", "4194305"), "too_large"),
        ] {
            let read = Read::default();
            let request = request.map(|_| Body::new(WatchedBody::empty(&read)));
            let router = mall_server::start::router(&mall.app);
            let answer = router.oneshot(request).await.unwrap();
            let body = axum::body::to_bytes(answer.into_body(), 4096).await.unwrap();
            let problem: Problem = serde_json::from_slice(&body).unwrap();
            assert_eq!(problem.refusal.code(), code);
            assert!(!read.has_begun(), "{code}: the body was read");
        }
        assert_eq!(mall.ask(signed()).await.status, 400, "headings are asked for");
    }
}
