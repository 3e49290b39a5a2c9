//! Scanned placements: their offers, claims, and counts.

use mall_contract::{ClaimPage, Placement, PlacementCode, PlacementCounts, Refusal, Source};
use serde_json::{Value, json};

use crate::goods::{HOUR, latte, offer};
use crate::mall::{Mall, get};
use crate::placements_set_up::{poster, tell};
use crate::shopper::{Shopper, coupon, together};

pub async fn put_up(mall: &Mall, changes: Value) -> PlacementCode {
    let answer = tell(mall, &poster(changes)).await;
    assert!(answer.status < 300, "{}", answer.text());
    answer.json::<Placement>().code
}

/// Scans a code with a new browser.
pub async fn scan(mall: &Mall, code: &PlacementCode) -> (Shopper, ClaimPage) {
    let answer = mall.get(&format!("/v1/q/{code}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let cookie = answer.cookie().expect("a scan starts a session");
    let page: ClaimPage = answer.json();
    (Shopper { mall: mall.clone(), cookie, link: page.link.clone() }, page)
}

async fn counts(mall: &Mall) -> Vec<(String, [u64; 3])> {
    let path = "/v1/placements/counts?from=2026-11-23&until=2026-11-24";
    let counts = mall.get_signed(path).await.json::<PlacementCounts>().counts;
    counts.into_iter().map(|c| (c.id.to_string(), [c.scans, c.claims, c.redemptions])).collect()
}

fn titles(page: &ClaimPage) -> Vec<&str> {
    page.cards.iter().map(|card| card.offer.id.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_may_be_typed_with_a_chinese_keyboard() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let code = put_up(&mall, json!({})).await;
        let wide = code.as_str().chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap());
        let encoded = |text: &str| text.bytes().map(|b| format!("%{b:02x}")).collect::<String>();
        let wide = encoded(&wide.collect::<String>());
        for typed in [wide, format!("{code}{}", encoded("。"))] {
            for path in ["/q", "/v1/q"] {
                assert_eq!(
                    mall.get(&format!("{path}/{typed}")).await.status,
                    200,
                    "{path}/{typed}"
                );
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_time_shopper_claims_at_once_and_has_the_coupon_the_next_day() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let code = put_up(&mall, json!({})).await;
        let (shopper, page) = scan(&mall, &code).await;
        let Source::Placement(place) = &page.source else { panic!("{:?}", page.source) };
        assert_eq!((place.name.as_str(), place.floor.as_str()), ("中庭海报", "L1"));
        assert_eq!(page.cards[0].offer.after_refund, None, "no payment, no refund");

        let answer = shopper.claim("r1", "latte").await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let claimed = coupon(&answer);
        assert_eq!(coupon(&shopper.claim("r1", "latte").await), claimed, "the same answer");
        assert_eq!(coupon(&shopper.answer_to("r1").await), claimed);
        assert_eq!(shopper.claim_nth("r2", "latte", 2).await.code(), "person_limit");

        mall.clock.set(mall.clock.now() + 30 * HOUR);
        let wallet = shopper.wallet().await;
        assert_eq!(wallet.coupons[0].id.as_str(), claimed);
        assert_eq!(wallet.coupons[0].after_refund, None);
        assert_eq!(shopper.claim("r3", "latte").await.code(), "link_expired");
        let page: ClaimPage = shopper.get(&format!("/v1/q/{code}")).await.json();
        assert_eq!(page.cards[0].held[0].id.as_str(), claimed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_works_without_the_module_and_a_claim_leads_back_to_it() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let code = put_up(&mall, json!({})).await;
        // The code as people type it.
        let typed = mall.get(&format!("/q/{}", code.as_str().to_lowercase())).await;
        assert!(typed.text().contains("中庭海报"), "{}", typed.text());
        let (shopper, _) = scan(&mall, &code).await;
        let answer = mall.ask(shopper.form_request("f1", "latte", 1)).await;
        assert_eq!(answer.status, 303);
        assert_eq!(answer.header("location"), format!("/q/{code}#offer-latte"));
        assert!(shopper.get(&format!("/q/{code}")).await.text().contains("去卡包查看"));
        assert_eq!(mall.coupons().await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_with_a_minimum_asks_for_a_payment() {
    for mall in Mall::with(&[latte(json!({"payment_minimum": 3000}))]).await {
        let code = put_up(&mall, json!({})).await;
        let (shopper, page) = scan(&mall, &code).await;
        let refusal = page.cards[0].not_eligible.clone().expect("not yet");
        assert_eq!(refusal.code(), "payment_first");
        assert_eq!(shopper.claim("r1", "latte").await.refusal(), refusal);
        assert_eq!(mall.coupons().await, 0);
        // After a payment the offer is there as usual.
        assert_eq!(Shopper::after(&mall, "t1").await.claim("r2", "latte").await.status, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placement_leads_to_the_offers_it_is_set_up_for() {
    let offers = [
        latte(json!({})),
        offer("film", "cinema"),
        offer("doll", "toyshop"),
        offer("soup", "hotpot"),
    ];
    for mall in Mall::with(&offers).await {
        let shown = async |changes: Value| {
            let code = put_up(&mall, changes).await;
            let page = scan(&mall, &code).await.1;
            let mut shown: Vec<_> = titles(&page).into_iter().map(str::to_owned).collect();
            if !matches!(page.source, Source::Placement(_)) {
                shown.clear();
            }
            shown
        };
        assert_eq!(
            shown(json!({"id": "a", "offers": {"chosen": ["doll", "latte"]}})).await,
            ["doll", "latte"]
        );
        assert_eq!(shown(json!({"id": "b", "offers": {"store": "cinema"}})).await, ["film"]);
        assert_eq!(shown(json!({"id": "c", "offers": {"category": "dining"}})).await, ["soup"]);
        let mut all = shown(json!({"id": "d"})).await;
        all.sort();
        assert_eq!(all, ["doll", "film", "latte", "soup"]);
        // A table of the noodle shop has no competitor's offers, only those that the links lead to.
        assert_eq!(
            shown(json!({"id": "e", "store_id": "noodles", "kind": "table"})).await,
            ["latte", "film"]
        );
        // An offer that the placement is not set up for cannot be claimed.
        let code = put_up(&mall, json!({"id": "b", "offers": {"store": "cinema"}})).await;
        let (shopper, _) = scan(&mall, &code).await;
        assert_eq!(shopper.claim("r1", "latte").await.code(), "not_for_this_payment");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn paused_ended_and_unknown_codes_lead_to_a_page_with_a_next_step() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let code = put_up(&mall, json!({})).await;
        let (shopper, _) = scan(&mall, &code).await;
        for (state, refused) in [("paused", "placement_paused"), ("ended", "placement_ended")] {
            put_up(&mall, json!({"state": state})).await;
            let page = mall.get(&format!("/q/{code}")).await;
            assert!(page.status >= 400 && page.text().contains("扫码领券"), "{}", page.text());
            assert_eq!(mall.get(&format!("/v1/q/{code}")).await.code(), refused);
            // An open page gets the same refusal.
            assert_eq!(shopper.claim(state, "latte").await.code(), refused);
            assert_eq!(shopper.get(&format!("/v1/pay/{}", shopper.link)).await.code(), refused);
        }
        for unknown in ["ZZZZZZ", "7", "%E5%88%B8", "..%2F..", "7K01QDX"] {
            assert_eq!(mall.get(&format!("/v1/q/{unknown}")).await.code(), "unknown_placement");
        }
        put_up(&mall, json!({"state": "live"})).await;
        assert_eq!(shopper.claim("live", "latte").await.status, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn scans_claims_and_redemptions_count_by_place() {
    for mall in Mall::with(&[latte(json!({})), offer("film", "cinema")]).await {
        let (here, there) = (
            put_up(&mall, json!({})).await,
            put_up(&mall, json!({"id": "lift", "kind": "lift"})).await,
        );
        let (one, _) = scan(&mall, &here).await;
        // A browser counts once a day, however often it opens the page.
        for _ in 0..3 {
            one.get(&format!("/q/{here}")).await;
        }
        let (two, _) = scan(&mall, &here).await;
        two.get(&format!("/q/{here}")).await;
        two.get(&format!("/q/{there}")).await;
        // A browser that never comes back is perhaps none.
        let (third, _) = scan(&mall, &here).await;
        // Prefetches and HEAD requests are no scans, and they get no session.
        let mut ahead = get(&format!("/q/{here}"));
        ahead.headers_mut().insert("sec-purpose", "prefetch".parse().unwrap());
        let mut head = get(&format!("/q/{here}"));
        *head.method_mut() = "HEAD".parse().unwrap();
        for request in [ahead, head] {
            for request in [third.with_cookie(request.clone()), request] {
                let answer = mall.ask(request).await;
                assert_eq!((answer.status, answer.cookie()), (200, None));
            }
        }
        one.claim("r1", "latte").await;
        two.claim("r2", "latte").await;
        two.claim("r3", "film").await;
        // Coupons after a payment do not count here.
        Shopper::after(&mall, "t1").await.claim("r4", "latte").await;
        let redeem = format!(
            "UPDATE coupons SET redeemed_at = {} WHERE shopper_id = (SELECT MIN(shopper_id) FROM coupons WHERE placement_id IS NOT NULL) AND offer_id = 'latte'",
            mall.clock.now()
        );
        let mut access = mall.app.database.access();
        let mut tx = access.write().await.unwrap();
        sqlx::query(sqlx::AssertSqlSafe(redeem)).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();

        let counted = counts(&mall).await;
        assert_eq!(counted, [("atrium".into(), [2, 3, 1]), ("lift".into(), [1, 0, 0])]);
        mall.clock.set(mall.clock.now() + 24 * HOUR);
        one.get(&format!("/q/{here}")).await;
        assert_eq!(counts(&mall).await, counted, "another day");
        let names =
            "SELECT COUNT(*) FROM scans s JOIN shoppers p ON s.visitor LIKE '%' || p.id || '%'";
        assert_eq!(mall.number(names).await, 0, "no row leads to a shopper");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_drawn_for_print_in_each_state_of_its_placement() {
    for mall in Mall::with(&[]).await {
        let code = put_up(&mall, json!({"state": "paused"})).await;
        let drawing = mall.get(&format!("/q/{code}/qr.svg")).await;
        assert_eq!((drawing.status, drawing.header("content-type")), (200, "image/svg+xml"));
        assert!(drawing.text().starts_with("<svg "), "{}", drawing.text());
        let sides = async |query: &str| {
            let picture = mall.get(&format!("/q/{code}/qr.png{query}")).await;
            assert_eq!((picture.status, picture.header("content-type")), (200, "image/png"));
            // A PNG has its width and height from byte 16 on.
            let side = |at: usize| u32::from_be_bytes(picture.body[at..at + 4].try_into().unwrap());
            [side(16), side(20)]
        };
        let [width, height] = sides("").await;
        assert!(width == height && width % 12 == 0 && width > 300, "{width} × {height}");
        assert_eq!(sides("?pixels=1").await[0] * 12, width);
        let large = format!("/q/{code}/qr.png?pixels=32");
        assert_eq!(mall.get(&large).await.status, 401);
        assert_eq!(mall.get_signed(&large).await.status, 200);
        for odd in ["0", "33", "-1", "x", ""] {
            let refused = mall.get(&format!("/q/{code}/qr.png?pixels={odd}")).await;
            assert_eq!(refused.status, 400, "{odd}");
        }
        for file in ["qr.svg", "qr.png"] {
            assert_eq!(mall.get(&format!("/q/ZZZZZZ/{file}")).await.status, 404, "{file}");
        }
        assert_eq!(mall.number("SELECT COUNT(*) FROM scans").await, 0, "nobody scanned");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_at_a_poster_gets_no_more_coupons_than_there_are() {
    for mall in Mall::with(&[latte(json!({"total_stock": 7}))]).await {
        let code = put_up(&mall, json!({})).await;
        let crowd = (0..20).map(|number| {
            let (mall, code) = (mall.clone(), code.clone());
            async move {
                let (shopper, _) = scan(&mall, &code).await;
                shopper.claim(&format!("r{number}"), "latte").await.status
            }
        });
        let statuses = together(crowd).await;
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 7);
        assert_eq!((mall.coupons().await, mall.claimed("latte").await), (7, 7));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placements_link_works_for_nothing_else() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let code = put_up(&mall, json!({})).await;
        let (shopper, _) = scan(&mall, &code).await;
        let forged = shopper.link.replacen("q1.", "1.", 1);
        assert_eq!(mall.get(&format!("/v1/pay/{forged}")).await.refusal(), Refusal::LinkInvalid);
        // It claims nothing without a session.
        let mut request = shopper.claim_request("r1", "latte", 1);
        request.headers_mut().remove("cookie");
        assert_eq!(mall.ask(request).await.code(), "session_missing");
    }
}
