//! Requests beyond the server's capacity.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::Request;
use hyper::body::Frame;
use mall_contract::Refusal;
use mall_server::start::router;
use mall_server::{ReceiptCheck, ReceiptConfig};
use tower::ServiceExt;

use crate::mall::{Mall, Setup, get};
use crate::receipt::query;

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

/// A body that never comes, and notes that it is waited for.
struct Slow(Arc<AtomicBool>);

impl HttpBody for Slow {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.0.store(true, Ordering::Relaxed);
        Poll::Pending
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_sender_holds_no_place() {
    let setup = Setup { capacity: 1, ..Setup::default() };
    for mall in Mall::set_up(&setup).await {
        let read = Arc::new(AtomicBool::new(false));
        let slow = Request::post("/v1/events").body(Body::new(Slow(read.clone()))).unwrap();
        let waiting = tokio::spawn(router(&mall.app).oneshot(slow));
        until(|| read.load(Ordering::Relaxed)).await;
        assert_eq!(mall.send(get("/v1/scan")).await.status, 200);
        waiting.abort();
    }
}
