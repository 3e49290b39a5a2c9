//! Invalid queries of a receipt: each gets the document that asks for WeChat Pay's own receipt.

use axum::http::{Request, Uri};
use serde_json::json;

use crate::goods::{latte, ordered};
use crate::mall::Mall;
use crate::receipt::{query, shows};

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_query_gets_the_document_for_an_unknown_order() {
    let right = query("N1", "one");
    let hostile: Vec<String> = vec![
        String::new(),
        "&&&==&".into(),
        right.replace("sub_mch_id=", "x="),
        right.replace("out_trade_no=", "x="),
        format!("{right}&out_trade_no=N1"),
        format!("{right}&sub_mch_id=1"),
        format!("{right}&check_code={}", "0".repeat(32)),
        right.replace("N1", ""),
        right.replace("N1", "%3Cscript%3Ealert(1)%3C/script%3E"),
        right.replace("N1", "<script>alert(1)</script>"),
        right.replace("N1", "\"'`--"),
        right.replace("N1", "N1'%20OR%201=1;--"),
        right.replace("N1", "N1%00"),
        right.replace("N1", "%ff%fe%c0%80"),
        right.replace("N1", "%"),
        right.replace("N1", "%4"),
        right.replace("N1", "%zz"),
        right.replace("N1", "%254E1"),
        right.replace("N1", "%F0%9F%8E%81"),
        right.replace("N1", &"N".repeat(65)),
        right.replace("N1", &"N".repeat(10_000)),
        format!("{right}&{}", "padding=x&".repeat(1000)),
        "%00".repeat(3000),
        "a".repeat(10_240),
    ];
    for mall in Mall::with(&[latte(json!({}))]).await {
        mall.pay(&ordered("one", "N1")).await;
        let before = mall.rows().await;
        for query in &hostile {
            let Ok(uri) = format!("/receipt?{query}").parse::<Uri>() else { continue };
            let mut request = Request::get("/").header("host", "mall.test");
            request = request.uri(uri);
            let answer = mall.ask(request.body(String::new()).unwrap()).await;
            assert_eq!(shows(&answer), "SHOW_OFFICIAL_PAGE", "{query:.100}");
            let html = answer.text();
            assert!(html.contains("正在确认支付"), "{query:.100}");
            assert!(!html.contains("<script>alert"), "{query:.100}");
            assert!(html.len() < 12_000 + crate::mall::INDEX.len(), "{} bytes", html.len());
            let Ok(uri) = format!("/v1/receipts?{query}").parse::<Uri>() else { continue };
            let request = Request::get("/").header("host", "mall.test").uri(uri);
            let data = mall.ask(request.body(String::new()).unwrap()).await;
            assert_eq!(data.code(), "payment_not_confirmed", "{query:.100}");
        }
        assert_eq!(mall.rows().await, before);
        let right = mall.get(&format!("/receipt?lang=en&{right}&from=timeline")).await;
        assert_eq!(shows(&right), "SHOW_CUSTOM_PAGE", "what is beyond is not ours to judge");
    }
}
