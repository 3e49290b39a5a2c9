//! A coupon is redeemed once, and every till gets the true answer.

use std::time::Duration;

use mall_contract::{
    CodeEntryMode, Fen, PrepareResponse, Redemption, Refusal, Role, TillRedemption, TillRefusal,
};
use mall_server::db::Write;
use serde_json::json;
use sqlx::{AnyConnection, AnyPool, Connection};

use super::counter::{ClaimedCoupon, Counter, parse_redemption};
use crate::goods::{NOON, latte};
use crate::mall::Mall;
use crate::refunds::refund;
use crate::shopper::together;

#[tokio::test(flavor = "multi_thread")]
async fn prepare_describes_a_coupon_and_changes_nothing() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let before = mall.rows().await;
        let prepared: PrepareResponse = till.prepare(&coupon.qr_text(0)).await.json();
        assert_eq!(prepared.coupon.title, "latte券");
        assert_eq!(prepared.coupon.id.as_str(), coupon.id);
        assert!(prepared.refused.is_none() && prepared.just_taken.is_none());
        assert_eq!(prepared.coupon.code_end, coupon.typed_code()[15..]);
        let body = json!({"code": coupon.qr_text(0), "amount": 2000});
        let prepared: PrepareResponse = till.post("/v1/till/prepare?lang=en", &body).await.json();
        let problem = prepared.refused.expect("too small an order");
        let short =
            Refusal::Till(TillRefusal::ThresholdNotMet { least: Fen(2500), short: Fen(500) });
        assert_eq!(problem.refusal, short);
        assert!(problem.next_step.contains("¥5"), "{problem:?}");
        assert_eq!(mall.rows().await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_sees_that_a_coupon_was_redeemed() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let answer = till.redeem("r1", &coupon.qr_text(0)).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let redemption = parse_redemption(&answer);
        assert_eq!((redemption.by.as_str(), redemption.store.as_str()), ("Wang", "cafe"));
        assert_eq!((redemption.amount, redemption.saved), (Fen(3000), Some(Fen(850))));
        assert_eq!((redemption.read, redemption.at.ms), (CodeEntryMode::Scanned, NOON));
        assert_eq!(redemption.undo_until.ms, NOON + 10 * 60_000);
        let wallet_coupon = &coupon.shopper.wallet().await.coupons[0];
        assert_eq!(wallet_coupon.redemption, Some(Redemption::Redeemed { at: redemption.at }));
        let steps = "SELECT COUNT(*) FROM coupon_steps WHERE step = 'redeemed' AND n = 1 \
                     AND actor LIKE 'staff:%' AND reason = 'scanned' AND request_id = 'r1' AND at > 0";
        assert_eq!(mall.number(steps).await, 1);

        mall.clock.set(NOON + 60 * 60_000);
        let again = till.redeem("r1", &coupon.qr_text(0)).await;
        assert_eq!(
            (again.status, parse_redemption(&again)),
            (200, redemption.clone()),
            "the first answer"
        );
        assert_eq!(parse_redemption(&till.answer_to("r1").await), redemption);
        let other = till.redeem_for("r1", &coupon.qr_text(0), "A-2", 3000).await;
        assert_eq!(other.code(), "request_id_reused");
        let used = Refusal::Till(TillRefusal::CouponUsed { at: redemption.at, by: "Wang".into() });
        assert_eq!(till.redeem("r2", &coupon.qr_text(0)).await.refusal(), used);
        assert_eq!(till.redeem("r2", &coupon.qr_text(0)).await.refusal(), used, "for good");
        assert_eq!(till.answer_to("r2").await.refusal(), used);
        assert_eq!(till.answer_to("r3").await.code(), "unknown_request");
        assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 1);
    }
}

/// Locks all coupons where a database has many writers, so that tills meet at one coupon on any machine. Returns
/// the lock, and a connection that sees the tills wait.
async fn hold_back(mall: &Mall) -> Option<(Write<'static>, AnyConnection)> {
    if !mall.database_url().starts_with("postgres:") {
        return None;
    }
    let mut tx = AnyPool::connect(mall.database_url()).await.unwrap().begin().await.unwrap();
    sqlx::query("UPDATE coupons SET undone = undone").execute(&mut *tx).await.unwrap();
    Some((tx, AnyConnection::connect(mall.database_url()).await.unwrap()))
}

async fn until_wait(watcher: &mut AnyConnection, tills: i64) {
    let sql = "SELECT COUNT(*) FROM pg_stat_activity \
               WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut *watcher).await.unwrap() < tills {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_tills_redeem_one_coupon_once() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let coupon = ClaimedCoupon::after(&mall, "one").await;
        let mut tills = Vec::new();
        for i in 0..20 {
            tills.push(Counter::of(&mall, "cafe", &format!("Cashier {i}"), Role::Cashier).await);
        }
        let code = coupon.qr_text(0);
        let lock = hold_back(&mall).await;
        let answers = tokio::spawn(together(tills.into_iter().map(move |till| {
            let code = code.clone();
            async move { till.redeem("r1", &code).await }
        })));
        if let Some((transaction, mut watcher)) = lock {
            let waiting = until_wait(&mut watcher, 2);
            tokio::time::timeout(Duration::from_secs(60), waiting).await.unwrap();
            transaction.rollback().await.unwrap();
        }
        let answers = answers.await.unwrap();
        let granted: Vec<&_> = answers.iter().filter(|answer| answer.status == 201).collect();
        assert_eq!(granted.len(), 1);
        let first = parse_redemption(granted[0]);
        for answer in answers.iter().filter(|answer| answer.status != 201) {
            let used =
                Refusal::Till(TillRefusal::CouponUsed { at: first.at, by: first.by.clone() });
            assert_eq!(answer.refusal(), used, "the refusal says who redeemed it");
        }
        assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 1);
        assert_eq!(mall.number("SELECT COUNT(*) FROM coupon_steps").await, 1);
        let decided = "SELECT COUNT(*) FROM till_requests \
                       WHERE (redemption_id IS NULL) <> (refusal IS NULL)";
        assert_eq!(mall.number(decided).await, 20, "each has one answer");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_request_sent_twenty_times_at_once_is_one_redemption() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let code = coupon.qr_text(0);
        let answers = together((0..20).map(|_| {
            let (till, code) = (till.clone(), code.clone());
            async move { till.redeem("same", &code).await }
        }));
        let answers = answers.await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        let first = parse_redemption(&answers[0]);
        assert!(answers.iter().all(|answer| parse_redemption(answer) == first));
        assert_eq!(mall.number("SELECT COUNT(*) FROM till_requests").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_read_twice_within_seconds_gets_the_same_success() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let other = Counter::of(&mall, "cafe", "Li", Role::Cashier).await;
        let first = parse_redemption(&till.redeem("r1", &coupon.qr_text(0)).await);
        mall.clock.set(NOON + 9_999);
        let again = till.redeem("r2", &coupon.qr_text(0)).await;
        assert_eq!((again.status, parse_redemption(&again)), (200, first.clone()));
        let prepared: PrepareResponse = till.prepare(&coupon.qr_text(0)).await.json();
        assert!(prepared.refused.is_none());
        assert_eq!(prepared.just_taken.as_ref(), Some(&first));
        let elsewhere: PrepareResponse = other.prepare(&coupon.qr_text(0)).await.json();
        assert!(elsewhere.just_taken.is_none());
        assert_eq!(elsewhere.refused.expect("used").refusal.code(), "coupon_used");
        assert_eq!(other.redeem("r1", &coupon.qr_text(0)).await.code(), "coupon_used");
        let another_order = till.redeem_for("r3", &coupon.qr_text(0), "A-2", 3000).await;
        assert_eq!(another_order.code(), "coupon_used");
        mall.clock.set(NOON + 10_000);
        assert_eq!(till.redeem("r4", &coupon.qr_text(0)).await.code(), "coupon_used");
        assert_eq!(parse_redemption(&till.answer_to("r2").await), first, "kept");
        assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redemption_during_a_refund_succeeds_or_is_refused() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let till = Counter::cafe(&mall).await;
        let mut coupons = Vec::new();
        for i in 0..20 {
            coupons.push(ClaimedCoupon::after(&mall, &format!("p{i}")).await);
        }
        let both =
            coupons.iter().enumerate().flat_map(|(i, coupon)| -> [crate::refunds::Task; 2] {
                let (till, code) = (till.clone(), coupon.qr_text(0));
                let mall = mall.clone();
                [
                    Box::pin(async move { till.redeem(&format!("r{i}"), &code).await.status }),
                    Box::pin(async move {
                        mall.tell_refund(&refund(&format!("f{i}"), &format!("p{i}"), 3600))
                            .await
                            .status
                    }),
                ]
            });
        let statuses = together(both).await;
        assert!(statuses.iter().all(|status| [201, 410].contains(status)), "{statuses:?}");
        let redeemed = statuses.iter().step_by(2).filter(|status| **status == 201).count() as i64;
        let count = async |which: &str| {
            mall.number(&format!("SELECT COUNT(*) FROM coupons WHERE {which}")).await
        };
        assert_eq!(count("redeemed_at IS NOT NULL AND revoked_at IS NULL").await, redeemed);
        assert_eq!(count("redeemed_at IS NULL AND revoked_at IS NOT NULL").await, 20 - redeemed);
        assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, redeemed);
        assert_eq!(mall.number("SELECT COUNT(*) FROM coupon_steps").await, 20);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_revoked_during_a_redemption_is_not_redeemed() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let Some((mut refund, mut watcher)) = hold_back(&mall).await else { continue };
        let code = coupon.qr_text(0);
        let taking = tokio::spawn(async move { till.redeem("r1", &code).await });
        tokio::time::timeout(Duration::from_secs(60), until_wait(&mut watcher, 1)).await.unwrap();
        let sql = "UPDATE coupons SET revoked_at = 1, revoked_for = 'payment_refunded'";
        sqlx::query(sql).execute(&mut *refund).await.unwrap();
        refund.commit().await.unwrap();
        assert_eq!(taking.await.unwrap().code(), "coupon_revoked");
        assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_request_id_redeems_one_of_two_coupons() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let till = Counter::cafe(&mall).await;
        let (one, two) =
            (ClaimedCoupon::after(&mall, "one").await, ClaimedCoupon::after(&mall, "two").await);
        let codes = [one.qr_text(0), two.qr_text(0)];
        let answers = together(codes.into_iter().map(|code| {
            let till = till.clone();
            async move { till.redeem("same", &code).await }
        }));
        let mut answers = answers.await;
        answers.sort_by_key(|answer| answer.status);
        let _: TillRedemption = parse_redemption(&answers[0]);
        assert_eq!(answers[1].code(), "request_id_reused");
        assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 1);
    }
}
