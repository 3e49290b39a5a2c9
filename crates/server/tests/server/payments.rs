//! Notices of payments: their signatures, their contents, and refusals that leave no row.

use axum::http::{HeaderValue, Request};
use mall_contract::{PaymentResponse, Refusal};
use serde_json::{Value, json};

use crate::goods::{HOUR, MALL, NOON, latte, notice};
use crate::mall::{KEY, Mall};
use crate::shopper::{Shopper, together};

fn changed(key: &str, value: Value) -> Value {
    let mut changed = notice("one");
    changed[key] = value;
    changed
}

#[tokio::test(flavor = "multi_thread")]
async fn only_signed_notices_are_accepted_and_all_others_get_one_answer() {
    for mall in Mall::with(&[]).await {
        let body = notice("one").to_string();
        let signed = || mall.signed(&body);
        let header = |name: &'static str, value: &str| {
            let mut request = signed();
            request.headers_mut().insert(name, value.parse().unwrap());
            request
        };
        let without = |name: &str| {
            let mut request = signed();
            request.headers_mut().remove(name);
            request
        };
        let signature = signed().headers()["mall-signature"].to_str().unwrap().to_owned();
        let mut other_body = signed();
        *other_body.body_mut() = body.replace("3600", "3601");
        let mut not_text = signed();
        let bytes = HeaderValue::from_bytes(b"\xff\xfe").unwrap();
        not_text.headers_mut().insert("mall-key", bytes);
        let unsigned: Vec<Request<String>> = vec![
            without("mall-key"),
            without("mall-signature"),
            without("mall-timestamp"),
            without("mall-nonce"),
            header("mall-key", "unknown"),
            header("mall-key", &"k".repeat(5000)),
            header("mall-key", MALL),
            header("mall-signature", &"0".repeat(64)),
            header("mall-signature", &signature[..62]),
            header("mall-signature", &format!("{signature}00")),
            header("mall-signature", "not hexadecimal"),
            header("mall-timestamp", &(NOON / 1000 + 1).to_string()),
            header("mall-nonce", "0123456789abcdef"),
            other_body,
            not_text,
        ];
        let before = mall.rows().await;
        for request in unsigned {
            let text = format!("{request:?}");
            let answer = mall.ask(request).await;
            assert_eq!(answer.refusal(), Refusal::SignatureInvalid, "{text}");
        }
        assert_eq!(mall.rows().await, before);
        assert_eq!(mall.ask(signed()).await.status, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_is_accepted_within_five_minutes_of_its_time() {
    for mall in Mall::with(&[]).await {
        let (now, body) = (NOON / 1000, notice("one").to_string());
        for seconds in [now - 301, now + 301, 0, i64::MIN, i64::MAX] {
            let answer = mall.ask(mall.signed_at(seconds, &body)).await;
            assert_eq!(answer.code(), "timestamp_stale", "{seconds}");
        }
        assert_eq!(mall.number("SELECT COUNT(*) FROM payments").await, 0);
        assert_eq!(mall.ask(mall.signed_at(now - 300, &body)).await.status, 201);
        assert_eq!(mall.ask(mall.signed_at(now + 300, &body)).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_notice_is_one_payment_with_one_link() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let notices = (0..10).map(|_| {
            let mall = mall.clone();
            async move { mall.tell(&notice("one")).await }
        });
        let answers = together(notices).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        let first: PaymentResponse = answers[0].json();
        assert!(answers.iter().all(|answer| answer.json::<PaymentResponse>() == first));
        assert_eq!(first.claim_url, format!("http://mall.test/pay/{}", first.link));
        assert_eq!(mall.number("SELECT COUNT(*) FROM payments").await, 1);

        mall.clock.set(NOON + HOUR);
        let later = mall.tell(&notice("one")).await;
        assert_eq!((later.status, later.json::<PaymentResponse>()), (200, first));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_notice_with_other_content_is_refused() {
    for mall in Mall::with(&[]).await {
        mall.pay(&notice("one")).await;
        let before = mall.rows().await;
        let changes = [
            ("amount", json!(3601)),
            ("store_id", json!("hotpot")),
            ("method", json!("face")),
            ("paid_at", json!("2026-11-23T11:59:59+08:00")),
            ("payer", json!("somebody")),
        ];
        for (key, value) in changes {
            let answer = mall.tell(&changed(key, value)).await;
            assert_eq!(answer.code(), "payment_changed", "{key}");
        }
        assert_eq!(mall.rows().await, before);
        assert_eq!(mall.number("SELECT amount FROM payments").await, 3600);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_field_of_a_notice_is_named() {
    let wrong = [
        ("amount", json!(0), "amount"),
        ("amount", json!(-1), "amount"),
        ("amount", json!(1_000_000_001), "amount"),
        ("amount", json!(1e300), "amount"),
        ("amount", json!(u64::MAX), "amount"),
        ("amount", json!("3600"), "amount"),
        ("amount", json!(36.5), "amount"),
        ("amount", json!(null), "amount"),
        ("transaction_id", json!(""), "transaction_id"),
        ("transaction_id", json!("x".repeat(65)), "transaction_id"),
        ("transaction_id", json!("a\u{0}b"), "transaction_id"),
        ("transaction_id", json!(["x"]), "transaction_id"),
        ("payer", json!(""), "payer"),
        ("payer", json!("x".repeat(129)), "payer"),
        ("payer", json!("\u{0}"), "payer"),
        ("store_id", json!("<script>"), "store_id"),
        ("store_id", json!({}), "store_id"),
        ("method", json!("gold"), "method"),
        ("paid_at", json!("yesterday"), "paid_at"),
        ("paid_at", json!("2026-11-23T12:11:00+08:00"), "paid_at"),
        ("paid_at", json!("1969-12-31T00:00:00+08:00"), "paid_at"),
        ("paid_at", json!("2026-02-30T12:00:00+08:00"), "paid_at"),
        ("paid_at", json!(NOON), "paid_at"),
        ("surprise", json!(1), "surprise"),
    ];
    for mall in Mall::with(&[]).await {
        let before = mall.rows().await;
        for (key, value, field) in &wrong {
            let answer = mall.tell(&changed(key, value.clone())).await;
            assert_eq!(answer.refusal(), Refusal::Malformed { field: (*field).into() }, "{value}");
        }
        assert_eq!(mall.tell(&changed("store_id", json!("nowhere"))).await.code(), "unknown_store");
        for key in ["transaction_id", "store_id", "amount", "paid_at", "method"] {
            let mut missing = notice("one");
            missing.as_object_mut().unwrap().remove(key);
            let answer = mall.tell(&missing).await;
            assert_eq!(answer.refusal(), Refusal::Malformed { field: key.into() });
        }
        assert_eq!(mall.rows().await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_bodies_are_refused() {
    let whole = notice("one").to_string();
    let deep = "[".repeat(30_000);
    let repeated = whole.replacen('{', "{\"amount\":1,", 1);
    let broken = [
        "",
        "null",
        "[]",
        "\"text\"",
        "{",
        "{}}",
        "\u{feff}{}",
        deep.as_str(),
        &whole[..whole.len() - 1],
        &format!("{whole}x"),
        &format!("{whole}{whole}"),
        repeated.as_str(),
        r#"{"transaction_id":"\ud800"}"#,
    ];
    for mall in Mall::with(&[]).await {
        let before = mall.rows().await;
        for body in broken {
            assert_eq!(mall.ask(mall.signed(body)).await.code(), "malformed", "{body:.60}");
        }
        let large = " ".repeat(64 * 1024 + 1);
        let answer = mall.ask(mall.signed(&large)).await;
        assert_eq!(answer.refusal(), Refusal::TooLarge { limit: 65_536 });
        for content_type in
            ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"]
        {
            let mut request = mall.signed(&whole);
            request.headers_mut().insert("content-type", content_type.parse().unwrap());
            assert_eq!(mall.ask(request).await.code(), "unsupported_media_type", "{content_type}");
        }
        assert_eq!(mall.rows().await, before);
        let mut request = mall.signed(&whole);
        let with_charset = "Application/JSON; charset=utf-8".parse().unwrap();
        request.headers_mut().insert("content-type", with_charset);
        assert_eq!(mall.ask(request).await.status, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unusual_names_are_stored_unchanged() {
    let strange = [
        "🎁👨‍👩‍👧",
        "<script>alert(1)</script>",
        "\u{202e}olleh\u{202c}",
        "'; DROP TABLE payments; --",
        "\u{fffd}\u{feff}",
        "a\u{301}",
        "%00%s{}$1",
        "\\\"",
        "券",
    ];
    for mall in Mall::with(&[latte(json!({}))]).await {
        for (i, name) in strange.iter().enumerate() {
            let mut notice = notice(name);
            notice["payer"] = json!(name);
            let shopper = Shopper::who_paid(&mall, &notice).await;
            assert_eq!(mall.tell(&notice).await.status, 200, "{name} is known again");
            assert_eq!(shopper.claim("r1", "latte").await.status, 201, "{name}");
            let html = shopper.get(&format!("/pay/{}", shopper.link)).await.text();
            assert!(!html.contains("<script>alert"), "{name}");
            assert_eq!(mall.coupons().await, i as i64 + 1, "each name is a person of its own");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_key_is_refused() {
    for mall in Mall::with(&[]).await {
        let sql =
            sqlx::AssertSqlSafe(format!("UPDATE api_keys SET revoked_at = 1 WHERE id = '{KEY}'"));
        sqlx::query(sql).execute(&mut *mall.app.request().db.read().await.unwrap()).await.unwrap();
        assert_eq!(mall.tell(&notice("one")).await.code(), "signature_invalid");
    }
}
