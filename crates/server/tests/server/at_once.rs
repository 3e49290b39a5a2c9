//! Many requests at the same time, and few connections to the database.

use axum::http::Request;
use mall_contract::Role;
use mall_server::db::{Access, POSTGRESQL_CONNECTIONS, SQLITE_READERS};
use serde_json::json;

use crate::goods::{latte, notice};
use crate::mall::{Mall, get};
use crate::placements::put_up;
use crate::shopper::together;
use crate::till::counter::{ClaimedCoupon, Counter, parse_redemption, post};

/// Returns one access to the database for each connection but the last.
fn all_but_one(mall: &Mall) -> Vec<Access> {
    let postgres = mall.database_url().starts_with("postgres:");
    let count = if postgres { POSTGRESQL_CONNECTIONS } else { SQLITE_READERS };
    (1..count).map(|_| mall.app.database.access()).collect()
}

/// A request that holds a connection and asks for another one gets none here, and is refused with `busy`.
#[tokio::test(flavor = "multi_thread")]
async fn every_request_is_answered_with_one_connection() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let mut others = all_but_one(&mall);
        let mut held = Vec::new();
        for other in &mut others {
            held.push(other.read().await.unwrap());
        }
        let code = put_up(&mall, json!({"store_id": "cafe"})).await;
        let coupon = ClaimedCoupon::after(&mall, "one").await;
        let till = Counter::of(&mall, "cafe", "Wang", Role::StoreManager).await;
        let system = Counter::system(&mall, "cafe", "k1").await;
        let (id, link) = (&coupon.id, &coupon.shopper.link);
        for path in [
            format!("/coupons/{id}"),
            format!("/v1/coupons/{id}"),
            format!("/pay/{link}"),
            format!("/v1/pay/{link}"),
            format!("/q/{code}"),
            format!("/v1/q/{code}"),
            format!("/q/{code}/qr.svg"),
            format!("/q/{code}/poster.svg"),
            "/wallet".to_owned(),
            "/v1/wallet".to_owned(),
            "/v1/claims/claim".to_owned(),
            "/readyz".to_owned(),
        ] {
            let answer = coupon.shopper.get(&path).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        }
        let events = coupon.shopper.with_cookie(get(&format!("/v1/coupons/{id}/events")));
        assert_eq!(mall.open(events).await.status().as_u16(), 200);
        let form = coupon.shopper.form_request("again", "latte", 1);
        assert_eq!(mall.ask(form).await.status, 303);

        assert_eq!(system.prepare(&coupon.qr_text(0)).await.status, 200);
        let redemption = parse_redemption(&till.redeem("r1", &coupon.qr_text(0)).await);
        assert_eq!(till.undo(redemption.id.as_str()).await.status, 200);
        for path in [
            "/till",
            "/v1/till",
            "/v1/till/redemptions",
            "/v1/till/redemptions.csv",
            "/v1/till/redemptions/r1",
            "/v1/till/offline-settings",
            "/v1/till/conflicts",
        ] {
            let answer = till.get(path).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        }
        for path in [
            "/v1/placements",
            "/v1/placements/counts?from=2026-11-23&until=2026-11-24",
            "/v1/placements/sheet",
            "/v1/events/counts?from=2026-11-23&until=2026-11-24",
        ] {
            let answer = mall.get_signed(path).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        }
        let refund = json!({"refund_id": "b1", "transaction_id": "one", "amount": 3600, "refunded_at": notice("one")["paid_at"]});
        assert_eq!(mall.tell_refund(&refund).await.status, 201);
        let file = "id,name,floor,kind\nlift,电梯,L1,poster\n";
        let imported = mall.post_signed("/v1/placements/import", "text/csv", file).await;
        assert_eq!(imported.status, 200, "{}", imported.text());
        drop(held);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_coupons_pages_and_tills_at_once_are_answered() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let coupon = ClaimedCoupon::after(&mall, "one").await;
        let till = Counter::system(&mall, "cafe", "k1").await;
        let kinds: [Request<String>; 3] = [
            coupon.shopper.with_cookie(get(&format!("/v1/coupons/{}", coupon.id))),
            coupon.shopper.with_cookie(get(&format!("/v1/pay/{}", coupon.shopper.link))),
            till.as_till(post("/v1/till/prepare", &json!({"code": coupon.qr_text(0)}))),
        ];
        let answers = together(kinds.into_iter().cycle().take(200).map(|request| {
            let mall = mall.clone();
            async move { mall.ask(request).await }
        }));
        for answer in answers.await {
            assert_eq!(answer.status, 200, "{}", answer.text());
        }
    }
}
