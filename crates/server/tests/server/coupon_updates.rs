//! A coupon as its holder shows it at a till, and its changes.

use std::time::Duration;

use axum::body::Body;
use http_body_util::BodyExt;
use mall_contract::{CouponPage, Redemption, Role};
use serde_json::json;

use crate::goods::{HOUR, NOON, latte};
use crate::mall::{Mall, get};
use crate::shopper::Shopper;
use crate::till::counter::{ClaimedCoupon, Counter, parse_redemption};

async fn coupon_page(coupon: &ClaimedCoupon) -> CouponPage {
    coupon.shopper.get(&format!("/v1/coupons/{}", coupon.id)).await.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_holder_gets_codes_for_ten_minutes_and_each_works_in_its_time() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let texts = coupon_page(&coupon).await;
        assert_eq!(texts.code.as_deref(), Some(coupon.typed_code().as_str()));
        assert_eq!(texts.shown.len(), 20);
        assert_eq!(texts.way.as_deref(), Some("正门左转"));
        for (i, text) in texts.shown.iter().enumerate() {
            assert_eq!(text.from.ms, NOON + 30_000 * i as i64);
            mall.clock.set(text.from.ms);
            assert_eq!(till.prepare(&text.text).await.status, 200, "{i}");
        }
        assert_eq!(till.prepare(&texts.shown[0].text).await.code(), "code_stale");
        let json = coupon.shopper.get(&format!("/v1/coupons/{}", coupon.id)).await.text();
        assert!(!json.contains("secret") && !json.contains("hash"), "{json}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_holder_gets_a_coupons_codes() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let coupon = ClaimedCoupon::after(&mall, "one").await;
        let path = format!("/v1/coupons/{}", coupon.id);
        let other = Shopper::after(&mall, "two").await;
        assert_eq!(other.claim("r2", "latte").await.status, 201);
        for path in [path.clone(), format!("{path}/events")] {
            assert_eq!(other.get(&path).await.code(), "not_found");
            assert_eq!(mall.get(&path).await.code(), "session_missing");
        }
        assert_eq!(other.get("/v1/coupons/nothing").await.code(), "not_found");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_that_no_till_would_redeem_shows_no_code() {
    let later = latte(json!({"validity": {"after_claim": {"wait_days": 1, "days": 1}}}));
    for mall in Mall::with(&[later]).await {
        let coupon = ClaimedCoupon::after(&mall, "one").await;
        let midnight = NOON + 12 * HOUR;
        assert!(coupon_page(&coupon).await.shown.is_empty(), "not yet");
        mall.clock.set(midnight - 60_000);
        assert_eq!(coupon_page(&coupon).await.shown[0].from.ms, midnight);
        mall.clock.set(midnight + 24 * HOUR - 1);
        assert_eq!(coupon_page(&coupon).await.shown.len(), 1, "its last instant");
        mall.clock.set(midnight + 24 * HOUR);
        let over = coupon_page(&coupon).await;
        assert_eq!((over.shown.len(), over.code), (0, None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unchanged_coupon_is_not_sent_again() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let path = format!("/v1/coupons/{}", coupon.id);
        let first = coupon.shopper.get(&path).await;
        let again = async |tag: &str| {
            let mut request = coupon.shopper.with_cookie(get(&path));
            request.headers_mut().insert("if-none-match", tag.parse().unwrap());
            mall.ask(request).await
        };
        let tag = first.header("etag").to_owned();
        assert_eq!((again(&tag).await.status, again("\"other\"").await.status), (304, 200));
        let row = parse_redemption(&till.redeem("r1", &coupon.qr_text(0)).await);
        let used = again(&tag).await;
        assert_eq!(used.status, 200);
        assert!(matches!(
            used.json::<CouponPage>().coupon.redemption,
            Some(Redemption::Redeemed { .. })
        ));
        assert_eq!(used.json::<CouponPage>().code, None);
        parse_redemption(&till.undo(&row.id).await);
        let undone = again(used.header("etag")).await;
        assert_eq!(undone.json::<CouponPage>().undone_at.map(|at| at.ms), Some(NOON));
        mall.clock.set(NOON + 5 * 60_000);
        assert_eq!(again(undone.header("etag")).await.status, 200, "fresh codes");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_coupon_without_a_code_gets_one_when_it_is_shown() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let sql = "UPDATE coupons SET code_hash = NULL";
        sqlx::query(sql).execute(&mut *mall.app.request().db.read().await.unwrap()).await.unwrap();
        assert_eq!(till.prepare(&coupon.qr_text(0)).await.code(), "code_unknown");
        let text = coupon_page(&coupon).await.shown[0].text.clone();
        assert_eq!(till.redeem("r1", &text).await.status, 201);
    }
}

/// Reads the next coupon of a stream.
async fn next(body: &mut Body) -> CouponPage {
    loop {
        let frame = tokio::time::timeout(Duration::from_secs(30), body.frame()).await;
        let data = frame.unwrap().expect("the stream goes on").unwrap().into_data().unwrap();
        let text = String::from_utf8(data.to_vec()).unwrap();
        if let Some(json) = text.strip_prefix("event: coupon\ndata: ") {
            return serde_json::from_str(json.trim_end()).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_learns_of_a_redemption_and_its_undo() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let till = Counter::of(&mall, "cafe", "Wang", Role::Cashier).await;
        let (coupon, other) =
            (ClaimedCoupon::after(&mall, "one").await, ClaimedCoupon::after(&mall, "two").await);
        let mut request =
            coupon.shopper.with_cookie(get(&format!("/v1/coupons/{}/events", coupon.id)));
        request.headers_mut().insert("accept-encoding", "gzip, br".parse().unwrap());
        let response = mall.open(request).await;
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert!(response.headers().get("content-encoding").is_none(), "events arrive at once");
        let mut body = response.into_body();
        assert_eq!(next(&mut body).await.coupon.redemption, None, "the current state comes first");
        parse_redemption(&till.redeem("r0", &other.qr_text(0)).await);
        let row = parse_redemption(&till.redeem("r1", &coupon.qr_text(0)).await);
        let used = next(&mut body).await;
        assert_eq!(used.coupon.redemption, Some(Redemption::Redeemed { at: row.at }));
        assert!(used.shown.is_empty());
        mall.clock.set(NOON + 1000);
        parse_redemption(&till.undo(&row.id).await);
        let back = next(&mut body).await;
        assert_eq!((back.coupon.redemption, back.shown.len()), (None, 20));
        assert_eq!(back.undone_at.map(|at| at.ms), Some(NOON + 1000));
        mall.app.begin_stop();
        let rest = tokio::time::timeout(Duration::from_secs(30), body.collect()).await;
        rest.expect("the stream ends when the server stops").unwrap();
    }
}
