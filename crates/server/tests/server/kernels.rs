//! Browsers of every age and kind: their policies, and the record of one that cannot run the
//! module.

use axum::http::{HeaderValue, Request};
use mall_contract::{EventKind, Surface, Trouble};
use serde_json::{Value, json};

use crate::events::{counts, report_as};
use crate::goods::{latte, notice};
use crate::mall::{Answer, Mall};
use crate::shopper::Shopper;

const WECHAT: &str = "Mozilla/5.0 (Linux; Android 10; MI 8 Build/QKQ1.190828.002; wv) AppleWebKit/537.36 (KHTML, like \
    Gecko) Version/4.0 Chrome/78.0.3904.62 XWEB/2691 Mobile Safari/537.36 MMWEBID/5750 \
    MicroMessenger/8.0.6.1900(0x28000653) WeChat/arm64 NetType/WIFI Language/zh_CN";

async fn page_for(mall: &Mall, shopper: &Shopper, agent: &[u8]) -> Answer {
    let request = Request::get(format!("/pay/{}", shopper.link)).header("host", "mall.test");
    let request = request.header("user-agent", HeaderValue::from_bytes(agent).unwrap());
    mall.ask(shopper.with_cookie(request.body(String::new()).unwrap())).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_policy_is_loosened_only_for_kernels_that_need_it() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        let long = format!("{WECHAT} {}", "x".repeat(10_240));
        let agents: [(&[u8], &str); 9] = [
            (b"", "'wasm-unsafe-eval'"),
            (long.as_bytes(), "'wasm-unsafe-eval'"),
            (b"Chrome/78\xff\xfe", "'wasm-unsafe-eval'"),
            (b"Chrome/99999999999999999999", "'wasm-unsafe-eval'"),
            (b"Chrome/-1; Chrome/'unsafe-inline' *", "'wasm-unsafe-eval'"),
            (b"Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile", "'wasm-unsafe-eval'"),
            (b"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)", "'wasm-unsafe-eval'"),
            (b"Mozilla/5.0 (iPhone; CPU iPhone OS 15_8 like Mac OS X)", "'unsafe-eval'"),
            (WECHAT.as_bytes(), "'unsafe-eval'"),
        ];
        for (agent, word) in agents {
            let answer = page_for(&mall, &shopper, agent).await;
            let name = String::from_utf8_lossy(agent);
            assert_eq!(answer.status, 200, "{name:.100}");
            assert!(answer.text().contains("latte券"), "the page is whole: {name:.100}");
            let policy = answer.header("content-security-policy").to_owned();
            let scripts = policy.split("; ").find(|part| part.starts_with("script-src")).unwrap();
            assert!(scripts.ends_with(&format!(" {word}")), "{name:.100}: {policy}");
            assert!(!policy.contains("unsafe-inline") && !policy.contains('*'), "{policy}");
            let varies = answer.headers.get_all("vary").iter().any(|name| name == "user-agent");
            assert!(varies, "caches keep them apart");
            assert_eq!(answer.header("cache-control"), "no-store");
        }
    }
}

fn broken(visit: &str, link: &str, trouble: Value) -> Value {
    let event = json!({ "n": 0, "kind": "broken", "trouble": trouble });
    json!({ "visit": visit, "link": link, "surface": "receipt", "events": [event] })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_module_is_counted_by_kernel_without_personal_data() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let link = mall.pay(&notice("one")).await;
        let long = "x".repeat(10_240);
        for (visit, agent) in [("a", WECHAT), ("a", WECHAT), ("b", WECHAT), ("c", ""), ("d", &long)]
        {
            let body = broken(visit, &link, json!("stopped")).to_string();
            assert_eq!(report_as(&mall, "text/plain", body, agent).await.status, 204);
        }
        let counts = counts(&mall).await.counts;
        let report = counts.iter().find(|count| count.kernel.as_deref() != Some("")).unwrap();
        assert_eq!(
            (report.kind, report.trouble, report.count),
            (EventKind::Broken, Some(Trouble::Stopped), 2)
        );
        assert_eq!(report.surface, Surface::Receipt);
        assert_eq!(
            report.kernel.as_deref(),
            Some("Chrome 78, Version 4.0, Android 10, WeChat 8.0.6")
        );
        assert_eq!(counts.iter().map(|count| count.count).sum::<u64>(), 4);

        for (trouble, offer) in [
            (json!(null), json!(null)),
            (json!("odd"), json!(null)),
            (json!("stopped"), json!("latte")),
        ] {
            let mut bad = broken("e", &link, trouble);
            bad["events"][0]["offer_id"] = offer;
            let answer = report_as(&mall, "text/plain", bad.to_string(), WECHAT).await;
            assert_eq!(answer.code(), "malformed", "{bad}");
        }
        let event = json!({ "n": 0, "kind": "shown", "offer_id": "latte", "trouble": "stopped" });
        let mut bad = broken("e", &link, json!("stopped"));
        bad["events"] = json!([event]);
        assert_eq!(
            report_as(&mall, "text/plain", bad.to_string(), WECHAT).await.code(),
            "malformed"
        );
    }
}
