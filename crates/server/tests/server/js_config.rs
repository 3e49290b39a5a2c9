//! Pages signed for WeChat's JS-SDK: with which ticket, how often WeChat is asked for it, and what each of
//! its troubles comes to.

use std::time::Duration;

use axum::http::Request;
use mall_contract::{JsConfig, Refusal};
use mall_server::wechat::account::{JsSdk, SCRIPT};
use mall_server::wechat::api::Settings;
use mall_server::wechat::js_config::signature;
use mall_server::wechat::ticket::LEASE;
use sqlx::AssertSqlSafe;
use tempfile::tempdir;

use crate::database::TestDatabase;
use crate::goods::{HOUR, NOON};
use crate::mall::{Answer, Mall, Setup, get};
use crate::process::{self, Process};
use crate::shopper::together;
use crate::wechat::{APP, TICKET, TOKEN, WeChat};

const MINUTE: i64 = 60_000;

/// The page that is signed in these tests.
const PAGE: &str = "http://mall.test/q/ABC123?x=%E6%B5%B7&y=1+2";

fn setup(wechat: &WeChat) -> Setup {
    Setup { account: Some(wechat.account()), ..Setup::default() }
}

/// A mall on every database there is, each with a WeChat of its own.
async fn malls() -> Vec<(Mall, WeChat)> {
    let mut malls = Vec::new();
    for database in TestDatabase::of_each_kind().await {
        let wechat = WeChat::open().await;
        malls.push((Mall::on(database, &setup(&wechat)).await, wechat));
    }
    malls
}

fn path(page: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("url", page).finish();
    format!("/v1/wechat/js-config?{query}")
}

async fn ask(mall: &Mall) -> Answer {
    mall.send(get(&path(PAGE))).await
}

/// The ticket that a page was signed with is this one.
fn assert_signed(mall: &Mall, answer: &Answer, ticket: &str) {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let JsConfig { app_id, timestamp, nonce, signature: signed } = answer.json();
    assert_eq!((app_id.as_str(), timestamp), (APP.0, mall.clock.now() / 1000));
    assert_eq!(signed, signature(ticket, &nonce, timestamp, PAGE));
}

/// Waits until nobody renews.
async fn settled(mall: &Mall) {
    let renewing = "SELECT COUNT(*) FROM wechat_tokens WHERE lease IS NOT NULL";
    let settled = tokio::time::timeout(Duration::from_secs(30), async {
        while mall.number(renewing).await > 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    });
    settled.await.unwrap();
}

async fn write(mall: &Mall, sql: &str) {
    let mut tx = mall.app.db.write().await.unwrap();
    sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_signed_as_wechat_checks_it() {
    for (mall, wechat) in malls().await {
        let first = ask(&mall).await;
        assert_signed(&mall, &first, &wechat.last().1);
        assert_eq!(first.header("cache-control"), "no-store");
        let again = mall.send(get(&path(&format!("{PAGE}#offer-1")))).await;
        assert_signed(&mall, &again, &wechat.last().1);
        assert_ne!(first.json::<JsConfig>().nonce, again.json::<JsConfig>().nonce);
        let asked = wechat.asked();
        assert_eq!(asked.len(), 2, "{asked:?}");
        assert!(asked[0].starts_with(TOKEN) && asked[0].contains(r#""force_refresh":false"#));
        assert_eq!(asked[1], format!("{TICKET}?access_token={}&type=jsapi", wechat.last().0));
        let origin = "https://res.wx.qq.com".to_owned();
        assert_eq!(mall.app.js_sdk(), Some(&JsSdk { script: SCRIPT.into(), origin }));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_requests_at_two_servers_ask_wechat_once() {
    for (mall, wechat) in malls().await {
        let other = mall.beside(&setup(&wechat)).await;
        let asking = (0..100).map(|i| {
            let mall = if i % 2 == 0 { mall.clone() } else { other.clone() };
            async move { (ask(&mall).await, mall) }
        });
        for (answer, mall) in together(asking).await {
            assert_signed(&mall, &answer, &wechat.last().1);
        }
        assert_eq!((wechat.count(TOKEN), wechat.count(TICKET)), (1, 1));
        assert_eq!(mall.number("SELECT COUNT(*) FROM wechat_tokens").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_is_renewed_before_it_ends_and_nobody_waits_for_it() {
    for (mall, wechat) in malls().await {
        ask(&mall).await;
        settled(&mall).await;
        let (token, ticket) = wechat.last();
        mall.clock.set(NOON + 2 * HOUR - 11 * MINUTE);
        assert_signed(&mall, &ask(&mall).await, &ticket);
        assert_eq!(wechat.count(TICKET), 1, "early enough is not too early");

        mall.clock.set(NOON + 2 * HOUR - 9 * MINUTE);
        wechat.hold(true);
        for _ in 0..3 {
            assert_signed(&mall, &ask(&mall).await, &ticket);
        }
        wechat.hold(false);
        settled(&mall).await;
        assert_eq!((wechat.count(TOKEN), wechat.count(TICKET)), (2, 2));
        assert_ne!(wechat.last().1, ticket);
        assert_signed(&mall, &ask(&mall).await, &wechat.last().1);
        assert_eq!(wechat.last().0, token, "the stable one");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_that_is_over_is_not_signed_with() {
    for (mall, wechat) in malls().await {
        ask(&mall).await;
        settled(&mall).await;
        let ticket = wechat.last().1;
        // Half a minute is kept back: the answer travels, and clocks differ.
        mall.clock.set(NOON + 2 * HOUR - MINUTE / 2);
        let answer = ask(&mall).await;
        assert_ne!(wechat.last().1, ticket);
        assert_signed(&mall, &answer, &wechat.last().1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_wechat_gives_for_a_short_time_is_asked_for_twice_a_minute() {
    for (mall, wechat) in malls().await {
        wechat.give_for(120);
        for seconds in 0..60 {
            mall.clock.set(NOON + seconds * 1000);
            assert_eq!(ask(&mall).await.status, 200);
            settled(&mall).await;
        }
        assert_eq!(wechat.count(TICKET), 2);
        wechat.give_for(20);
        mall.clock.set(NOON + HOUR);
        assert_eq!(ask(&mall).await.refusal(), Refusal::Busy { retry_after: 30 });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_ends_before_its_time_is_replaced_by_force_once() {
    for (mall, wechat) in malls().await {
        // A ticket that ends before the token by which it was got.
        wechat.instead(TICKET, r#"text {"ticket":"short","expires_in":900}"#);
        assert_signed(&mall, &ask(&mall).await, "short");
        settled(&mall).await;
        wechat.end_token();
        mall.clock.set(NOON + 20 * MINUTE);
        let answer = ask(&mall).await;
        assert_signed(&mall, &answer, "jsapi-ticket-1");
        assert_eq!(wechat.last().0, "access-token-2");
        let forced =
            wechat.asked().iter().filter(|a| a.contains(r#""force_refresh":true"#)).count();
        assert_eq!((wechat.count(TOKEN), forced, wechat.count(TICKET)), (2, 1, 3));
    }
    for (mall, wechat) in malls().await {
        for code in ["error 40001", "error 40014"] {
            wechat.instead(TICKET, code);
        }
        assert_eq!(ask(&mall).await.refusal(), Refusal::Busy { retry_after: 600 });
        assert_eq!((wechat.count(TOKEN), wechat.count(TICKET)), (2, 2), "by force once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_goes_on_while_wechat_is_in_trouble_and_no_longer() {
    for (mall, wechat) in malls().await {
        ask(&mall).await;
        settled(&mall).await;
        let ticket = wechat.last().1;
        mall.clock.set(NOON + 2 * HOUR - 5 * MINUTE);
        for trouble in ["status 502", "text <html>", "error -1", "error 45009"] {
            wechat.instead(TOKEN, trouble);
            assert_signed(&mall, &ask(&mall).await, &ticket);
            settled(&mall).await;
            let asked = wechat.count(TOKEN);
            assert_signed(&mall, &ask(&mall).await, &ticket);
            assert_eq!(wechat.count(TOKEN), asked, "it is left in peace");
            mall.clock.set(mall.clock.now() + 6_000);
        }
        // The quota of the day is used up, and the ticket ends.
        mall.clock.set(NOON + 2 * HOUR);
        let answer = ask(&mall).await;
        assert!(matches!(answer.refusal(), Refusal::Busy { retry_after: 240..=360 }), "{answer:?}");
        assert_eq!(wechat.count(TOKEN), 5);
        mall.clock.set(NOON + 2 * HOUR + 10 * MINUTE);
        let answer = ask(&mall).await;
        assert_signed(&mall, &answer, &wechat.last().1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_trouble_with_wechat_has_its_refusal() {
    let busy = |retry_after: u32| Refusal::Busy { retry_after };
    let cases = [
        ("error 40013", Refusal::ScanUnavailable),
        ("error 40125", Refusal::ScanUnavailable),
        ("error 40164", Refusal::ScanUnavailable),
        ("error 48001", Refusal::ScanUnavailable),
        ("error 45009", busy(600)),
        ("error 45011", busy(60)),
        ("error -1", busy(5)),
        ("error \"40013\"", busy(5)),
        ("status 502", busy(5)),
        ("status 302", busy(5)),
        ("text <html>502 Bad Gateway</html>", busy(5)),
        ("text {}", busy(5)),
        (r#"text {"access_token":"","ticket":"","expires_in":7200}"#, busy(5)),
        (r#"text {"access_token":"a b","ticket":"a b","expires_in":7200}"#, busy(5)),
        (r#"text {"access_token":"a","ticket":"a","expires_in":0}"#, busy(5)),
        (r#"text {"access_token":"a","ticket":"a","expires_in":"7200"}"#, busy(5)),
        ("text []", busy(5)),
        ("text", busy(5)),
        ("long", busy(5)),
    ];
    for (mall, wechat) in malls().await {
        for question in [TOKEN, TICKET] {
            for (trouble, refusal) in &cases {
                wechat.instead(question, trouble);
                let answer = ask(&mall).await;
                assert_eq!(answer.refusal(), *refusal, "{question}: {trouble}");
                let wait = refusal.retry_after().map(|seconds| seconds.to_string());
                assert_eq!(answer.header("retry-after"), wait.unwrap_or_default(), "{trouble}");
                let asked = wechat.asked().len();
                assert_eq!(ask(&mall).await.refusal(), *refusal, "the same to the next");
                assert_eq!(wechat.asked().len(), asked, "and WeChat is left in peace");
                mall.clock.set(mall.clock.now() + 11 * MINUTE);
            }
            write(&mall, "DELETE FROM wechat_tokens").await;
        }
        assert_signed(&mall, &ask(&mall).await, &wechat.last().1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wechat_that_is_slow_or_away_is_not_waited_for() {
    for database in TestDatabase::of_each_kind().await {
        let wechat = WeChat::open().await;
        let mut account = wechat.account();
        account.app.patience = Duration::from_millis(200);
        let mall = Mall::on(database, &Setup { account: Some(account), ..Setup::default() }).await;
        wechat.instead(TOKEN, "slow");
        assert_eq!(ask(&mall).await.code(), "busy");
        settled(&mall).await;
        mall.clock.set(NOON + MINUTE);
        wechat.instead(TICKET, "slow");
        assert_eq!(ask(&mall).await.code(), "busy");
        settled(&mall).await;
        mall.clock.set(NOON + 2 * MINUTE);
        assert_signed(&mall, &ask(&mall).await, &wechat.last().1);
    }
    let mut account = WeChat::open().await.account();
    account.app = Settings { api: "http://127.0.0.1:9".into(), ..account.app };
    for mall in Mall::set_up(&Setup { account: Some(account), ..Setup::default() }).await {
        assert_eq!(ask(&mall).await.code(), "busy");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_died_while_it_renewed_holds_nobody_up_for_long() {
    for database in TestDatabase::of_each_kind().await {
        let wechat = WeChat::open().await;
        let mut account = wechat.account();
        account.app.patience = Duration::from_millis(200);
        let mall = Mall::on(database, &Setup { account: Some(account), ..Setup::default() }).await;
        let until = NOON + LEASE;
        let left = format!(
            "INSERT INTO wechat_tokens (mall_id, app_id, lease, rest_until) \
             VALUES ('test', '{}', 'of the dead', {until})",
            APP.0
        );
        write(&mall, &left).await;
        mall.clock.set(until - 1);
        assert_eq!(ask(&mall).await.code(), "busy");
        assert_eq!(wechat.asked().len(), 0);
        mall.clock.set(until);
        assert_signed(&mall, &ask(&mall).await, &wechat.last().1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_that_was_taken_over_writes_nothing() {
    for (mall, wechat) in malls().await {
        wechat.hold(true);
        let asking = {
            let mall = mall.clone();
            tokio::spawn(async move { ask(&mall).await })
        };
        while wechat.asked().is_empty() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        write(&mall, "UPDATE wechat_tokens SET lease = 'of another'").await;
        wechat.hold(false);
        while wechat.count(TICKET) == 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        // The other one brings its own, at last.
        mall.clock.set(NOON + LEASE);
        let answer = asking.await.unwrap();
        assert_signed(&mall, &answer, &wechat.last().1);
        assert_eq!(wechat.count(TICKET), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_lie_sealed_in_the_database() {
    for (mall, wechat) in malls().await {
        ask(&mall).await;
        settled(&mall).await;
        let open = "SELECT COUNT(*) FROM wechat_tokens WHERE token LIKE '%access%' OR ticket LIKE '%jsapi%'";
        assert_eq!(mall.number(open).await, 0);
        let there =
            "SELECT COUNT(*) FROM wechat_tokens WHERE LENGTH(token) > 30 AND LENGTH(ticket) > 30";
        assert_eq!(mall.number(there).await, 1);
        // What another secret sealed is as good as not there, and what lies elsewhere too.
        write(&mall, "UPDATE wechat_tokens SET ticket = token").await;
        mall.clock.set(NOON + MINUTE);
        assert_signed(&mall, &ask(&mall).await, &wechat.last().1);
        assert_eq!(wechat.count(TICKET), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_elsewhere_is_not_signed() {
    let wrong = [
        "",
        "/q/ABC123",
        "https://mall.test/",
        "http://mall.test:8080/",
        "http://mall.test.evil.test/",
        "http://mall.test@evil.test/",
        "http://user@mall.test/",
        "http://mall.test//evil.test",
        "http://mall.test\\evil.test",
        "http://evil.test/?http://mall.test/",
        "http://mall.test/\tx",
        "http://mall.test/海",
    ];
    for (mall, wechat) in malls().await {
        let before = mall.rows().await;
        let malformed = Refusal::Malformed { field: "url".into() };
        for page in wrong {
            assert_eq!(mall.send(get(&path(page))).await.refusal(), malformed, "{page}");
        }
        let long = path(&format!("http://mall.test/{}", "x".repeat(2048)));
        let twice = format!("{}&url=x", path(PAGE));
        for asked in [&long, &twice, "/v1/wechat/js-config", "/v1/wechat/js-config?url=%ff"] {
            assert_eq!(mall.send(get(asked)).await.refusal(), malformed, "{asked}");
        }
        assert_eq!(mall.rows().await, before);
        assert_eq!(wechat.asked(), Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_sites_get_nothing_signed() {
    let wechat = WeChat::open().await;
    let embed_origins = vec!["https://partner.test".to_owned()];
    for mall in Mall::set_up(&Setup { embed_origins, ..setup(&wechat) }).await {
        for site in ["cross-site", "same-site"] {
            let mut request = get(&path(PAGE));
            request.headers_mut().insert("sec-fetch-site", site.parse().unwrap());
            assert_eq!(mall.send(request).await.code(), "cross_site");
        }
        let mut request = get(&path(PAGE));
        request.headers_mut().insert("origin", "https://partner.test".parse().unwrap());
        let answer = mall.send(request).await;
        assert_eq!(answer.code(), "cross_site");
        assert_eq!(answer.header("access-control-allow-origin"), "");
        let mut own = get(&path(PAGE));
        own.headers_mut().insert("sec-fetch-site", "same-origin".parse().unwrap());
        assert_eq!(mall.send(own).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_account_nothing_is_signed() {
    for demo in [false, true] {
        for mall in Mall::set_up(&Setup { demo, ..Setup::default() }).await {
            let answer = ask(&mall).await;
            assert_eq!((answer.status, answer.code()), (501, "scan_unavailable"));
            assert_eq!(mall.app.js_sdk(), None);
        }
    }
    let wechat = WeChat::open().await;
    for mall in Mall::set_up(&Setup { demo: true, ..setup(&wechat) }).await {
        assert_eq!(ask(&mall).await.status, 200, "a demo may have one");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_tokens_and_tickets_is_written_to_the_log() {
    let (wechat, folder) = (WeChat::open().await, tempdir().unwrap());
    let log = folder.path().join("log");
    let api = format!("http://{}", wechat.address);
    let database = format!("sqlite:{}?mode=rwc", folder.path().join("mall.sqlite").display());
    let mut command = Process::command(&database, folder.path());
    command.args(["--wechat-account", APP.0, "--wechat-api", &api]);
    command.env("RUST_LOG", "trace").env_remove("MALL_WECHAT_ACCOUNT_SECRET");
    std::fs::write(folder.path().join("wechat-account-secret"), format!("{}\n", APP.1)).unwrap();
    command.stderr(std::fs::File::create(&log).unwrap());
    let server = Process::run(command).await;
    wechat.instead(TICKET, "error 40014");
    let page = format!("http://{}/q/ABC123", server.address);
    let request = Request::get(path(&page)).body(String::new()).unwrap();
    let told = process::send(&server.address, request).await.unwrap();
    assert_eq!(told.status, 200, "{}", told.text());
    server.terminate().await;
    assert!(server.end().await.success());
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains("/v1/wechat"), "it does write: {log}");
    let JsConfig { signature, .. } = told.json();
    for secret in [APP.1, "access-token-", "jsapi-ticket-", &signature, "ABC123"] {
        assert!(!log.contains(secret), "{secret}");
    }
}
