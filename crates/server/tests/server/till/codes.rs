//! Codes: current tokens, typed codes, and guesses.

use mall_contract::{CodeEntryMode, CouponCode, Role};
use serde_json::json;

use super::counter::{ClaimedCoupon, Counter, PASSWORD, hire, log_in, parse_redemption};
use crate::goods::{NOON, latte};
use crate::mall::Mall;

#[tokio::test(flavor = "multi_thread")]
async fn a_screenshot_of_an_old_code_is_refused() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let before = mall.rows().await;
        for steps in [-4, -3, 2, 3] {
            assert_eq!(
                till.redeem("r1", &coupon.qr_text(steps)).await.code(),
                "code_stale",
                "{steps}"
            );
        }
        assert_eq!(mall.rows().await, before, "nothing was decided");
        mall.clock.set(NOON + 60_000);
        for steps in [-2, -1, 0, 1] {
            assert_eq!(till.prepare(&coupon.qr_text(steps)).await.status, 200, "{steps}");
        }
        assert_eq!(till.redeem("r1", &coupon.qr_text(-2)).await.status, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_another_coupon_is_refused() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let till = Counter::cafe(&mall).await;
        let (one, two) =
            (ClaimedCoupon::after(&mall, "one").await, ClaimedCoupon::after(&mall, "two").await);
        let token = &one.qr_text(0)[16..];
        let mixed = format!("{}{token}", two.typed_code().replace('-', ""));
        assert_eq!(till.redeem("r1", &mixed).await.code(), "code_stale");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_may_type_a_code_the_way_people_do() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let typed = coupon.typed_code();
        let confused = typed.to_lowercase().replace('0', "o").replace('1', "l").replace('-', " ");
        assert_eq!(till.prepare(&confused).await.status, 200);
        let to_wide = |c: char| char::from_u32(u32::from(c) + 0xfee0).unwrap();
        let wide: String = typed.chars().map(to_wide).collect();
        assert_eq!(till.prepare(&wide).await.status, 200, "{wide}");
        let row = parse_redemption(&till.redeem("r1", &format!("  {confused} ")).await);
        assert_eq!(row.read, CodeEntryMode::Typed, "and the record says so");
        let steps = "SELECT COUNT(*) FROM coupon_steps WHERE reason = 'typed'";
        assert_eq!(mall.number(steps).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_order_numbers_are_compared_as_any_keyboard_types_them() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        hire(&mall, "cafe", "小王（早班）", Role::Cashier).await;
        for typed in ["小王(早班)", "小王（早班）", "\u{3000}小王（早班)\u{200b}"] {
            assert_eq!(mall.ask(log_in("cafe", typed, PASSWORD)).await.status, 201, "{typed}");
        }
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let first = till.redeem_for("r1", &coupon.typed_code(), "Ａ－１　０", 3000).await;
        assert_eq!((first.status, parse_redemption(&first).order_number.as_str()), (201, "A-1 0"));
        let again = till.redeem_for("r1", &coupon.typed_code(), "A—1 0", 3000).await;
        assert_eq!(again.status, 200, "{}", again.text());
        assert_eq!(
            till.redeem_for("r1", &coupon.typed_code(), "A-2", 3000).await.code(),
            "request_id_reused"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stores_own_system_needs_a_token() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (system, coupon) =
            (Counter::system(&mall, "cafe", "k1").await, ClaimedCoupon::after(&mall, "one").await);
        assert_eq!(system.redeem("r1", &coupon.typed_code()).await.code(), "code_stale");
        assert_eq!(system.redeem("r1", &coupon.qr_text(0)).await.status, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_a_code_and_an_old_code_of_a_real_coupon_are_no_guesses() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (system, coupon) =
            (Counter::system(&mall, "cafe", "k1").await, ClaimedCoupon::after(&mall, "one").await);
        for _ in 0..10 {
            for goods in ["6901234567892", "0001234", "https://example.com/", ""] {
                assert_eq!(system.prepare(goods).await.code(), "code_unknown");
            }
            assert_eq!(system.prepare(&coupon.qr_text(-3)).await.code(), "code_stale");
            assert_eq!(system.redeem("r1", &coupon.typed_code()).await.code(), "code_stale");
        }
        assert_eq!(system.redeem("r1", &coupon.qr_text(0)).await.status, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_of_one_store_lock_no_other_behind_the_same_address() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (cafe, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let mut bits = 0;
        for till in 0..5 {
            let name = format!("Li {till}");
            let till = Counter::of(&mall, "cinema", &name, Role::Cashier).await;
            for _ in 0..4 {
                bits += 1;
                let code = CouponCode::from_bits(bits);
                assert_eq!(till.prepare(code.as_str()).await.code(), "code_unknown");
            }
        }
        let fresh = Counter::of(&mall, "cinema", "Zhao", Role::Cashier).await;
        assert_eq!(
            fresh.prepare(&coupon.qr_text(0)).await.code(),
            "too_many",
            "twenty at one store"
        );
        assert_eq!(cafe.redeem("r1", &coupon.qr_text(0)).await.status, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_code_forgives_earlier_guesses() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        for bits in 0..30 {
            let code = CouponCode::from_bits(bits);
            assert_eq!(till.prepare(code.as_str()).await.code(), "code_unknown", "{bits}");
            assert_eq!(till.prepare(&coupon.qr_text(0)).await.status, 200);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_get_one_answer_and_wait_longer_each_time() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let other = Counter::of(&mall, "cinema", "Li", Role::Cashier).await;
        let before = mall.rows().await;
        let code = |bits| CouponCode::from_bits(bits).as_str().to_owned();
        let guesses = [
            "nonsense".to_owned(),
            String::new(),
            "券".repeat(5000),
            code(1),
            format!("{}-12345678", code(2)),
            code(3),
            code(4),
            code(5),
        ];
        let mut messages = Vec::new();
        for guess in guesses {
            let answer = till.prepare(&guess).await;
            let problem: mall_contract::Problem = answer.json();
            messages.push((answer.status, problem.message, problem.next_step));
        }
        messages.dedup();
        assert_eq!(messages.len(), 1, "{messages:?}");
        assert_eq!(
            till.prepare(&coupon.qr_text(0)).await.code(),
            "too_many",
            "a right code waits too"
        );
        assert_eq!(till.redeem("r1", &coupon.qr_text(0)).await.code(), "too_many");
        assert_eq!(other.prepare(&coupon.qr_text(0)).await.code(), "wrong_store", "others go on");
        mall.clock.set(NOON + 1000);
        assert_eq!(till.prepare(&code(6)).await.code(), "code_unknown");
        mall.clock.set(NOON + 2000);
        let answer = till.prepare(&coupon.qr_text(0)).await;
        assert_eq!(
            (answer.code(), answer.header("retry-after")),
            ("too_many", "1"),
            "twice as long"
        );
        mall.clock.set(NOON + 3000);
        assert_eq!(till.redeem("r1", &coupon.qr_text(0)).await.status, 201);
        let rows = mall.rows().await;
        let changed = rows.iter().zip(&before).filter(|(now, previous)| now != previous).count();
        assert_eq!(changed, 3, "a redemption, its request and its step: guesses leave nothing");
    }
}
