//! Requests beyond the server's capacity.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use mall_contract::Refusal;
use mall_server::start::router;
use mall_server::{ReceiptCheck, ReceiptConfig};
use serde_json::json;
use tower::ServiceExt;

use crate::goods::{latte, notice};
use crate::mall::{Mall, Setup, get};
use crate::receipt::query;
use crate::watched_body::{Read, WatchedBody};

/// The address of all requests of [`Mall::send`].
const ADDRESS: [u8; 4] = [192, 0, 2, 1];

/// Yields until something holds.
async fn until(holds: impl Fn() -> bool) {
    let waiting = async {
        while !holds() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_beyond_capacity_is_told_to_come_again_at_once() {
    let notice_timeout = Duration::from_secs(300);
    let waits =
        ReceiptConfig { check: ReceiptCheck::Off, notice_timeout, ..ReceiptConfig::default() };
    let setup = Setup { capacity: 1, receipt: Some(waits), ..Setup::default() };
    for mall in Mall::set_up(&setup).await {
        let places = &mall.app.capacity;
        let waiting = {
            let mall = mall.clone();
            let path = format!("/v1/receipts?{}", query("N1", "one"));
            tokio::spawn(async move { mall.send(get(&path)).await.status })
        };
        until(|| places.available_permits() == 0).await;
        let refused = mall.send(get("/v1/scan")).await;
        assert_eq!(refused.refusal(), Refusal::Busy { retry_after: 1 });
        assert_eq!(refused.header("retry-after"), "1");
        for probe in ["/healthz", "/readyz"] {
            assert_eq!(mall.send(get(probe)).await.status, 200, "{probe}");
        }
        waiting.abort();
        until(|| places.available_permits() == 1).await;
        assert_eq!(mall.send(get("/v1/scan")).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_sender_holds_no_place() {
    let setup = Setup { capacity: 1, ..Setup::default() };
    for mall in Mall::set_up(&setup).await {
        let read = Read::default();
        let slow = Body::new(WatchedBody::without_end(&read));
        let slow = Request::post("/v1/events").body(slow).unwrap();
        let waiting = tokio::spawn(router(&mall.app).oneshot(slow));
        until(|| read.has_begun()).await;
        assert_eq!(mall.send(get("/v1/scan")).await.status, 200);
        waiting.abort();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_body_beyond_the_first_two_is_told_to_come_again_at_once() {
    for mall in Mall::with(&[]).await {
        let file = "id,name,floor,kind\nt1,1 号桌,L5,table\n";
        let others = mall.app.large_bodies.acquire_many(2).await.unwrap();
        let import = mall.signed_post("/v1/placements/import", "text/csv", file);
        let refused = mall.send(import).await;
        assert_eq!(refused.refusal(), Refusal::Busy { retry_after: 5 });
        drop(others);
        let imported = mall.post_signed("/v1/placements/import", "text/csv", file).await;
        assert_eq!(imported.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_is_repeated_without_end_is_held_back() {
    let refusal_delay = Duration::from_secs(300);
    let setup = Setup { requests_per_second: 1, refusal_delay, ..Setup::default() };
    for mall in Mall::set_up(&setup).await {
        let mut flood = tokio::task::JoinSet::new();
        for _ in 0..100 {
            let mall = mall.clone();
            flood.spawn(async move { mall.send(get("/v1/scan")).await.status });
        }
        until(|| mall.app.slow_refusals.count() > 50).await;
        let notice = notice("one").to_string();
        let paid = mall.post_signed("/v1/payments", "application/json", &notice).await;
        assert_eq!(paid.status, 201, "others are answered");
        flood.abort_all();
        until(|| mall.app.slow_refusals.count() == 0).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_of_strangers_waits_in_its_lane_and_all_others_pass() {
    // A lane lets one request through.
    let setup = Setup { capacity: 100, offers: vec![latte(json!({}))], ..Setup::default() };
    for mall in Mall::set_up(&setup).await {
        let turn = mall.app.lanes.turn(ADDRESS.into()).await.unwrap();
        let stranger = {
            let mall = mall.clone();
            tokio::spawn(async move { mall.send(get("/v1/scan")).await.status })
        };
        let paid =
            mall.post_signed("/v1/payments", "application/json", &notice("one").to_string()).await;
        assert_eq!(paid.status, 201, "the mall's own system");
        let receipt = format!("/v1/receipts?{}", query("N1", "one"));
        assert_ne!(mall.send(get(&receipt)).await.status, 503, "it waits for its payment");
        assert!(!stranger.is_finished());
        drop(turn);
        assert_eq!(stranger.await.unwrap(), 200);
    }
}
