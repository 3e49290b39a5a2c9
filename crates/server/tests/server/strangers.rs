//! Strangers: nothing is kept of them before they act, and they use up nobody else's share.

use axum::http::Request;
use mall_contract::{EventCounts, Refusal, Role};
use mall_server::config::StrangerQuotas;
use serde_json::json;

use crate::events::{batch, counts, report, shown_event};
use crate::goods::{NOON, latte, notice, offer};
use crate::mall::{Mall, Setup, get};
use crate::placements::{put_up, scan};
use crate::shopper::Shopper;
use crate::till::counter::{Counter, PASSWORD, log_in};

const MINUTE: i64 = 60_000;

fn with(cookie: &str, mut request: Request<String>) -> Request<String> {
    request.headers_mut().insert("cookie", cookie.parse().unwrap());
    request
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_at_a_placement_writes_nothing_and_is_no_scan() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let code = put_up(&mall, json!({})).await;
        let before = mall.rows().await;
        for _ in 0..50 {
            assert_eq!(mall.get(&format!("/q/{code}")).await.status, 200);
        }
        let (shopper, page) = scan(&mall, &code).await;
        assert_eq!(mall.rows().await, before);
        // The session is good all the same: it acts, and its page counts.
        let shown = batch("v", &page.link, &[shown_event(0)]).to_string();
        let shown = Request::post("/v1/events")
            .header("host", "mall.test")
            .header("content-type", "application/json")
            .body(shown);
        assert_eq!(mall.ask(with(&shopper.cookie, shown.unwrap())).await.status, 204);
        assert_eq!(mall.number("SELECT COUNT(*) FROM scans").await, 1);
        assert_eq!(shopper.claim("r1", "latte").await.status, 201);
        assert_eq!(shopper.wallet().await.coupons.len(), 1);
        assert_eq!(mall.number("SELECT COUNT(*) FROM scans").await, 1, "one browser");
        scan(&mall, &code).await.0.claim("r2", "latte").await;
        assert_eq!(mall.number("SELECT COUNT(*) FROM scans").await, 2, "a claim is an act");
        let mut forged = shopper.claim_request("r3", "latte", 1);
        let cookie = format!("shopper={}", "A".repeat(54));
        forged.headers_mut().insert("cookie", cookie.parse().unwrap());
        assert_eq!(mall.ask(forged).await.code(), "session_missing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_of_strangers_gets_few_coupons_of_a_placement_and_a_family_gets_its_own() {
    let strangers = StrangerQuotas { claims_per_minute: 2, ..StrangerQuotas::default() };
    let offers = vec![latte(json!({})), offer("film", "cinema")];
    let setup = Setup { offers, strangers: Some(strangers), ..Setup::default() };
    for mall in Mall::set_up(&setup).await {
        let here = put_up(&mall, json!({})).await;
        let there = put_up(&mall, json!({"id": "lift"})).await;
        for at in 0..3 {
            let (family, _) = scan(&mall, &here).await;
            for offer in ["latte", "film"] {
                assert_eq!(family.claim(&format!("r{at}{offer}"), offer).await.status, 201);
            }
        }
        let (late, _) = scan(&mall, &here).await;
        let mut refused = 0;
        for _ in 0..20 {
            let (script, _) = scan(&mall, &here).await;
            let answer = script.claim("r1", "latte").await;
            // On a slow machine some come late enough.
            if answer.status == 201 {
                continue;
            }
            match answer.refusal() {
                Refusal::TooMany { retry_after } => assert!((1..=60).contains(&retry_after)),
                other => panic!("{other:?}"),
            }
            refused += 1;
        }
        assert!(refused > 10, "{refused}");
        let (elsewhere, _) = scan(&mall, &there).await;
        assert_eq!(elsewhere.claim("r1", "latte").await.status, 201);
        let paid = Shopper::after(&mall, "one").await;
        assert_eq!(paid.claim("r1", "latte").await.status, 201, "a payment is no stranger's");
        mall.clock.set(NOON + MINUTE);
        assert_eq!(late.claim("r1", "latte").await.status, 201, "after a minute it is none");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_from_one_address_leaves_those_who_prove_themselves_their_share() {
    let offers = vec![latte(json!({}))];
    let setup = Setup { offers, requests_per_second: 2, ..Setup::default() };
    for mall in Mall::set_up(&setup).await {
        let shopper = Shopper::after(&mall, "one").await;
        let cashier = Counter::of(&mall, "cafe", "Wang", Role::Cashier).await;
        let flood = async || {
            let mut refused = 0;
            for _ in 0..40 {
                refused += i32::from(mall.send(get("/v1/scan")).await.status == 429);
            }
            refused
        };
        assert!(flood().await > 0);
        let young = mall.send(shopper.with_cookie(get("/v1/wallet"))).await;
        assert_eq!(young.status, 429, "a new session proves nothing");
        mall.clock.set(NOON + MINUTE);
        assert_eq!(mall.send(shopper.with_cookie(get("/v1/wallet"))).await.status, 200);
        assert_eq!(mall.send(mall.signed(&notice("two").to_string())).await.status, 201);
        assert_eq!(cashier.get("/v1/till/redemptions").await.status, 200);
        // A false claim of a key is a stranger's request.
        let mut forged = mall.signed(&notice("three").to_string());
        forged.headers_mut().insert("mall-signature", "0".repeat(64).parse().unwrap());
        let mut answers = Vec::new();
        for _ in 0..12 {
            answers.push(mall.send(forged.clone()).await.status);
        }
        assert!(answers.contains(&429) && !answers.contains(&201), "{answers:?}");
        assert_eq!(mall.send(mall.signed(&notice("four").to_string())).await.status, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_device_logs_in_while_strangers_flood_the_logins() {
    let setup = Setup { requests_per_second: 2, ..Setup::default() };
    for mall in Mall::set_up(&setup).await {
        crate::till::counter::hire(&mall, "cafe", "Wang", Role::Cashier).await;
        let first = mall.send(log_in("cafe", "Wang", PASSWORD)).await;
        let cookies = first.headers.get_all("set-cookie").iter();
        let mut pairs = cookies.filter_map(|line| line.to_str().unwrap().split(';').next());
        let device = pairs.find(|pair| pair.starts_with("device=")).unwrap().to_owned();
        let mut refused = 0;
        for _ in 0..12 {
            refused +=
                i32::from(mall.send(log_in("cinema", "Nobody", "wrong")).await.status == 429);
        }
        assert!(refused > 0);
        let entered = mall.send(with(&device, log_in("cafe", "Wang", PASSWORD))).await;
        assert_eq!(entered.status, 201, "{}", entered.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_beyond_a_visit_a_network_or_a_day_are_counted_and_not_stored() {
    let of = |events_per_network, events_per_day| {
        let quotas = StrangerQuotas { events_per_network, events_per_day, claims_per_minute: 0 };
        Setup { offers: vec![latte(json!({}))], strangers: Some(quotas), ..Setup::default() }
    };
    let visit = [shown_event(0), shown_event(999), shown_event(1000), shown_event(5_000_000)];
    for (setup, stored) in [(of(0, 0), 4), (of(2, 0), 2), (of(0, 3), 2)] {
        for mall in Mall::set_up(&setup).await {
            let link = mall.pay(&notice("one")).await;
            for name in ["v", "w"] {
                assert_eq!(report(&mall, &batch(name, &link, &visit)).await.status, 204);
            }
            let EventCounts { over, .. } = counts(&mall).await;
            let rows = mall.number("SELECT COUNT(*) FROM events").await;
            assert_eq!((rows, rows + over as i64), (stored, 8));
            let again = report(&mall, &batch("v", &link, &visit[..1])).await;
            assert_eq!(again.status, 204);
            assert_eq!(mall.number("SELECT COUNT(*) FROM events").await, stored);
        }
    }
}
