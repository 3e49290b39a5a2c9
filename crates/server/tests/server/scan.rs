//! The page that reads codes, and its form.

use mall_contract::ScanPage;
use mall_server::wechat::account::JsSdk;
use serde_json::json;

use crate::goods::latte;
use crate::mall::{Mall, Setup, get};
use crate::wechat::WeChat;

#[tokio::test(flavor = "multi_thread")]
async fn a_code_leads_to_its_placement_however_people_type_it() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let wide = encoded("７ｋ０－１ＱＤ");
        let with_full_stop = encoded("7K01QD。");
        let address = "http%3A%2F%2Fmall.test%2Fq%2F7K01QD%3Ffrom%3Dposter";
        for typed in ["7k0+1qd", "7KO-lqd", &wide, &with_full_stop, address] {
            let answer = mall.get(&format!("/scan?lang=zh&code={typed}")).await;
            assert_eq!((answer.status, answer.header("location")), (303, "/q/7K01QD"), "{typed}");
        }
        let bill = mall.get("/scan?code=https://mall.test/pay/v1.a.b").await;
        assert_eq!(bill.header("location"), "/pay/v1.a.b");
        assert_eq!(mall.get("/q").await.header("location"), "/scan");
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_code_is_shown_and_leads_nowhere() {
    let foreign = [
        "https://mall.test.evil.example/q/7K01QD",
        "https://mall.test@evil.example/q/7K01QD",
        "//evil.example/q/7K01QD",
        "javascript:alert(1)",
        "<img src=x onerror=alert(1)>",
        "7K01QU",
        "\u{0}\n\u{feff}\u{202e}",
    ];
    for mall in Mall::with(&[latte(json!({}))]).await {
        for typed in foreign {
            let answer = mall.get(&format!("/scan?code={}", encoded(typed))).await;
            assert_eq!((answer.status, answer.header("location")), (200, ""), "{typed}");
            let html = answer.text();
            assert!(html.contains("编码不对") && !html.contains("<img"), "{html}");
        }
        let coupon = mall.get("/scan?code=7K01-QD8M-2ZWX-3V5T").await.text();
        assert!(coupon.contains("这是优惠券的券码"), "{coupon}");
        for nothing in ["/scan", "/scan?code=", "/scan?code=%20%20", "/scan?other=7K01QD"] {
            let html = mall.get(nothing).await.text();
            assert!(!html.contains("编码不对"), "{nothing}");
        }
        let long: ScanPage = mall.get(&format!("/v1/scan?code={}", "x".repeat(5000))).await.json();
        assert_eq!(long.typed.map(|typed| typed.len()), Some(200));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_page_that_scans_may_use_the_camera() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let scan = mall.get("/scan").await;
        assert!(scan.header("permissions-policy").starts_with("camera=(self), "));
        for elsewhere in ["/wallet", "/nowhere", "/v1/scan"] {
            let answer = mall.get(elsewhere).await;
            assert!(answer.header("permissions-policy").starts_with("camera=(), "), "{elsewhere}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_may_compile_its_scanner_and_nothing_else() {
    let site = tempfile::tempdir().unwrap();
    let folder = site.path().join("assets/0123");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("scan-worker.js"), "onmessage = null;").unwrap();
    let old = "Mozilla/5.0 (Linux; Android 10; wv) Chrome/78.0.3904.62 Mobile Safari/537.36";
    let site = Some(site.path().to_owned());
    for mall in Mall::set_up(&Setup { site, ..Setup::default() }).await {
        for (agent, word) in [("Chrome/126.0", "'wasm-unsafe-eval'"), (old, "'unsafe-eval'")] {
            let mut request = get("/assets/0123/scan-worker.js");
            request.headers_mut().insert("user-agent", agent.parse().unwrap());
            let answer = mall.ask(request).await;
            assert_eq!(answer.status, 200);
            let policy = answer.header("content-security-policy");
            let expected =
                format!("default-src 'none'; script-src 'self' {word}; connect-src 'self'");
            assert_eq!(policy, expected);
            assert!(answer.headers.get_all("vary").iter().any(|name| name == "user-agent"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wechats_script_is_allowed_where_the_mall_has_an_account() {
    let wechat = WeChat::open().await;
    let account = Some(wechat.account());
    let JsSdk { script, origin } = wechat.account().js_sdk;
    for mall in Mall::set_up(&Setup { account, ..Setup::default() }).await {
        let page: ScanPage = mall.get("/v1/scan").await.json();
        assert_eq!((page.host.as_str(), page.wechat_script), ("mall.test", Some(script.clone())));
        let policy = async |path, agent: &str| {
            let mut request = get(path);
            request.headers_mut().insert("user-agent", agent.parse().unwrap());
            mall.ask(request).await.header("content-security-policy").to_owned()
        };
        let inside = "Chrome/126.0 Mobile MicroMessenger/8.0.58";
        let scan = policy("/scan", inside).await;
        assert!(scan.contains(&format!(" {origin} 'wasm-unsafe-eval'")), "{scan}");
        for (path, agent) in [("/scan", "Chrome/126.0"), ("/wallet", inside)] {
            assert!(!policy(path, agent).await.contains(&origin), "{path} in {agent}");
        }
    }
    for mall in Mall::with(&[latte(json!({}))]).await {
        assert_eq!(mall.get("/v1/scan").await.json::<ScanPage>().wechat_script, None);
    }
}
