//! Logins of a mini-program: the wallet they lead to, and their refusals.

use std::time::{Duration, Instant};

use axum::http::Request;
use mall_contract::{CallerRefusal, Entry, Problem, Refusal};
use mall_server::entries::LIFETIME_MS;
use mall_server::receipts::PAYERS_RECEIPT_WINDOW_MS;
use mall_server::wechat::api::Settings;
use serde_json::{Value, json};
use tempfile::tempdir;

use crate::goods::{NOON, latte, notice, ordered_by};
use crate::mall::{Answer, Mall, Setup};
use crate::passes::Framed;
use crate::placements::{put_up, scan};
use crate::process::{self, Process};
use crate::receipt::{page, query};
use crate::shopper::{Shopper, together};
use crate::wechat::{APP, SESSION_KEY, WeChat};

fn request(body: &Value) -> Request<String> {
    Request::post("/v1/mini-program/sessions")
        .header("host", "mall.test")
        .header("content-type", "application/json")
        .body(body.to_string())
        .unwrap()
}

async fn log_in(mall: &Mall, code: &str) -> Answer {
    mall.send(request(&json!({ "code": code }))).await
}

/// Logs in and returns the path of the entry.
async fn entry(mall: &Mall, code: &str) -> String {
    let answer = log_in(mall, code).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let entry: Entry = answer.json();
    assert_eq!(entry.expires_at.ms, mall.clock.now() + LIFETIME_MS);
    entry.url.strip_prefix("http://mall.test").expect("our address").to_owned()
}

/// Logs in and enters with a web view of its own.
async fn log_in_and_enter(mall: &Mall, code: &str) -> Shopper {
    let answer = mall.get(&entry(mall, code).await).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/wallet"));
    let cookie = answer.cookie().expect("a session");
    Shopper { mall: mall.clone(), cookie, link: String::new() }
}

async fn set_up(wechat: Settings) -> Vec<Mall> {
    let offers = vec![latte(json!({}))];
    Mall::set_up(&Setup { offers, mini_program: Some(wechat), ..Setup::default() }).await
}

fn paid_by(payer: &str, transaction: &str) -> Value {
    let mut notice = notice(transaction);
    notice["payer"] = json!(payer);
    notice
}

#[tokio::test(flavor = "multi_thread")]
async fn each_login_leads_to_the_same_wallet() {
    let wechat = WeChat::open().await;
    for mall in set_up(wechat.settings()).await {
        let link = mall.pay(&paid_by("oAlice", "one")).await;
        let path = entry(&mall, "of oAlice 1").await;
        let opened = mall.get(&format!("{path}?to=%2Fpay%2F{link}")).await;
        assert_eq!((opened.status, opened.header("location")), (303, &*format!("/pay/{link}")));
        let shopper = Shopper { mall: mall.clone(), cookie: opened.cookie().unwrap(), link };
        assert_eq!(shopper.page().await.cards.len(), 1);
        let again = mall.get(&format!("{path}?to=%2Fpay%2F{}", shopper.link)).await;
        assert_eq!((again.status, again.cookie()), (410, None), "once");
        assert!(again.text().contains("link_expired"), "{}", again.text());
        assert_eq!(shopper.claim("r1", "latte").await.status, 201);
        let tomorrow = log_in_and_enter(&mall, "of oAlice 2").await;
        assert_ne!(tomorrow.cookie, shopper.cookie);
        assert_eq!(tomorrow.wallet().await.coupons.len(), 1);
        assert_eq!(log_in_and_enter(&mall, "of oBob 1").await.wallet().await.coupons.len(), 0);
        assert_eq!(mall.number("SELECT COUNT(*) FROM shoppers").await, 2);
    }
    let (id, secret) = APP;
    let request = &wechat.requests()[0];
    for part in ["/sns/jscode2session?", id, secret, "js_code=of+oAlice+1", "authorization_code"] {
        assert!(request.contains(part), "{part}: {request}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_may_be_for_people_whom_the_payment_service_knows() {
    let wechat = WeChat::open().await;
    let offers = vec![latte(json!({"requires_person": true}))];
    let setup = Setup { offers, mini_program: Some(wechat.settings()), ..Setup::default() };
    for mall in Mall::set_up(&setup).await {
        let code = put_up(&mall, json!({})).await;
        let (stranger, page) = scan(&mall, &code).await;
        assert_eq!(page.cards[0].offer.rules[0], "需在商场小程序里登录后领取。");
        let unnamed = Shopper::after(&mall, "one").await;
        for shopper in [&stranger, &unnamed] {
            let refused = shopper.claim("r1", "latte").await;
            assert_eq!(refused.refusal(), Refusal::Caller(CallerRefusal::PersonRequired));
            let next_step = refused.json::<Problem>().next_step;
            assert!(next_step.contains("小程序"), "the module shows it: {next_step}");
        }
        let form = mall.ask(unnamed.form_request("f1", "latte", 1)).await;
        assert_eq!(form.status, 403);
        assert!(form.text().contains("小程序"), "{}", form.text());
        assert_eq!((mall.coupons().await, mall.claimed("latte").await), (0, 0));

        let alice = log_in_and_enter(&mall, "of oAlice").await;
        let alice = Shopper { link: page.link, ..alice };
        assert_eq!(alice.claim("r1", "latte").await.status, 201);
        let bob = Shopper::who_paid(&mall, &paid_by("oBob", "two")).await;
        assert_eq!(bob.claim("r1", "latte").await.status, 201);
        mall.import(&[latte(json!({}))]).await;
        assert_eq!(stranger.claim("r2", "latte").await.status, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_and_receipts_of_one_payer_share_a_wallet() {
    let wechat = WeChat::open().await;
    for mall in set_up(wechat.settings()).await {
        mall.pay(&ordered_by("oAlice", "one", "N1")).await;
        let framed = Framed { mall: mall.clone(), page: page(&mall, &query("N1", "one")).await };
        assert_eq!(framed.claim("r1", &framed.page.link).await.status, 201);
        let alice = log_in_and_enter(&mall, "of oAlice").await;
        assert_eq!(alice.wallet().await.coupons.len(), 1);
        // With the session, the receipt opens at any later time.
        mall.clock.set(NOON + PAYERS_RECEIPT_WINDOW_MS);
        let receipt = format!("/v1/receipts?{}", query("N1", "one"));
        assert_eq!(mall.get(&receipt).await.code(), "payment_not_confirmed");
        assert_eq!(alice.get(&receipt).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_a_payers_link_does_not_prove_the_payer() {
    let wechat = WeChat::open().await;
    for mall in set_up(wechat.settings()).await {
        let friend = Shopper::who_paid(&mall, &paid_by("oAlice", "one")).await;
        assert_eq!(friend.claim("r1", "latte").await.status, 201);
        let alice = log_in_and_enter(&mall, "of oAlice").await;
        assert_eq!(alice.wallet().await.coupons.len(), 0, "the friend keeps the friend's coupons");
        assert_eq!(alice.get(&format!("/v1/pay/{}", friend.link)).await.code(), "link_taken");
        // They are still one person, so the payer's limit holds.
        let link = mall.pay(&paid_by("oAlice", "two")).await;
        let alice = Shopper { link, ..alice };
        assert_eq!(
            alice.page().await.cards[0].not_eligible.as_ref().unwrap().code(),
            "person_limit"
        );
        let link = mall.pay(&notice("three")).await;
        let alice = Shopper { link, ..alice };
        alice.page().await;
        assert_eq!(alice.claim("r2", "latte").await.code(), "person_limit", "also without a name");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_error_of_wechat_has_its_refusal() {
    let wechat = WeChat::open().await;
    let busy = Refusal::Busy { retry_after: 5 };
    let cases = [
        ("error 40029", Refusal::Caller(CallerRefusal::LoginInvalid)),
        ("error 40163", Refusal::Caller(CallerRefusal::LoginInvalid)),
        ("error 40226", Refusal::Caller(CallerRefusal::LoginInvalid)),
        ("error 45011", Refusal::TooMany { retry_after: 60 }),
        ("error -1", busy.clone()),
        ("error 40013", Refusal::Caller(CallerRefusal::LoginUnavailable)),
        ("error 40125", Refusal::Caller(CallerRefusal::LoginUnavailable)),
        ("error \"40029\"", busy.clone()),
        ("status 502", busy.clone()),
        ("status 302", busy.clone()),
        ("text <html>502 Bad Gateway</html>", busy.clone()),
        ("text {}", busy.clone()),
        ("text {\"openid\":\"\"}", busy.clone()),
        ("text {\"openid\":\"a b\"}", busy.clone()),
        ("text {\"openid\":7}", busy.clone()),
        ("text []", busy.clone()),
        ("text", busy.clone()),
        ("long", busy),
    ];
    for mall in set_up(wechat.settings()).await {
        let before = mall.rows().await;
        for (code, refusal) in &cases {
            let answer = log_in(&mall, code).await;
            assert_eq!(answer.refusal(), *refusal, "{code}");
            let wait = refusal.retry_after().map(|seconds| seconds.to_string());
            assert_eq!(answer.header("retry-after"), wait.unwrap_or_default(), "{code}");
        }
        assert_eq!(mall.rows().await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_or_unreachable_wechat_gives_busy() {
    let wechat = WeChat::open().await;
    let response_timeout = Duration::from_millis(300);
    for mall in set_up(Settings { response_timeout, ..wechat.settings() }).await {
        let start = Instant::now();
        assert_eq!(log_in(&mall, "slow").await.code(), "busy");
        assert!(start.elapsed() >= response_timeout && start.elapsed() < Duration::from_secs(15));
    }
    let nowhere = Settings { api: "http://127.0.0.1:9".into(), ..wechat.settings() };
    for mall in set_up(nowhere).await {
        assert_eq!(log_in(&mall, "of oAlice").await.code(), "busy");
    }
    // This server speaks no TLS.
    let api = format!("https://{}", wechat.address);
    for mall in set_up(Settings { api, ..wechat.settings() }).await {
        assert_eq!(log_in(&mall, "of oAlice").await.code(), "busy");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_login_is_refused_without_asking_wechat() {
    let wechat = WeChat::open().await;
    let wrong = [
        json!({}),
        json!({"code": ""}),
        json!({"code": "x".repeat(129)}),
        json!({"code": "a\u{0}b"}),
        json!({"code": 7}),
        json!({"code": null}),
    ];
    for mall in set_up(wechat.settings()).await {
        let before = mall.rows().await;
        for body in &wrong {
            let refusal = mall.send(request(body)).await.refusal();
            assert_eq!(refusal, Refusal::Malformed { field: "code".into() }, "{body}");
        }
        let more = json!({"code": "of oAlice", "openid": "oBob"});
        assert_eq!(mall.send(request(&more)).await.code(), "malformed");
        let mut form = request(&json!({"code": "of oAlice"}));
        form.headers_mut().insert("content-type", "text/plain".parse().unwrap());
        assert_eq!(mall.send(form).await.code(), "unsupported_media_type");
        assert_eq!(mall.rows().await, before);
    }
    assert_eq!(wechat.requests(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn logins_need_a_mini_program_or_the_demo() {
    for mall in Mall::with(&[]).await {
        let answer = log_in(&mall, "of oAlice").await;
        assert_eq!((answer.status, answer.code()), (501, "login_unavailable"));
    }
    for mall in Mall::set_up(&Setup { demo: true, ..Setup::default() }).await {
        for code in ["the code is a mock one", "the code is a mock one", "another"] {
            log_in_and_enter(&mall, code).await;
        }
        assert_eq!(mall.number("SELECT COUNT(*) FROM shoppers").await, 2);
    }
    let wechat = WeChat::open().await;
    let mini_program = Some(wechat.settings());
    for mall in Mall::set_up(&Setup { demo: true, mini_program, ..Setup::default() }).await {
        assert_eq!(log_in(&mall, "error 40029").await.code(), "login_invalid", "WeChat is asked");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_leads_only_to_our_pages_and_a_wrong_target_does_not_use_it_up() {
    let wechat = WeChat::open().await;
    for mall in set_up(wechat.settings()).await {
        let path = entry(&mall, "of oAlice").await;
        let foreign = [
            "https%3A%2F%2Fevil.test%2Fwallet",
            "%2F%2Fevil.test",
            "%2F%5Cevil.test",
            "%2Fv1%2Fwallet",
            "%2Fwallet%0d%0aset-cookie%3Aa=b",
            "%252Fwallet",
            "%ff",
            "",
            "%2Fwallet&to=%2Fwallet",
        ];
        for to in foreign {
            let answer = mall.get(&format!("{path}?to={to}")).await;
            assert_eq!((answer.status, answer.cookie()), (400, None), "{to}");
        }
        let answer = mall.get(&format!("{path}?lang=en&to=%2Fwallet")).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/wallet"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_concurrent_logins_of_a_new_payer_make_one_shopper() {
    let wechat = WeChat::open().await;
    for mall in set_up(wechat.settings()).await {
        let logins = (0..10).map(|i| {
            let mall = mall.clone();
            let body = json!({"code": format!("of oAlice {i}")});
            async move { mall.ask(request(&body)).await.status }
        });
        assert!(together(logins).await.iter().all(|status| *status == 201));
        assert_eq!(mall.number("SELECT COUNT(*) FROM shoppers").await, 1);
        assert_eq!(mall.number("SELECT COUNT(*) FROM entries").await, 10);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_logins_wait_without_asking_wechat() {
    let wechat = WeChat::open().await;
    let setup = Setup { mini_program: Some(wechat.settings()), ..Setup::default() };
    for mall in Mall::set_up(&Setup { requests_per_second: 1, ..setup }).await {
        let before = wechat.requests().len();
        // The requests run at once. A slow machine would allow more if they ran one after another.
        let tries = (0..30).map(|i| {
            let mall = mall.clone();
            async move { log_in(&mall, &format!("of oAlice {i}")).await }
        });
        let answers = together(tries).await;
        let refused: Vec<_> = answers.iter().filter(|answer| answer.status != 201).collect();
        assert!(refused.iter().all(|answer| answer.code() == "too_many"));
        let refused = refused.len();
        assert!(refused >= 20, "{refused} of 30");
        assert_eq!(wechat.requests().len() - before, 30 - refused);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_has_no_code_openid_or_secret() {
    let (wechat, folder) = (WeChat::open().await, tempdir().unwrap());
    let log = folder.path().join("log");
    let api = format!("http://{}", wechat.address);
    let database = format!("sqlite:{}?mode=rwc", folder.path().join("mall.sqlite").display());
    let mut command = Process::command(&database, folder.path());
    command.args(["--mini-program", APP.0, "--wechat-api", &api]);
    command.env("MALL_WECHAT_SECRET", APP.1).env("RUST_LOG", "trace");
    command.stderr(std::fs::File::create(&log).unwrap());
    let server = Process::run(command).await;
    let mut answers = Vec::new();
    for code in ["of oSecretAlice", "error 40125", "text nonsense"] {
        answers
            .push(process::send(&server.address, request(&json!({ "code": code }))).await.unwrap());
    }
    let entry: Entry = answers[0].json();
    let token = entry.url.rsplit('/').next().unwrap().to_owned();
    let enter = Request::get(format!("/enter/{token}")).body(String::new()).unwrap();
    assert_eq!(process::send(&server.address, enter).await.unwrap().status, 303);
    server.terminate().await;
    assert!(server.end().await.success());
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains("40125") && log.contains("/v1/mini-program"), "it does write: {log}");
    for secret in [APP.1, SESSION_KEY, "oSecretAlice", &token, "nonsense"] {
        assert!(!log.contains(secret), "{secret}");
        assert!(answers.iter().all(|answer| !answer.text().contains(secret) || secret == token));
    }
}
