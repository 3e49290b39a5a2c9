//! The orders of payments.

use serde_json::{Value, json};

use crate::goods::{MERCHANT, notice, ordered};
use crate::mall::Mall;
use crate::shopper::together;

fn with_order(transaction: &str, order: Value) -> Value {
    let mut notice = notice(transaction);
    notice["order"] = order;
    notice
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_belongs_to_one_payment() {
    for mall in Mall::with(&[]).await {
        mall.pay(&ordered("one", "N1")).await;
        assert_eq!(mall.tell(&ordered("one", "N1")).await.status, 200, "told again");
        let before = mall.rows().await;
        let used_orders = [
            json!({"merchant": MERCHANT, "number": "N1"}),
            json!({"merchant": MERCHANT, "number": "N1", "acquirer_number": "other"}),
            json!({"merchant": MERCHANT, "number": "other", "acquirer_number": "AN1"}),
        ];
        for order in used_orders {
            let answer = mall.tell(&with_order("two", order.clone())).await;
            assert_eq!((answer.status, answer.code()), (409, "order_taken"), "{order}");
        }
        assert_eq!(mall.rows().await, before);
        let another = json!({"merchant": "another", "number": "N1", "acquirer_number": "AN1"});
        assert_eq!(mall.tell(&with_order("two", another)).await.status, 201);
        assert_eq!(mall.tell(&notice("three")).await.status, 201, "without an order");
        assert_eq!(mall.tell(&notice("four")).await.status, 201, "and another without");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_ten_concurrent_payments_for_one_order_is_stored() {
    for mall in Mall::with(&[]).await {
        let notices = (0..10).map(|i| {
            let mall = mall.clone();
            async move { mall.tell(&ordered(&format!("t{i}"), "N1")).await }
        });
        let answers = together(notices).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        let others = answers.iter().filter(|answer| answer.status != 201);
        others.for_each(|answer| assert_eq!(answer.code(), "order_taken"));
        assert_eq!(mall.number("SELECT COUNT(*) FROM payments").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_notice_must_have_the_same_order() {
    for mall in Mall::with(&[]).await {
        mall.pay(&ordered("one", "N1")).await;
        let changed = [
            Value::Null,
            json!({"merchant": MERCHANT, "number": "N1"}),
            json!({"merchant": MERCHANT, "number": "N2", "acquirer_number": "AN1"}),
            json!({"merchant": "19", "number": "N1", "acquirer_number": "AN1"}),
        ];
        for order in changed {
            let answer = mall.tell(&with_order("one", order.clone())).await;
            assert_eq!(answer.code(), "payment_changed", "{order}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_field_of_an_order_is_named() {
    let long = |length: usize| "1".repeat(length);
    let wrong = [
        (json!({"merchant": "", "number": "1"}), "order.merchant"),
        (json!({"merchant": long(33), "number": "1"}), "order.merchant"),
        (json!({"merchant": "19\n", "number": "1"}), "order.merchant"),
        (json!({"merchant": "19", "number": ""}), "order.number"),
        (json!({"merchant": "19", "number": long(65)}), "order.number"),
        (json!({"merchant": "19", "number": "\u{0}"}), "order.number"),
        (json!({"merchant": "19", "number": "1", "acquirer_number": ""}), "order.acquirer_number"),
        (
            json!({"merchant": "19", "number": "1", "acquirer_number": long(65)}),
            "order.acquirer_number",
        ),
        (json!({"merchant": "19"}), "order.number"),
        (json!({"merchant": "19", "number": "1", "more": 1}), "order.more"),
        (json!("19"), "order"),
    ];
    for mall in Mall::with(&[]).await {
        for (order, field) in &wrong {
            let answer = mall.tell(&with_order("one", order.clone())).await;
            assert_eq!(answer.code(), "malformed", "{order}");
            assert!(answer.text().contains(&format!("\"{field}\"")), "{}", answer.text());
        }
        assert_eq!(mall.number("SELECT COUNT(*) FROM payments").await, 0);
        let longest =
            json!({"merchant": long(32), "number": long(64), "acquirer_number": long(64)});
        assert_eq!(mall.tell(&with_order("one", longest)).await.status, 201);
    }
}
