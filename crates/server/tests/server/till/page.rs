//! The till's page as it is served.

use mall_contract::{Role, TillPage};
use mall_coupons::pages::till::STYLES;
use serde_json::json;

use super::counter::Counter;
use crate::goods::latte;
use crate::mall::Mall;

#[tokio::test(flavor = "multi_thread")]
async fn only_staff_learn_more_than_the_stores_from_the_page() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let till = Counter::of(&mall, "cafe", "小王", Role::Cashier).await;
        let nobody: TillPage = mall.get("/v1/till").await.json();
        assert_eq!(nobody.session, None);
        assert!(nobody.stores.iter().any(|store| store.id.as_str() == "cafe"));
        let page: TillPage = till.get("/v1/till").await.json();
        let session = page.session.expect("a session");
        assert_eq!((session.name.as_str(), session.role), ("小王", Role::Cashier));
        let html = till.get("/till").await.text();
        assert!(html.contains("小王"), "{html}");
        assert!(!mall.get("/till").await.text().contains("小王"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn its_policy_allows_its_styles_and_the_camera_and_nothing_is_cached() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let page = mall.get("/till").await;
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.header("permissions-policy").starts_with("camera=(self), "));
        let policy = page.header("content-security-policy");
        let styles = mall_server::http::shell::hash(STYLES);
        assert!(policy.contains(&styles) && policy.contains("worker-src 'self'"), "{policy}");
        let html = page.text();
        assert!(html.contains(STYLES), "its own styles");
        // The fields of a form never get into an address.
        assert!(!html.contains("method=\"get\""), "{html}");
        assert!(html.contains("<fieldset disabled"), "nothing works before the module");
    }
}
