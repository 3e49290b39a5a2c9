//! Offline tills redeem coupons within bounds. The upload finds every conflict and charges no shopper.

use hmac::{Hmac, KeyInit, Mac};
use mall_contract::{
    CodeEntryMode, CodePayload, CouponPage, Fen, Moment, OfflineConflicts, OfflineGrant,
    OfflineResult, OfflineSettings, OfflineUploadResponse, Refusal, Role, TillRefusal, proof_check,
};
use serde_json::{Value, json};
use sha2::Sha256;

use super::counter::{ClaimedCoupon, Counter, parse_redemption, post};
use crate::goods::{HOUR, NOON, latte};
use crate::mall::{Answer, Mall};
use crate::refunds::refunded;
use crate::shopper::together;

const MINUTE: i64 = 60_000;

/// Allows the café's tills to redeem two coupons of up to ten yuan offline. Returns its manager's till.
async fn turned_on(mall: &Mall) -> Counter {
    let manager = Counter::of(mall, "cafe", "Zhao", Role::StoreManager).await;
    assert_eq!(
        put(&manager, &json!({"on": true, "most_value": 1000, "most_count": 2})).await.status,
        204
    );
    manager
}

async fn put(till: &Counter, settings: &Value) -> Answer {
    let mut request = post("/v1/till/offline-settings", settings);
    *request.method_mut() = "PUT".parse().unwrap();
    till.mall.ask(till.as_till(request)).await
}

async fn request_grant(till: &Counter) -> OfflineGrant {
    let answer = till.post("/v1/till/offline-grants", &json!({})).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

/// Returns the text that the shopper's screen shows now.
async fn on_screen(coupon: &ClaimedCoupon) -> String {
    let page: CouponPage = coupon.shopper.get(&format!("/v1/coupons/{}", coupon.id)).await.json();
    page.shown[0].text.clone()
}

/// Builds an offline redemption made now for an order of 30 yuan.
fn offline(till: &Counter, request: &str, grant: &OfflineGrant, code: &str) -> Value {
    let at = till.mall.app.context.clock.now();
    let at = Moment::new(at, 480).to_string();
    json!({"request_id": request, "grant_id": grant.id, "code": code, "order_number": "A-1",
           "amount": 3000, "taken_at": at})
}

async fn tell(till: &Counter, upload: &[Value]) -> Vec<OfflineResult> {
    let answer = till.post("/v1/till/offline-redemptions", &json!({ "redemptions": upload })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json::<OfflineUploadResponse>().results
}

/// Checks whether a till with this grant accepts a code's proof some time after noon.
fn accepts_offline(grant: &OfflineGrant, code: &str, after: i64) -> bool {
    let now = Moment::new(NOON + after, 480);
    let proving = proof_check(grant, code, now).expect("the code has a proof");
    let key = u128::from_str_radix(&proving.key[..32], 16).unwrap().to_be_bytes();
    let rest = u128::from_str_radix(&proving.key[32..], 16).unwrap().to_be_bytes();
    let macs = proving.texts.clone().map(|text| {
        let mut mac = Hmac::<Sha256>::new_from_slice(&[key, rest].concat()).unwrap();
        mac.update(text.as_bytes());
        mac.finalize().into_bytes()
    });
    proving.passes(macs.iter().map(|mac| mac.as_slice()))
}

fn reason(result: &OfflineResult) -> &Refusal {
    &result.conflict.as_ref().expect("a conflict").reason
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offline_redemption_counts_from_the_time_it_was_made() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        turned_on(&mall).await;
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let grant = request_grant(&till).await;
        assert_eq!((grant.most_value, grant.most_count), (Fen(1000), 2));
        assert_eq!((grant.ends_at.ms, grant.keys.len()), (NOON + 30 * MINUTE, 1));
        let code = on_screen(&coupon).await;
        let proof = CodePayload::parse(&code).unwrap().proof.expect("a proof");
        assert_eq!((proof.threshold, proof.value), (Fen(2500), Fen(850)));
        assert!(code.len() <= 54, "small enough for a coarse QR code: {code}");
        assert!(
            accepts_offline(&grant, &code, 0) && accepts_offline(&grant, &code, MINUTE + 29_999)
        );
        assert!(!accepts_offline(&grant, &code, MINUTE + 30_000), "half a minute and two");
        let upload = [offline(&till, "r1", &grant, &code)];
        mall.clock.set(NOON + HOUR);
        let results = tell(&till, &upload).await;
        let row = results[0].redemption.as_ref().expect("taken");
        assert_eq!(
            (row.at.ms, row.read, results[0].conflict.as_ref()),
            (NOON, CodeEntryMode::Offline, None)
        );
        assert_eq!(tell(&till, &upload).await, results, "told again");
        assert_eq!(parse_redemption(&till.answer_to("r1").await), *row);
        assert_eq!(mall.number("SELECT redeemed_at FROM coupons").await, NOON);
        assert_eq!(
            mall.number("SELECT COUNT(*) FROM coupon_steps WHERE reason = 'offline'").await,
            1
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_use_is_a_conflict_for_the_store_and_the_mall() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let manager = turned_on(&mall).await;
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let grant = request_grant(&till).await;
        let upload = [offline(&till, "r1", &grant, &on_screen(&coupon).await)];
        mall.clock.set(NOON + MINUTE);
        let first = parse_redemption(&manager.redeem("m1", &coupon.qr_text(0)).await);
        mall.clock.set(NOON + 2 * MINUTE);
        let results = tell(&till, &upload).await;
        assert!(results[0].redemption.is_none());
        let used = Refusal::Till(TillRefusal::CouponUsed { at: first.at, by: "Zhao".into() });
        assert_eq!(*reason(&results[0]), used);
        assert_eq!(tell(&till, &upload).await, results, "told again");
        let listed = async |caller: &Counter| -> OfflineConflicts {
            caller.get("/v1/till/conflicts").await.json()
        };
        let conflict = results[0].conflict.clone().unwrap();
        assert_eq!(
            (conflict.by.as_str(), conflict.coupon.as_ref().unwrap().as_str()),
            ("Wang", coupon.id.as_str())
        );
        assert_eq!(listed(&manager).await.conflicts, std::slice::from_ref(&conflict));
        let cinema = Counter::of(&mall, "cinema", "Li", Role::StoreManager).await;
        assert_eq!(listed(&cinema).await.conflicts, []);
        let operator = Counter::of(&mall, "", "Boss", Role::Operator).await;
        assert_eq!(listed(&operator).await.conflicts, std::slice::from_ref(&conflict));
        let mall_conflicts: OfflineConflicts = mall.get_signed("/v1/till/conflicts").await.json();
        assert_eq!(mall_conflicts.conflicts, [conflict]);
        let cafes = Counter::system(&mall, "cafe", "k1").await;
        assert_eq!(listed(&cafes).await.conflicts.len(), 1);
        assert_eq!(mall.get("/v1/till/conflicts").await.code(), "staff_session_missing");
        let standing = "SELECT COUNT(*) FROM redemptions WHERE undone_at IS NULL";
        assert_eq!(mall.number(standing).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_eight_concurrent_uploads_of_a_coupon_counts() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        turned_on(&mall).await;
        let coupon = ClaimedCoupon::after(&mall, "one").await;
        let code = on_screen(&coupon).await;
        let mut tills = Vec::new();
        for i in 0..8 {
            let till = Counter::of(&mall, "cafe", &format!("C{i}"), Role::Cashier).await;
            let upload = offline(&till, "r1", &request_grant(&till).await, &code);
            tills.push((till, upload));
        }
        let results = together(
            tills
                .into_iter()
                .map(|(till, upload)| async move { tell(&till, &[upload]).await.remove(0) }),
        );
        let results = results.await;
        assert_eq!(results.iter().filter(|result| result.redemption.is_some()).count(), 1);
        let used =
            results.iter().filter(|r| r.redemption.is_none() && reason(r).code() == "coupon_used");
        assert_eq!(used.count(), 7);
        assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 1);
        assert_eq!(mall.number("SELECT COUNT(*) FROM offline_conflicts").await, 7);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_of_an_answered_request_is_no_second_use() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        turned_on(&mall).await;
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let grant = request_grant(&till).await;
        let code = on_screen(&coupon).await;
        let row = parse_redemption(&till.redeem("r1", &code).await);
        let results = tell(&till, &[offline(&till, "r1", &grant, &code)]).await;
        assert_eq!(
            (results[0].redemption.as_ref(), results[0].conflict.as_ref()),
            (Some(&row), None)
        );
        assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn redemptions_over_the_bounds_are_conflicts_and_still_use_up_the_coupons() {
    let expensive = latte(json!({"id": "dear", "benefit": {"amount_off": 2000}}));
    for mall in Mall::with(&[latte(json!({})), expensive]).await {
        turned_on(&mall).await;
        let till = Counter::cafe(&mall).await;
        let grant = request_grant(&till).await;
        let mut upload = Vec::new();
        for name in ["one", "two", "three"] {
            let coupon = ClaimedCoupon::after(&mall, name).await;
            upload.push(offline(&till, name, &grant, &on_screen(&coupon).await));
        }
        let results = tell(&till, &upload).await;
        assert!(results.iter().all(|result| result.redemption.is_some()));
        assert!(results[0].conflict.is_none() && results[1].conflict.is_none());
        let over =
            Refusal::Till(TillRefusal::OfflineOverLimit { most_value: Fen(1000), most_count: 2 });
        assert_eq!(*reason(&results[2]), over);
        assert_eq!(mall.number("SELECT used FROM offline_grants").await, 2);

        let coupon = ClaimedCoupon::after(&mall, "four").await;
        assert_eq!(coupon.shopper.claim("dear", "dear").await.status, 201);
        let expensive = crate::shopper::coupon(&coupon.shopper.answer_to("dear").await);
        let coupon = ClaimedCoupon { id: expensive, ..coupon };
        assert!(
            CodePayload::parse(&on_screen(&coupon).await).unwrap().proof.is_none(),
            "worth too much"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offline_redemption_without_a_proof_leaves_the_coupon_unused() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        turned_on(&mall).await;
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let colleague = Counter::of(&mall, "cafe", "Li", Role::Cashier).await;
        let old = on_screen(&coupon).await;
        mall.clock.set(NOON + 3 * MINUTE);
        let (grant, colleague_grant) =
            (request_grant(&till).await, request_grant(&colleague).await);
        let code = on_screen(&coupon).await;
        let good = offline(&till, "r", &grant, &code);
        let with = |request: &str, field: &str, value: Value| {
            let mut upload = good.clone();
            upload["request_id"] = json!(request);
            upload[field] = value;
            upload
        };
        let mut forged = code.clone();
        forged.replace_range(53..54, if code.ends_with('0') { "1" } else { "0" });
        let upload = [
            with("r1", "code", json!(coupon.qr_text(0))),
            with("r2", "code", json!(old)),
            with("r3", "code", json!(forged)),
            with("r4", "code", json!(coupon.typed_code())),
            with("r5", "code", json!("nonsense")),
            with("r6", "grant_id", json!(colleague_grant.id)),
            with("r7", "grant_id", json!("nothing")),
            with("r8", "taken_at", json!("2026-11-23T12:02:59+08:00")),
            with("r9", "taken_at", json!("2026-11-23T12:33:00+08:00")),
            with("r10", "taken_at", json!("2026-11-23T20:03:00+08:00")),
            with("r11", "amount", json!(2000)),
            with("r13", "grant_id", json!("\u{0}")),
            with("r12", "taken_at", json!("2026-11-23T12:03:31+08:00")),
        ];
        let results = tell(&till, &upload).await;
        let reasons: Vec<&str> = results.iter().map(|result| reason(result).code()).collect();
        assert_eq!(
            reasons,
            [
                "offline_not_proven",
                "offline_not_proven",
                "offline_not_proven",
                "offline_not_proven",
                "code_unknown",
                "offline_not_granted",
                "offline_not_granted",
                "offline_not_granted",
                "offline_not_granted",
                "offline_not_granted",
                "threshold_not_met",
                "offline_not_granted",
                "offline_not_granted",
            ]
        );
        assert_eq!(mall.number("SELECT COUNT(*) FROM redemptions").await, 0);
        assert_eq!(coupon.shopper.wallet().await.coupons[0].redemption, None);
        assert!(tell(&till, &[good]).await[0].conflict.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offline_redemption_of_a_refunded_coupon_is_a_conflict() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        turned_on(&mall).await;
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let grant = request_grant(&till).await;
        let upload = [offline(&till, "r1", &grant, &on_screen(&coupon).await)];
        refunded(&mall, "f1", "one", 3600).await;
        assert_eq!(reason(&tell(&till, &upload).await[0]).code(), "coupon_revoked");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn offline_grants_need_a_store_that_turned_them_on() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        assert_eq!(till.post("/v1/till/offline-grants", &json!({})).await.code(), "offline_not_on");
        assert!(CodePayload::parse(&on_screen(&coupon).await).unwrap().proof.is_none());
        let on = json!({"on": true, "most_value": 1000, "most_count": 2});
        assert_eq!(put(&till, &on).await.code(), "not_allowed", "a cashier");
        let manager = turned_on(&mall).await;
        let settings: OfflineSettings = till.get("/v1/till/offline-settings").await.json();
        assert_eq!(settings, OfflineSettings { on: true, most_value: Fen(1000), most_count: 2 });
        for (field, value) in
            [("most_value", 0), ("most_value", -1), ("most_count", 0), ("most_count", 1001)]
        {
            let mut wrong = on.clone();
            wrong[field] = json!(value);
            assert_eq!(
                put(&manager, &wrong).await.refusal(),
                Refusal::Malformed { field: field.into() }
            );
        }
        let cinema = Counter::of(&mall, "cinema", "Li", Role::Cashier).await;
        assert_eq!(
            cinema.post("/v1/till/offline-grants", &json!({})).await.code(),
            "offline_not_on"
        );
        mall.clock.set(NOON + 11 * HOUR + 45 * MINUTE);
        let till = Counter::cafe(&mall).await;
        assert_eq!(request_grant(&till).await.keys.len(), 2, "around midnight");
        let off = json!({"on": false, "most_value": 1000, "most_count": 2});
        let manager = Counter::of(&mall, "cafe", "Zhao", Role::StoreManager).await;
        assert_eq!(put(&manager, &off).await.status, 204);
        assert_eq!(till.post("/v1/till/offline-grants", &json!({})).await.code(), "offline_not_on");
        let none = json!({"redemptions": []});
        assert_eq!(till.post("/v1/till/offline-redemptions", &none).await.code(), "malformed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redemption_slightly_in_the_future_counts_as_now() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        turned_on(&mall).await;
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let mut upload =
            offline(&till, "r1", &request_grant(&till).await, &on_screen(&coupon).await);
        upload["taken_at"] = json!("2026-11-23T12:00:29+08:00");
        let results = tell(&till, &[upload]).await;
        let redemption = results[0].redemption.as_ref().expect("taken");
        assert_eq!((redemption.at.ms, results[0].conflict.as_ref()), (NOON, None));
    }
}
