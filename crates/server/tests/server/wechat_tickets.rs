//! The ticket that signs pages: requests for it, its renewal, and failures of WeChat.

use std::time::Duration;

use mall_contract::{CallerRefusal, Refusal};
use mall_server::wechat::api::Settings;
use mall_server::wechat::ticket::LEASE;

use crate::database::TestDatabase;
use crate::goods::{HOUR, NOON};
use crate::js_config::{MINUTE, ask, assert_signed, malls, settled, setup, write};
use crate::mall::{Mall, Setup};
use crate::shopper::together;
use crate::wechat::{APP, TICKET, TOKEN, WeChat};

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
        assert_eq!(wechat.count(TICKET), 1, "it is not renewed too early");

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
async fn an_expired_ticket_signs_nothing() {
    for (mall, wechat) in malls().await {
        ask(&mall).await;
        settled(&mall).await;
        let ticket = wechat.last().1;
        // The last half minute is not used, because the answer travels and clocks differ.
        mall.clock.set(NOON + 2 * HOUR - MINUTE / 2);
        let answer = ask(&mall).await;
        assert_ne!(wechat.last().1, ticket);
        assert_signed(&mall, &answer, &wechat.last().1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn short_lived_tickets_are_fetched_twice_a_minute_at_most() {
    for (mall, wechat) in malls().await {
        wechat.set_lifetime(120);
        for seconds in 0..60 {
            mall.clock.set(NOON + seconds * 1000);
            assert_eq!(ask(&mall).await.status, 200);
            settled(&mall).await;
        }
        assert_eq!(wechat.count(TICKET), 2);
        wechat.set_lifetime(20);
        mall.clock.set(NOON + HOUR);
        assert_eq!(ask(&mall).await.refusal(), Refusal::Busy { retry_after: 30 });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_ends_early_is_replaced_by_force_once() {
    for (mall, wechat) in malls().await {
        // This ticket ends before the token that fetched it.
        wechat.replace_next(TICKET, r#"text {"ticket":"short","expires_in":900}"#);
        assert_signed(&mall, &ask(&mall).await, "short");
        settled(&mall).await;
        wechat.end_token();
        mall.clock.set(NOON + 20 * MINUTE);
        let answer = ask(&mall).await;
        assert_signed(&mall, &answer, "jsapi-ticket-1");
        assert_eq!(wechat.last().0, "access-token-2");
        let forced =
            wechat.requests().iter().filter(|a| a.contains(r#""force_refresh":true"#)).count();
        assert_eq!((wechat.count(TOKEN), forced, wechat.count(TICKET)), (2, 1, 3));
    }
    for (mall, wechat) in malls().await {
        for code in ["error 40001", "error 40014"] {
            wechat.replace_next(TICKET, code);
        }
        assert_eq!(ask(&mall).await.refusal(), Refusal::Busy { retry_after: 600 });
        assert_eq!((wechat.count(TOKEN), wechat.count(TICKET)), (2, 2), "by force once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_works_to_its_end_while_wechat_fails() {
    for (mall, wechat) in malls().await {
        ask(&mall).await;
        settled(&mall).await;
        let ticket = wechat.last().1;
        mall.clock.set(NOON + 2 * HOUR - 5 * MINUTE);
        for trouble in ["status 502", "text <html>", "error -1", "error 45009"] {
            wechat.replace_next(TOKEN, trouble);
            assert_signed(&mall, &ask(&mall).await, &ticket);
            settled(&mall).await;
            let count = wechat.count(TOKEN);
            assert_signed(&mall, &ask(&mall).await, &ticket);
            assert_eq!(wechat.count(TOKEN), count, "WeChat is not asked");
            mall.clock.set(mall.clock.now() + 6_000);
        }
        // The day's quota is used up, and the ticket ends.
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
async fn each_error_of_wechat_has_its_refusal() {
    let busy = |retry_after: u32| Refusal::Busy { retry_after };
    let cases = [
        ("error 40013", Refusal::Caller(CallerRefusal::ScanUnavailable)),
        ("error 40125", Refusal::Caller(CallerRefusal::ScanUnavailable)),
        ("error 40164", Refusal::Caller(CallerRefusal::ScanUnavailable)),
        ("error 48001", Refusal::Caller(CallerRefusal::ScanUnavailable)),
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
                wechat.replace_next(question, trouble);
                let answer = ask(&mall).await;
                assert_eq!(answer.refusal(), *refusal, "{question}: {trouble}");
                let wait = refusal.retry_after().map(|seconds| seconds.to_string());
                assert_eq!(answer.header("retry-after"), wait.unwrap_or_default(), "{trouble}");
                let count = wechat.requests().len();
                assert_eq!(ask(&mall).await.refusal(), *refusal, "the next caller gets the same");
                assert_eq!(wechat.requests().len(), count, "WeChat is not asked again");
                mall.clock.set(mall.clock.now() + 11 * MINUTE);
            }
            write(&mall, "DELETE FROM wechat_tokens").await;
        }
        assert_signed(&mall, &ask(&mall).await, &wechat.last().1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_or_unreachable_wechat_gives_busy() {
    for database in TestDatabase::of_each_kind().await {
        let wechat = WeChat::open().await;
        let mut account = wechat.account();
        account.app.response_timeout = Duration::from_secs(1);
        let mall = Mall::on(database, &Setup { account: Some(account), ..Setup::default() }).await;
        wechat.replace_next(TOKEN, "slow");
        assert_eq!(ask(&mall).await.code(), "busy");
        settled(&mall).await;
        mall.clock.set(NOON + MINUTE);
        wechat.replace_next(TICKET, "slow");
        assert_eq!(ask(&mall).await.code(), "busy");
        settled(&mall).await;
        mall.clock.set(NOON + 2 * MINUTE);
        let patient = mall.beside(&setup(&wechat)).await;
        assert_signed(&patient, &ask(&patient).await, &wechat.last().1);
    }
    let mut account = WeChat::open().await.account();
    account.app = Settings { api: "http://127.0.0.1:9".into(), ..account.app };
    for mall in Mall::set_up(&Setup { account: Some(account), ..Setup::default() }).await {
        assert_eq!(ask(&mall).await.code(), "busy");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_dies_while_renewing_delays_others_briefly() {
    for database in TestDatabase::of_each_kind().await {
        let wechat = WeChat::open().await;
        let mut account = wechat.account();
        account.app.response_timeout = Duration::from_millis(200);
        let mall = Mall::on(database, &Setup { account: Some(account), ..Setup::default() }).await;
        let until = NOON + LEASE;
        let query = format!(
            "INSERT INTO wechat_tokens (mall_id, app_id, lease, rest_until) \
             VALUES ('test', '{}', 'of the dead', {until})",
            APP.0
        );
        write(&mall, &query).await;
        mall.clock.set(until - 1);
        assert_eq!(ask(&mall).await.code(), "busy");
        assert_eq!(wechat.requests().len(), 0);
        mall.clock.set(until);
        let patient = mall.beside(&setup(&wechat)).await;
        assert_signed(&patient, &ask(&patient).await, &wechat.last().1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_that_lost_its_lease_writes_nothing() {
    for (mall, wechat) in malls().await {
        wechat.hold(true);
        let asking = {
            let mall = mall.clone();
            tokio::spawn(async move { ask(&mall).await })
        };
        wechat.until_request(TOKEN).await;
        write(&mall, "UPDATE wechat_tokens SET lease = 'of another'").await;
        wechat.hold(false);
        wechat.until_request(TICKET).await;
        // The other server finally brings its own.
        mall.clock.set(NOON + LEASE);
        let answer = asking.await.unwrap();
        assert_signed(&mall, &answer, &wechat.last().1);
        assert_eq!(wechat.count(TICKET), 2);
    }
}
