//! Keys of stores' own systems: each opens its store's till and nothing else.

use mall_contract::Role;
use mall_server::db::keys;
use serde_json::json;

use super::counter::{ClaimedCoupon, Counter, parse_redemption, post};
use crate::goods::{HOUR, MALL, NOON, id, latte, notice};
use crate::mall::Mall;

#[tokio::test(flavor = "multi_thread")]
async fn a_stores_own_system_redeems_undoes_and_lists() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (system, coupon) =
            (Counter::system(&mall, "cafe", "k1").await, ClaimedCoupon::after(&mall, "one").await);
        assert_eq!(system.prepare(&coupon.qr_text(0)).await.status, 200);
        let row = parse_redemption(&system.redeem("r1", &coupon.qr_text(0)).await);
        assert_eq!(row.by, "API k1");
        assert_eq!(parse_redemption(&system.answer_to("r1").await), row);
        assert!(system.get("/v1/till/redemptions?day=2026-11-23").await.text().contains(&row.id));
        mall.clock.set(NOON + HOUR - 1);
        assert!(parse_redemption(&system.undo(&row.id).await).undone.is_some());
        let cinema = Counter::system(&mall, "cinema", "k2").await;
        assert_eq!(cinema.redeem("r2", &coupon.qr_text(0)).await.code(), "wrong_store");
        assert_eq!(cinema.undo(&row.id).await.code(), "unknown_redemption");
        assert_eq!(cinema.answer_to("r1").await.code(), "unknown_request");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stores_key_opens_no_mall_address_and_the_malls_key_no_till() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (system, coupon) =
            (Counter::system(&mall, "cafe", "k1").await, ClaimedCoupon::after(&mall, "one").await);
        let before = mall.rows().await;
        let payment = system.as_till(post("/v1/payments", &notice("two")));
        assert_eq!(mall.ask(payment).await.code(), "signature_invalid");
        assert_eq!(system.get("/v1/placements").await.code(), "signature_invalid");
        let body = json!({"request_id": "r1", "code": coupon.qr_text(0), "order_number": "A-1", "amount": 3000});
        let answer =
            mall.post_signed("/v1/till/redemptions", "application/json", &body.to_string()).await;
        assert_eq!(answer.code(), "signature_invalid");
        let mut forged = system.as_till(post("/v1/till/redemptions", &body));
        *forged.body_mut() = body.to_string().replace("3000", "9000");
        assert_eq!(mall.ask(forged).await.code(), "signature_invalid");
        let late = system.as_till(post("/v1/till/redemptions", &body));
        mall.clock.set(NOON + 301_000);
        assert_eq!(mall.ask(late).await.code(), "timestamp_stale");
        assert_eq!(mall.rows().await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_replaced_while_both_are_valid() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (one, coupon) =
            (Counter::system(&mall, "cafe", "k1").await, ClaimedCoupon::after(&mall, "one").await);
        let two = Counter::system(&mall, "cafe", "k2").await;
        let mut access = mall.app.database.access();
        let mut tx = access.write().await.unwrap();
        assert!(
            !keys::put_of_store(&mut tx, &id(MALL), &id("cafe"), "k3", 0).await.unwrap(),
            "two at a time"
        );
        assert!(!keys::put_of_store(&mut tx, &id(MALL), &id("nowhere"), "k4", 0).await.unwrap());
        assert!(keys::put_of_store(&mut tx, &id(MALL), &id("cinema"), "k5", 0).await.unwrap());
        tx.commit().await.unwrap();
        for till in [&one, &two] {
            assert_eq!(till.prepare(&coupon.qr_text(0)).await.status, 200);
        }
        let mut access = mall.app.database.access();
        let mut tx = access.write().await.unwrap();
        assert!(keys::revoke(&mut tx, &id(MALL), "k1", 1).await.unwrap());
        assert!(!keys::revoke(&mut tx, &id(MALL), "k1", 1).await.unwrap());
        assert!(keys::put_of_store(&mut tx, &id(MALL), &id("cafe"), "k3", 0).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(one.prepare(&coupon.qr_text(0)).await.code(), "signature_invalid");
        assert_eq!(two.prepare(&coupon.qr_text(0)).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_till_has_request_ids_of_its_own() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let system = Counter::system(&mall, "cafe", "k1").await;
        let cashier = Counter::of(&mall, "cafe", "Wang", Role::Cashier).await;
        let (one, two) =
            (ClaimedCoupon::after(&mall, "one").await, ClaimedCoupon::after(&mall, "two").await);
        let first = parse_redemption(&system.redeem("same", &one.qr_text(0)).await);
        let second = parse_redemption(&cashier.redeem("same", &two.qr_text(0)).await);
        assert_ne!(first.id, second.id);
        assert_eq!(parse_redemption(&system.answer_to("same").await).id, first.id);
        assert_eq!(parse_redemption(&cashier.answer_to("same").await).id, second.id);
    }
}
