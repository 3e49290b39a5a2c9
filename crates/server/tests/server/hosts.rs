//! Malls and their hosts: the host that a request names is the host in every address of its mall.

use axum::http::Request;
use mall_contract::{Placement, Placements};
use mall_server::import_plan::Missing;
use mall_server::{ReceiptCheck, ReceiptConfig, catalogue, start};
use serde_json::{Value, json};

use crate::database::TestDatabase;
use crate::goods::{self, MALL, NOON, latte, notice, ordered};
use crate::js_config;
use crate::mall::{self, Answer, Mall, Setup};
use crate::placements_set_up::tell;
use crate::receipt::query_for;
use crate::shopper::Shopper;

/// Returns the tests' mall under another id and with a host.
fn file(id: &str, host: Option<&str>) -> String {
    let mut file: Value =
        serde_json::from_str(&goods::catalogue(&[latte(json!({}))])).expect("JSON");
    file["mall"]["id"] = json!(id);
    file["mall"]["host"] = json!(host);
    file.to_string()
}

async fn import(mall: &Mall, id: &str, host: Option<&str>) -> Result<(), String> {
    let file = catalogue::read(&file(id, host)).map_err(|error| error.to_string())?;
    let mut access = mall.app.database.access();
    catalogue::import(&mut access, &file, Missing::Stay, NOON)
        .await
        .map(|_| ())
        .map_err(|error| error.to_string())
}

fn at(host: &str, path: &str) -> Request<String> {
    Request::get(path).header("host", host).body(String::new()).unwrap()
}

/// Returns the id of the mall at a host, by the link of its own payment; none if there is no mall.
async fn title_at(mall: &Mall, host: &str) -> Option<String> {
    let answer = mall.ask(at(host, "/v1/scan")).await;
    if answer.status == 404 {
        return None;
    }
    Some(answer.json::<Value>()["mall"]["name"].as_str().expect("a name").to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_address_of_a_mall_has_its_own_host() {
    for first in Mall::with(&[latte(json!({}))]).await {
        import(&first, MALL, Some("one.test")).await.unwrap();
        import(&first, "aaa", Some("two.test")).await.unwrap();
        let second = first.with_key("aaa").await;
        for (mall, host) in [(&first, "one.test"), (&second, "two.test")] {
            let paid: Value = mall.tell(&notice("p1")).await.json();
            let url = paid["claim_url"].as_str().expect("an address").to_owned();
            let path = url.strip_prefix(&format!("http://{host}")).expect(&url);
            let page = mall.ask(at(host, path)).await;
            assert_eq!(page.status, 200, "{}", page.text());
            assert_ne!(mall.ask(at("mall.test", path)).await.status, 200);
            let cookie = page.cookie().expect("a session");

            let place = json!({"id": "p", "name": "中庭", "floor": "L1", "kind": "poster"});
            let set_up = tell(mall, &place).await;
            let placement: Placement = set_up.json();
            assert!(placement.url.starts_with(&format!("http://{host}/q/")), "{}", placement.url);
            let all: Placements = mall.get_signed("/v1/placements").await.json();
            assert_eq!(all.placements[0].url, placement.url);
            let qr = mall.ask(at(host, &format!("/q/{}/qr.svg", placement.code))).await;
            assert_eq!(qr.status, 200);
            let poster = mall.ask(at(host, &format!("/q/{}/poster.svg", placement.code))).await;
            assert_eq!(poster.status, 200);
            let scan: Value = mall.ask(at(host, "/v1/scan")).await.json();
            assert_eq!(scan["host"], host);

            let entry = Request::post("/v1/entries")
                .header("host", host)
                .header("cookie", cookie)
                .header("content-type", "application/json")
                .body(json!({"to": "/wallet"}).to_string())
                .unwrap();
            let entry: Value = mall.ask(entry).await.json();
            let url = entry["url"].as_str().expect("an address");
            assert!(url.starts_with(&format!("http://{host}/enter/")), "{url}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipts_check_code_is_made_for_the_address_of_its_own_mall() {
    let receipt = ReceiptConfig { check: ReceiptCheck::Enforce, ..mall::at_once() };
    let setup =
        Setup { offers: vec![latte(json!({}))], receipt: Some(receipt), ..Setup::default() };
    for first in Mall::set_up(&setup).await {
        import(&first, "aaa", Some("two.test")).await.unwrap();
        let second = first.with_key("aaa").await;
        for (mall, host, other) in
            [(&first, "mall.test", "two.test"), (&second, "two.test", "mall.test")]
        {
            mall.pay(&ordered("one", "N1")).await;
            for (made_for, status) in [(host, 200), (other, 404)] {
                let address = format!("http://{made_for}/receipt");
                let query = query_for(&address, "N1", "one");
                let answer = mall.ask(at(host, &format!("/v1/receipts?{query}"))).await;
                assert_eq!(answer.status, status, "{made_for} at {host}: {}", answer.text());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wechats_scanner_is_signed_for_pages_of_the_asked_mall_only() {
    for (mall, _wechat) in js_config::malls().await {
        import(&mall, "aaa", Some("two.test")).await.unwrap();
        for (host, other) in [("mall.test", "two.test"), ("two.test", "mall.test")] {
            let ask = async |page: &str| {
                let query = form_urlencoded::Serializer::new(String::new())
                    .append_pair("url", &format!("http://{page}/q/ABC123"))
                    .finish();
                mall.send(at(host, &format!("/v1/wechat/js-config?{query}"))).await
            };
            let own = ask(host).await;
            assert_eq!(own.status, 200, "{host}: {}", own.text());
            assert_eq!(ask(other).await.code(), "malformed", "{other} at {host}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_never_changes_which_mall_an_address_shows() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        let refused = import(&mall, "aaa", None).await.unwrap_err();
        assert!(refused.contains("mall.host") && refused.contains("test"), "{refused}");
        assert_eq!(mall.number("SELECT COUNT(*) FROM malls").await, 1);
        assert_eq!(shopper.page().await.cards.len(), 1);

        import(&mall, "aaa", Some("two.test")).await.unwrap();
        assert_eq!(shopper.page().await.cards.len(), 1, "the first mall keeps the public address");
        let refused = import(&mall, "bbb", Some("TWO.test.")).await.unwrap_err();
        assert!(refused.contains("two.test is the host of the mall aaa"), "{refused}");
        let refused = import(&mall, "aaa", None).await.unwrap_err();
        assert!(refused.contains("mall.host"), "{refused}");
        import(&mall, MALL, None).await.expect("it had none before");
        import(&mall, "aaa", Some("two.test")).await.expect("its own host");
        // A host that the import cannot know to be taken: the server's public address.
        import(&mall, "ccc", Some("mall.test")).await.unwrap();
        assert_eq!(shopper.page().await.cards.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_at_once_leave_one_mall_without_a_host() {
    for database in TestDatabase::of_each_kind().await {
        let mall = Mall::empty(database).await;
        let imports = ["a", "b", "c", "d"].map(|id| {
            let mall = mall.clone();
            async move { import(&mall, id, None).await.is_ok() }
        });
        let done = crate::shopper::together(imports).await;
        assert_eq!(done.iter().filter(|done| **done).count(), 1, "{done:?}");
        assert_eq!(mall.number("SELECT COUNT(*) FROM malls").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_is_found_without_case_port_and_final_dot_and_an_unknown_one_is_not() {
    for mall in Mall::with(&[]).await {
        assert!(title_at(&mall, "anything.test").await.is_some(), "the only mall has every host");
        import(&mall, "aaa", Some("Two.Test.")).await.unwrap();
        import(&mall, "zzz", Some("three.test")).await.unwrap();
        // As servers before this one stored them.
        let mut access = mall.app.database.access();
        let mut tx = access.write().await.unwrap();
        sqlx::query("UPDATE malls SET host = 'Three.TEST.' WHERE id = 'zzz'")
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        for host in
            ["two.test", "TWO.test", "two.test.", "two.test:8080", "three.test", "mall.test"]
        {
            assert!(title_at(&mall, host).await.is_some(), "{host}");
        }
        for host in ["four.test", "two.test.evil.test", "", "127.0.0.1", "192.0.2.7:8080"] {
            assert_eq!(title_at(&mall, host).await, None, "{host}");
            let page = mall.ask(at(host, "/wallet")).await;
            assert_eq!(page.status, 404, "{host}");
        }
        for wrong in ["http://two.test", "two.test:80", "two.test/x", "", "two..test", "*.test"] {
            let refused = import(&mall, "bbb", Some(wrong)).await.unwrap_err();
            assert!(refused.contains("mall.host"), "{wrong}: {refused}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_does_not_start_where_its_public_address_belongs_to_two_malls() {
    for mall in Mall::with(&[]).await {
        import(&mall, "aaa", Some("two.test")).await.unwrap();
        let with = |public_url| Setup { public_url: Some(public_url), ..Setup::default() };
        let config = |setup: &Setup| mall::config_for(mall.database_url(), setup);
        let refused = start(config(&with("https://two.test"))).await.err().expect("a sentence");
        assert!(refused.contains("aaa") && refused.contains(MALL), "{refused}");
        assert!(start(config(&with("https://one.test"))).await.is_ok());
    }
}

/// Claims as a browser that does not send `Sec-Fetch-Site`.
async fn claim(shopper: &Shopper, name: &str, host: &str, origin: &str) -> Answer {
    let mut request = shopper.claim_request(name, "latte", 1);
    request.headers_mut().insert("host", host.parse().unwrap());
    request.headers_mut().insert("origin", origin.parse().unwrap());
    shopper.mall.ask(request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_behind_a_proxy_is_no_other_site() {
    let setup = Setup {
        offers: vec![latte(json!({}))],
        public_url: Some("https://mall.test"),
        ..Setup::default()
    };
    for mall in Mall::set_up(&setup).await {
        let shopper = Shopper::after(&mall, "one").await;
        let hosts = ["127.0.0.1:8080", "mall.test", "mall.test:443", "backend"];
        for (n, host) in hosts.into_iter().enumerate() {
            let answer = claim(&shopper, &format!("r{n}"), host, "https://mall.test").await;
            assert!(answer.status < 300, "{host}: {}", answer.text());
        }
        for origin in ["https://evil.test", "http://mall.test", "https://mall.test:8443", "null"] {
            for host in hosts {
                let answer = claim(&shopper, "x", host, origin).await;
                assert_eq!(answer.code(), "cross_site", "{host} {origin}");
            }
        }
        import(&mall, "aaa", Some("two.test")).await.unwrap();
        let answer = claim(&shopper, "y", "mall.test", "https://two.test").await;
        assert_eq!(answer.code(), "cross_site", "a page of another mall is another site");
    }
}
