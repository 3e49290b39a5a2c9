//! Strangers: nothing is kept of them before they act, and they use up nobody else's share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::Request;
use mall_contract::{EventCounts, PlacementBursts, Refusal, Role};
use mall_server::config::StrangerQuotas;
use mall_server::identity::password::Queue;
use mall_server::identity::work;
use serde_json::json;

use crate::events::{batch, counts, report, shown_event};
use crate::goods::{MALL, NOON, NOON_TEXT, id, latte, notice, offer};
use crate::mall::{Answer, Mall, Setup, get};
use crate::passes::Framed;
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
        let body = batch("v", &page.link, &[shown_event(0)]).to_string();
        let request = Request::post("/v1/events")
            .header("host", "mall.test")
            .header("content-type", "application/json")
            .body(body);
        assert_eq!(mall.ask(with(&shopper.cookie, request.unwrap())).await.status, 204);
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
async fn a_claim_in_a_burst_comes_at_once_with_a_proof_of_work() {
    let strangers = StrangerQuotas { claims_per_minute: 1, ..StrangerQuotas::default() };
    let offers = vec![latte(json!({})), offer("film", "cinema")];
    let setup = Setup { offers, strangers: Some(strangers), ..Setup::default() };
    for mall in Mall::set_up(&setup).await {
        let code = put_up(&mall, json!({})).await;
        let page = format!("/q/{code}");
        let has_script = |page: Answer| page.text().contains("src=\"/proof.js\"");
        let (late, _) = scan(&mall, &code).await;
        for _ in 0..3 {
            let early = scan(&mall, &code).await.0.claim("r1", "latte").await;
            assert_eq!((early.status, early.header("mall-proof")), (201, ""));
        }
        assert!(!has_script(mall.get(&page).await), "there is no burst yet");
        let held = late.claim("r1", "latte").await;
        assert_eq!(held.code(), "too_many");
        let challenge = held.header("mall-proof").to_owned();
        assert!(challenge.starts_with("12."), "{challenge}");
        assert!(has_script(mall.get(&page).await), "a new page computes proofs");
        let proof = work::compute(&challenge);
        let with_proof = async |shopper: &Shopper, offer: &str| {
            let mut claim = shopper.claim_request(&format!("p{offer}"), offer, 1);
            claim.headers_mut().insert("mall-proof", proof.parse().unwrap());
            mall.ask(claim).await
        };
        let (another, _) = scan(&mall, &code).await;
        assert_eq!(with_proof(&another, "latte").await.status, 429, "not another's proof");
        assert_eq!(with_proof(&late, "latte").await.status, 201);
        mall.clock.set(NOON + 1);
        let again = with_proof(&late, "film").await;
        assert_eq!(again.status, 429, "a proof is good once");
        // The first step of work is used up, and a proof of it leads to the next one.
        let easy = work::compute(again.header("mall-proof"));
        let mut claim = late.claim_request("next", "film", 1);
        claim.headers_mut().insert("mall-proof", easy.parse().unwrap());
        let harder = mall.ask(claim).await;
        assert_eq!(harder.status, 429);
        assert!(harder.header("mall-proof").starts_with("14."), "more work for more claims");
        mall.clock.set(NOON + MINUTE);
        assert!(!has_script(late.get(&page).await), "it is no stranger any more");
        mall.clock.set(NOON + 6 * MINUTE);
        assert!(!has_script(mall.get(&page).await), "the burst is over");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mall_sees_where_strangers_were_held_back() {
    let strangers = StrangerQuotas { claims_per_minute: 1, ..StrangerQuotas::default() };
    let offers = vec![latte(json!({}))];
    let setup = Setup { offers, strangers: Some(strangers), ..Setup::default() };
    for mall in Mall::set_up(&setup).await {
        let code = put_up(&mall, json!({"id": "lift"})).await;
        let path = "/v1/placements/bursts?from=2026-11-23&until=2026-11-24";
        let bursts = async |mall: &Mall| {
            let bursts: PlacementBursts = mall.get_signed(path).await.json();
            bursts.bursts
        };
        assert_eq!(bursts(&mall).await, []);
        let flood = async || {
            let mut refused = 0;
            for _ in 0..8 {
                let claim = scan(&mall, &code).await.0.claim("r1", "latte").await;
                refused += u64::from(claim.status == 429);
            }
            refused
        };
        let refused = flood().await;
        assert!(refused > 2, "{refused}");
        let [burst] = bursts(&mall).await.try_into().expect("one");
        assert_eq!((burst.id.as_str(), burst.network.as_str()), ("lift", "192.0.2.1"));
        assert_eq!((burst.minute.to_string(), burst.held_back), (NOON_TEXT.into(), refused));
        // They are added up, and another server of the database tells them too.
        let more = flood().await;
        bursts(&mall).await;
        let [burst] = bursts(&mall.beside(&setup).await).await.try_into().expect("one");
        assert_eq!(burst.held_back, refused + more);
        mall.clock.set(NOON + MINUTE);
        flood().await;
        let minutes: Vec<_> =
            bursts(&mall).await.iter().map(|burst| burst.minute.to_string()).collect();
        assert_eq!(minutes, ["2026-11-23T12:01:00+08:00", NOON_TEXT], "the newest first");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_from_one_address_leaves_those_who_prove_themselves_their_share() {
    let offers = vec![latte(json!({}))];
    let setup = Setup { offers, requests_per_second: 2, ..Setup::default() };
    for mall in Mall::set_up(&setup).await {
        let shopper = Shopper::after(&mall, "one").await;
        let cashier = Counter::of(&mall, "cafe", "Wang", Role::Cashier).await;
        // The share grows again while this waits, so one request alone says nothing.
        let refused = async |request: Request<String>| {
            let mut refused = 0;
            for _ in 0..40 {
                refused += i32::from(mall.send(request.clone()).await.status == 429);
            }
            refused
        };
        assert!(refused(get("/v1/scan")).await > 0);
        let young = shopper.with_cookie(get("/v1/wallet"));
        assert!(refused(young).await > 0, "a new session proves nothing");
        mall.clock.set(NOON + MINUTE);
        assert_eq!(mall.send(shopper.with_cookie(get("/v1/wallet"))).await.status, 200);
        assert_eq!(mall.send(mall.signed(&notice("two").to_string())).await.status, 201);
        assert_eq!(cashier.get("/v1/till/redemptions").await.status, 200);
        // A false claim of a key is a stranger's request.
        let mut forged = mall.signed(&notice("three").to_string());
        forged.headers_mut().insert("mall-signature", "0".repeat(64).parse().unwrap());
        let stored = mall.rows().await;
        assert!(refused(forged).await > 0);
        assert_eq!(mall.rows().await, stored, "none was believed");
        assert_eq!(mall.send(mall.signed(&notice("four").to_string())).await.status, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_with_a_pass_has_a_share_of_its_own() {
    let offers = vec![latte(json!({}))];
    let setup = Setup { offers, requests_per_second: 2, ..Setup::default() };
    for mall in Mall::set_up(&setup).await {
        let framed = Framed::after(&mall, "one", "N1").await;
        let mut forged = framed.with_pass(get("/v1/scan"));
        let pass = format!("Bearer {}x", framed.pass());
        forged.headers_mut().insert("authorization", pass.parse().unwrap());
        let mut answers = Vec::new();
        for _ in 0..40 {
            answers.push(mall.send(forged.clone()).await.status);
        }
        assert!(answers.contains(&429), "a false pass is a stranger's: {answers:?}");
        assert_eq!(framed.claim("r1", &framed.page.link).await.status, 201);
        let mut own = Vec::new();
        for _ in 0..40 {
            own.push(framed.get("/v1/claims/r1").await.status);
        }
        assert!(own.contains(&200) && own.contains(&429), "a share, and no more: {own:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malls_system_that_repeats_itself_without_end_leaves_the_others_their_share() {
    for mall in Mall::with(&[]).await {
        let stop = Arc::new(AtomicBool::new(false));
        let repeating = [(); 2].map(|()| {
            let (context, stop) = (mall.app.context.clone(), stop.clone());
            // In threads of their own, because the share grows again between two requests.
            std::thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let _ = context.quotas.system(&id(MALL));
                }
            })
        });
        let mut is_refused = false;
        for _ in 0..2000 {
            is_refused = mall.get_signed("/v1/placements").await.status == 429;
            if is_refused {
                break;
            }
        }
        stop.store(true, Ordering::Relaxed);
        repeating.into_iter().for_each(|thread| thread.join().unwrap());
        assert!(is_refused);
        assert!(mall.app.context.quotas.system(&id("another")).is_ok());
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
async fn a_login_that_nobody_verifies_writes_nothing() {
    for mall in Mall::with(&[]).await {
        let passwords = &mall.app.context.passwords;
        let mut places = Vec::new();
        while let Ok(place) = passwords.place(Queue::Strangers) {
            places.push(place);
        }
        let refused = mall.send(log_in("cafe", "Nobody", "wrong password")).await;
        assert_eq!(refused.refusal(), Refusal::Busy { retry_after: 2 });
        assert_eq!(mall.number("SELECT COUNT(*) FROM staff_failures").await, 0);
        places.clear();
        let refused = mall.send(log_in("cafe", "Nobody", "wrong password")).await;
        assert_eq!(refused.status, 401);
        assert_eq!(mall.number("SELECT COUNT(*) FROM staff_failures").await, 1);
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
