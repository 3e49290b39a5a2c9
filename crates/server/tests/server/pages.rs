//! Pages as a browser gets them, with scripts and without.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use mall_contract::Problem;
use mall_server::catalogue;
use mall_server::import_plan::Missing;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::database::TestDatabase;
use crate::goods::{self, latte, notice, offer};
use crate::mall::{Answer, Mall, Setup, get};
use crate::shopper::Shopper;

fn page(path: &str) -> axum::http::Request<String> {
    let mut request = get(path);
    request.headers_mut().insert("accept", "text/html,application/xhtml+xml".parse().unwrap());
    request
}

#[tokio::test(flavor = "multi_thread")]
async fn the_claim_page_has_a_form_for_each_claimable_offer() {
    let mut later = offer("later", "cafe");
    later["claim_from"] = json!("2026-11-24T10:00:00+08:00");
    let offers = [latte(json!({"total_stock": 10})), offer("film", "cinema"), later];
    for mall in Mall::with(&offers).await {
        let shopper = Shopper::after(&mall, "one").await;
        let answer = mall.ask(shopper.with_cookie(page(&format!("/pay/{}", shopper.link)))).await;
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "no-store");
        let html = answer.text();
        assert!(html.contains("<html lang=\"zh-CN\">"), "{html}");
        for text in ["面馆", "咖啡店", "影院", "latte券", "film券", "later券", "36.00"] {
            assert!(html.contains(text), "{text}: {html}");
        }
        let action = format!("<form method=\"post\" action=\"/pay/{}/claims\"", shopper.link);
        assert_eq!(html.matches(&action).count(), 2, "{html}");
        for id in ["latte", "film"] {
            assert_eq!(html.matches(&format!("value=\"{id}\"")).count(), 1, "{html}");
        }
        shopper.claim("r1", "latte").await;
        let html = shopper.get(&format!("/pay/{}", shopper.link)).await.text();
        assert_eq!(html.matches(&action).count(), 1, "a held offer has no form");
        let wallet = shopper.get("/wallet").await.text();
        assert!(wallet.contains("latte券") && !wallet.contains("film券"), "{wallet}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_run_only_their_own_scripts() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        for path in [format!("/pay/{}", shopper.link), "/wallet".into(), "/nowhere".into()] {
            let answer = mall.ask(shopper.with_cookie(page(&path))).await;
            let policy = answer.header("content-security-policy").to_owned();
            assert!(policy.starts_with("default-src 'none';"), "{path}: {policy}");
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
            let html = answer.text();
            for (begin, end) in [("<script>", "</script>"), ("<style>", "</style>")] {
                let inline: Vec<&str> = html.split(begin).skip(1).collect();
                assert!(!inline.is_empty(), "{path}");
                for rest in inline {
                    let text = rest.split(end).next().unwrap();
                    let hash = BASE64_STANDARD.encode(Sha256::digest(text));
                    assert!(policy.contains(&format!("'sha256-{hash}'")), "{path}: {policy}");
                }
            }
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            assert_eq!(answer.header("x-frame-options"), "DENY");
        }
        let data = mall.get("/v1/wallet").await;
        let policy = data.header("content-security-policy");
        assert_eq!(policy, "default-src 'none'; frame-ancestors 'none'");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_of_the_catalogue_are_escaped_on_the_page() {
    let hostile = "</script><b>&\"'🎁";
    let rules = json!({"zh": ["<img src=x onerror=alert(1)>"], "en": []});
    let offer = latte(json!({"title": {"zh": hostile, "en": null}, "rules": rules}));
    for mall in Mall::with(&[offer]).await {
        let shopper = Shopper::after(&mall, "one").await;
        shopper.claim("r1", "latte").await;
        for path in [format!("/pay/{}", shopper.link), "/wallet".into()] {
            let html = shopper.get(&path).await.text();
            assert!(!html.contains(hostile) && !html.contains("<img src=x"), "{html}");
            assert!(html.contains("&lt;/script&gt;&lt;b&gt;&amp;"), "{html}");
            assert!(html.contains("\\u003c/script>"), "in the data beside it too: {html}");
            assert!(html.contains('🎁'), "{html}");
        }
        assert_eq!(shopper.page().await.cards[0].offer.title, hostile);
    }
}

/// Adds a character that changes the direction to every text of a catalogue.
fn turn_round(part: &mut Value, word: bool) {
    match part {
        Value::String(text) if word => text.push_str("\u{202e}\u{2067}"),
        Value::Array(parts) => parts.iter_mut().for_each(|part| turn_round(part, word)),
        Value::Object(parts) => {
            for (key, part) in parts {
                turn_round(part, ["zh", "en", "floor", "unit"].contains(&key.as_str()));
            }
        }
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_text_of_the_catalogue_changes_the_direction_of_what_follows() {
    let item = json!({"zh": "一杯", "en": "A cup"});
    let gift = latte(json!({"benefit": {"exchange": {"item": item, "price": 0}}}));
    let mut turned: Value = serde_json::from_str(&goods::catalogue(&[gift])).unwrap();
    turn_round(&mut turned, false);
    for mall in Mall::with(&[]).await {
        let read = catalogue::read(&turned.to_string()).unwrap();
        catalogue::import(&mut mall.app.request().db, &read, Missing::Stay, mall.clock.now())
            .await
            .unwrap();
        let shopper = Shopper::after(&mall, "one").await;
        shopper.claim("r1", "latte").await;
        let link = &shopper.link;
        for path in [format!("/pay/{link}"), format!("/v1/pay/{link}?lang=en"), "/v1/wallet".into()]
        {
            let text = shopper.get(&path).await.text();
            assert!(text.contains("L1-01") && !text.contains(['\u{202e}', '\u{2067}']), "{text}");
        }
    }
}

/// Parses a refusal, and checks that its request id is the response's.
fn problem(answer: &Answer) -> Problem {
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    let problem: Problem = answer.json();
    assert_eq!(answer.header("x-request-id"), problem.request_id);
    assert!(!problem.request_id.is_empty());
    assert!(!problem.message.is_empty() && !problem.next_step.is_empty(), "{problem:?}");
    assert_eq!(problem.server_time.to_string(), "2026-11-23T12:00:00+08:00");
    problem
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_a_page_for_browsers_and_json_for_callers() {
    for mall in Mall::with(&[]).await {
        let data = mall.get("/v1/pay/nothing").await;
        assert_eq!(data.status, 404);
        let sentence = problem(&data).message;
        let html = mall.ask(page("/pay/nothing")).await;
        assert_eq!((html.status, html.header("content-type")), (404, "text/html; charset=utf-8"));
        assert!(html.text().contains(&sentence), "{}", html.text());
        assert!(html.text().contains(html.header("x-request-id")), "{}", html.text());

        assert_eq!(mall.get("/v1/nowhere").await.code(), "not_found");
        assert_eq!(mall.ask(page("/nowhere")).await.status, 404);
        let wrong_method = mall.get("/v1/claims").await;
        assert_eq!(problem(&wrong_method).refusal.code(), "method_not_allowed");
        assert_eq!(wrong_method.header("allow"), "POST");
        let mut delete = get("/v1/wallet");
        *delete.method_mut() = axum::http::Method::DELETE;
        assert_eq!(mall.ask(delete).await.code(), "method_not_allowed");
        assert_eq!(mall.get("/healthz").await.status, 200);
        assert_eq!(mall.get("/readyz").await.status, 200);
        mall.app.begin_stop();
        let leaving = mall.send(get("/readyz")).await;
        assert_eq!((leaving.status, leaving.header("retry-after")), (503, "5"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chosen_language_is_remembered() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        let path = format!("/pay/{}", shopper.link);
        let english = shopper.get(&format!("{path}?lang=en")).await;
        assert!(english.text().contains("<html lang=\"en\">"), "{}", english.text());
        assert!(english.text().contains("latte coupon") && !english.text().contains("latte券"));
        let cookie = english.cookie().unwrap();
        assert_eq!(cookie, "lang=en");
        let mut later = shopper.with_cookie(page(&path));
        let both = format!("{}; {cookie}", shopper.cookie);
        later.headers_mut().insert("cookie", both.parse().unwrap());
        assert!(mall.ask(later.clone()).await.text().contains("latte coupon"));
        *later.uri_mut() = format!("{path}?lang=zh").parse().unwrap();
        assert!(
            mall.ask(later).await.text().contains("latte券"),
            "the address goes before the cookie"
        );
        let other = shopper.get(&format!("{path}?lang=tlh")).await;
        assert!(other.text().contains("latte券") && other.cookie().is_none());
        assert!(mall.get("/v1/pay/x?lang=en").await.json::<Problem>().message.is_ascii());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wallet_without_a_session_is_empty_and_writes_nothing() {
    for mall in Mall::with(&[]).await {
        let before = mall.rows().await;
        let wallet = mall.get("/v1/wallet").await;
        assert_eq!(wallet.json::<mall_contract::Wallet>().coupons, []);
        let html = mall.ask(page("/wallet")).await;
        assert_eq!((wallet.status, html.status), (200, 200));
        assert_eq!((wallet.cookie(), html.cookie()), (None, None));
        assert_eq!(mall.rows().await, before);
        assert_eq!(mall.get("/").await.header("location"), "/wallet");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn scripts_cannot_read_a_session_cookie() {
    for mall in Mall::with(&[]).await {
        let link = mall.pay(&notice("one")).await;
        let cookie = mall.get(&format!("/v1/pay/{link}")).await.header("set-cookie").to_owned();
        for part in ["; HttpOnly", "; SameSite=Lax", "; Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        let token = cookie.split(['=', ';']).nth(1).unwrap();
        let query = format!("SELECT COUNT(*) FROM sessions WHERE token_hash = '{token}'");
        assert_eq!(mall.number(&query).await, 0, "the database has only its hash");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_requests_get_a_retry_after() {
    let setup = Setup { requests_per_second: 1, ..Setup::default() };
    for mall in Mall::set_up(&setup).await {
        let mut answers = Vec::new();
        for _ in 0..30 {
            answers.push(mall.send(get("/v1/wallet")).await);
        }
        let refused = answers.iter().find(|answer| answer.status != 200).unwrap();
        assert_eq!(refused.code(), "too_many");
        assert!(refused.header("retry-after").parse::<u32>().unwrap() >= 1);
        assert_eq!(answers[0].status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_longest_demo_page_stays_within_its_budget() {
    let sizes = include_str!("../../../../tests/budget.toml");
    let name = "claim_page_content_brotli = ";
    let budget = sizes.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    let budget: usize = budget.parse().unwrap();
    let demo: Value = serde_json::from_str(mall_server::demo::CATALOGUE).unwrap();
    // Pages do not depend on the kind of database.
    let database = TestDatabase::of_each_kind().await.swap_remove(0);
    let mall = Mall::on(database, &Setup { demo: true, ..Setup::default() }).await;
    let pay = async |store: &Value, nth: usize| {
        let mut notice = notice(&format!("at-{store}-{nth}"));
        notice["store_id"] = store.clone();
        Shopper::who_paid(&mall, &notice).await
    };
    let mut pages = Vec::new();
    for store in demo["stores"].as_array().unwrap() {
        let shopper = pay(&store["id"], 0).await;
        pages.push((shopper.page().await.cards.len(), &store["id"], shopper));
    }
    let (cards, store, shopper) = pages.into_iter().max_by_key(|(cards, ..)| *cards).unwrap();
    let size = async |shopper: &Shopper, path: &str| {
        let mut request = shopper.with_cookie(page(path));
        request.headers_mut().insert("accept-encoding", "br".parse().unwrap());
        let answer = mall.ask(request).await;
        assert_eq!(answer.header("content-encoding"), "br");
        answer.body.len()
    };
    // Each page has random texts, such as its link. They make one page in ten two hundred bytes longer, so the median counts.
    let mut sizes = Vec::new();
    for nth in 1..=15 {
        let shopper = pay(store, nth).await;
        sizes.push(size(&shopper, &format!("/pay/{}", shopper.link)).await);
    }
    sizes.sort_unstable();
    // An unknown page is the document with hardly any content.
    let (whole, shell) = (sizes[sizes.len() / 2], size(&shopper, "/nowhere").await);
    println!("{cards} offers add {} bytes to the document's {shell}", whole - shell);
    assert!(whole - shell <= budget, "{whole} - {shell} > {budget}");
}
