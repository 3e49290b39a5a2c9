//! Pages are signed for WeChat's JS-SDK, and secrets stay secret.

use std::path::Path;
use std::time::Duration;

use axum::http::Request;
use mall_contract::{JsConfig, Refusal};
use mall_server::js_config::signature;
use mall_server::wechat::account::{JsSdk, SCRIPT};
use sqlx::AssertSqlSafe;
use tempfile::tempdir;

use crate::database::TestDatabase;
use crate::goods::NOON;
use crate::mall::{Answer, Mall, Setup, get};
use crate::process::{self, Process};
use crate::wechat::{APP, TICKET, TOKEN, WeChat};

/// One minute in milliseconds.
pub const MINUTE: i64 = 60_000;

/// The page that these tests sign.
const PAGE: &str = "http://mall.test/q/ABC123?x=%E6%B5%B7&y=1+2";

/// Returns a mall with an official account at the stand-in for WeChat.
pub fn setup(wechat: &WeChat) -> Setup {
    Setup { account: Some(wechat.account()), ..Setup::default() }
}

/// Returns a mall on each kind of database, each with its own stand-in for WeChat.
pub async fn malls() -> Vec<(Mall, WeChat)> {
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

/// Asks for the page's signature once.
pub async fn ask(mall: &Mall) -> Answer {
    mall.send(get(&path(PAGE))).await
}

/// Asserts that a page was signed with this ticket.
pub fn assert_signed(mall: &Mall, answer: &Answer, ticket: &str) {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let JsConfig { app_id, timestamp, nonce, signature: signed } = answer.json();
    assert_eq!((app_id.as_str(), timestamp), (APP.0, mall.clock.now() / 1000));
    assert_eq!(signed, signature(ticket, &nonce, timestamp, PAGE));
}

/// Waits until no server renews the ticket.
pub async fn settled(mall: &Mall) {
    let renewing = "SELECT COUNT(*) FROM wechat_tokens WHERE lease IS NOT NULL";
    let settled = tokio::time::timeout(Duration::from_secs(30), async {
        while mall.number(renewing).await > 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    });
    settled.await.unwrap();
}

/// Writes to the database without the server.
pub async fn write(mall: &Mall, sql: &str) {
    let mut access = mall.app.database.access();
    let mut tx = access.write().await.unwrap();
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
        let requests = wechat.requests();
        assert_eq!(requests.len(), 2, "{requests:?}");
        assert!(requests[0].starts_with(TOKEN) && requests[0].contains(r#""force_refresh":false"#));
        assert_eq!(requests[1], format!("{TICKET}?access_token={}&type=jsapi", wechat.last().0));
        let origin = "https://res.wx.qq.com".to_owned();
        assert_eq!(mall.app.context.js_sdk(), Some(&JsSdk { script: SCRIPT.into(), origin }));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_sealed_in_the_database() {
    for (mall, wechat) in malls().await {
        ask(&mall).await;
        settled(&mall).await;
        let open = "SELECT COUNT(*) FROM wechat_tokens WHERE token LIKE '%access%' OR ticket LIKE '%jsapi%'";
        assert_eq!(mall.number(open).await, 0);
        let there =
            "SELECT COUNT(*) FROM wechat_tokens WHERE LENGTH(token) > 30 AND LENGTH(ticket) > 30";
        assert_eq!(mall.number(there).await, 1);
        // A value sealed with another secret, or moved from another row, counts as missing.
        write(&mall, "UPDATE wechat_tokens SET ticket = token").await;
        mall.clock.set(NOON + MINUTE);
        assert_signed(&mall, &ask(&mall).await, &wechat.last().1);
        assert_eq!(wechat.count(TICKET), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_another_site_is_not_signed() {
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
        for path in [&long, &twice, "/v1/wechat/js-config", "/v1/wechat/js-config?url=%ff"] {
            assert_eq!(mall.send(get(path)).await.refusal(), malformed, "{path}");
        }
        assert_eq!(mall.rows().await, before);
        assert_eq!(wechat.requests(), Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_signed_for_other_sites() {
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
            assert_eq!(mall.app.context.js_sdk(), None);
        }
    }
    let wechat = WeChat::open().await;
    for mall in Mall::set_up(&Setup { demo: true, ..setup(&wechat) }).await {
        assert_eq!(ask(&mall).await.status, 200, "a demo may have one");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_has_no_token_and_no_ticket() {
    let cases = [
        (TICKET, "error 40014", 200, "/v1/wechat"),
        // The log says what to check.
        (TOKEN, "error 40164", 501, "IP whitelist"),
    ];
    for (question, trouble, status, log_line) in cases {
        let (wechat, folder) = (WeChat::open().await, tempdir().unwrap());
        wechat.replace_next(question, trouble);
        let log = folder.path().join("log");
        let server = logging(&wechat, folder.path(), &log).await;
        let page = format!("http://{}/q/ABC123", server.address);
        let request = Request::get(path(&page)).body(String::new()).unwrap();
        let answer = process::send(&server.address, request).await.unwrap();
        assert_eq!(answer.status, status, "{}", answer.text());
        server.terminate().await;
        assert!(server.end().await.success());
        let log = std::fs::read_to_string(log).unwrap();
        assert!(log.contains(log_line), "it does write: {log}");
        for secret in [APP.1, "access-token-", "jsapi-ticket-", "ABC123"] {
            assert!(!log.contains(secret) && !answer.text().contains(secret), "{secret}");
        }
    }
}

/// Starts a server with an account and the most detailed log. Its folder holds the account's secret.
async fn logging(wechat: &WeChat, folder: &Path, log: &Path) -> Process {
    let database = format!("sqlite:{}?mode=rwc", folder.join("mall.sqlite").display());
    let mut command = Process::command(&database, folder);
    let api = format!("http://{}", wechat.address);
    command.args(["--wechat-account", APP.0, "--wechat-api", &api]);
    command.env("RUST_LOG", "trace").env_remove("MALL_WECHAT_ACCOUNT_SECRET");
    std::fs::write(folder.join("wechat-account-secret"), format!("\u{feff}{}\r\n", APP.1)).unwrap();
    command.stderr(std::fs::File::create(log).unwrap());
    Process::run(command).await
}
