//! Requests beyond the server's capacity.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use mall_contract::Refusal;
use mall_server::start::router;
use mall_server::{ReceiptCheck, ReceiptConfig};
use tower::ServiceExt;

use crate::mall::{Mall, Setup, get};
use crate::receipt::query;
use crate::watched_body::{Read, WatchedBody};

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
