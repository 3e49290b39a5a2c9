//! Claim links: their holders, their end, and the sites that may post with them.

use axum::http::{Method, Request};
use mall_server::identity::link;
use mall_server::identity::secret::Secret;
use serde_json::json;

use crate::goods::{HOUR, MALL, NOON, id, latte, notice, offer};
use crate::mall::{Mall, get, secret};
use crate::shopper::{Shopper, coupon, together};

#[tokio::test(flavor = "multi_thread")]
async fn a_link_works_for_exactly_a_day() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        mall.clock.set(NOON + 24 * HOUR - 1);
        assert_eq!(shopper.page().await.cards.len(), 1);
        mall.clock.set(NOON + 24 * HOUR);
        let path = format!("/v1/pay/{}", shopper.link);
        assert_eq!(shopper.get(&path).await.code(), "link_expired");
        assert_eq!(shopper.claim("r1", "latte").await.code(), "link_expired");
        assert_eq!(mall.coupons().await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_no_part_of_an_address_is_cut_off() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        let pay = format!("/pay/{}", shopper.link);
        // Messages put these behind an address.
        for behind in ["/", "//", ".", ",", "%20", "%E3%80%82", "%EF%BC%89"] {
            let answer = shopper.get(&format!("{pay}{behind}?from=chat")).await;
            let to = format!("{pay}?from=chat");
            assert_eq!((answer.status, answer.header("location")), (307, &*to), "{behind}");
        }
        assert_eq!(shopper.get(&pay).await.status, 200);
        for page in ["/wallet", "/till", "/scan", "/q/7K01QD", "/coupons/abc"] {
            let answer = shopper.get(&format!("{page}/")).await;
            assert_eq!((answer.status, answer.header("location")), (307, page));
        }
        for other in ["/pay/a/b", "/assets/", "/wallet/x/", "//wallet.example/"] {
            assert_eq!(shopper.get(other).await.status, 404, "{other}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_links_of_this_server_and_this_mall_work() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        assert_eq!(shopper.claim("r0", "latte").await.status, 201, "the shopper is stored");
        let parts: Vec<&str> = shopper.link.split('.').collect();
        let (payment, expiry, signature) = (parts[2], parts[3], parts[4]);
        let until = NOON + 24 * HOUR;
        let stranger = Secret::from_hex(&"0f".repeat(32)).unwrap();
        let foreign = [
            String::new(),
            "x".into(),
            "....".into(),
            "%F0%9F%8E%81".into(),
            "x".repeat(5000),
            format!("1.{MALL}.{payment}.{expiry}."),
            format!("1.{MALL}.{payment}.{expiry}.AAAA{signature}"),
            format!("1.{MALL}.{payment}.fffffffffff.{signature}"),
            format!("1.{MALL}.other.{expiry}.{signature}"),
            format!("2.{MALL}.{payment}.{expiry}.{signature}"),
            link::make(&stranger, &id(MALL), &id(payment), until),
            link::make(&secret(), &id("other-mall"), &id(payment), until),
            link::make(&secret(), &id(MALL), &id("no-such-payment"), until),
        ];
        let before = mall.rows().await;
        for link in &foreign {
            let claiming = Shopper { link: link.clone(), ..shopper.clone() };
            assert_eq!(claiming.claim("r1", "latte").await.code(), "link_invalid", "{link}");
            if !link.is_empty() {
                let answer = shopper.get(&format!("/v1/pay/{link}")).await;
                assert_eq!(answer.code(), "link_invalid", "{link}");
            }
        }
        assert_eq!(mall.coupons().await, 1);
        let after = mall.rows().await;
        // A signed link to a missing payment is invalid. Its claim was decided and refused.
        let changed = before.iter().zip(&after).filter(|(one, other)| one != other).count();
        assert_eq!(changed, 1, "{before:?} {after:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_belongs_to_the_browser_that_claims_first() {
    for mall in Mall::with(&[latte(json!({})), offer("tea", "cafe")]).await {
        let first = Shopper::after(&mall, "first").await;
        let path = format!("/v1/pay/{}", first.link);
        let second = Shopper::after(&mall, "second").await;
        assert_eq!(second.get(&path).await.status, 200, "nobody has claimed yet");
        assert_eq!(first.claim("r1", "latte").await.status, 201);
        let before = mall.rows().await;
        assert_eq!(mall.get(&path).await.code(), "link_taken", "a browser without a session");
        assert_eq!(second.get(&path).await.code(), "link_taken");
        assert_eq!(mall.rows().await, before);
        let thief = Shopper { link: first.link.clone(), ..second };
        assert_eq!(thief.claim("r1", "tea").await.code(), "link_taken");
        assert_eq!(mall.coupons().await, 1);
        assert_eq!(first.claim("r2", "tea").await.status, 201, "it still works for the first");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_uses_nothing_up_and_a_lost_answer_can_be_had_again() {
    for payer in [None, Some("openid-1")] {
        for mall in Mall::with(&[latte(json!({}))]).await {
            let mut payment = notice("one");
            payment["payer"] = json!(payer);
            let link = mall.pay(&payment).await;
            let before = mall.rows().await;
            // Preview robots, a safety scanner, and an answer that was lost with its cookie.
            for path in [format!("/pay/{link}"), format!("/v1/pay/{link}")] {
                for _ in 0..3 {
                    let look = mall.get(&path).await;
                    assert_eq!(look.status, 200);
                    assert!(look.cookie().is_some());
                }
            }
            assert_eq!(mall.rows().await, before);
            let cookie = mall.get(&format!("/pay/{link}")).await.cookie().expect("a token");
            let shopper = Shopper { mall: mall.clone(), cookie, link };
            let again = shopper.get(&format!("/pay/{}", shopper.link)).await;
            assert_eq!((again.status, again.cookie()), (200, None), "it keeps its token");
            let first = shopper.claim("r1", "latte").await;
            assert_eq!(first.status, 201, "{}", first.text());
            let repeated = shopper.claim("r1", "latte").await;
            assert_eq!((repeated.status, coupon(&repeated)), (200, coupon(&first)));
            assert_eq!(shopper.answer_to("r1").await.status, 200);
            assert_eq!(shopper.wallet().await.coupons.len(), 1);
            assert_eq!(mall.number("SELECT COUNT(*) FROM sessions").await, 0, "the cookie has all");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_first_claim_is_answered_the_same_way_again() {
    for mall in Mall::with(&[latte(json!({"total_stock": 0}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        assert_eq!(shopper.claim("r1", "latte").await.code(), "sold_out");
        assert_eq!(shopper.claim("r1", "latte").await.code(), "sold_out");
        assert_eq!(shopper.answer_to("r1").await.code(), "sold_out");
        assert_eq!(shopper.page().await.cards.len(), 1);
        let path = format!("/v1/pay/{}", shopper.link);
        assert_eq!(mall.get(&path).await.code(), "link_taken");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_ten_browsers_that_claim_by_a_link_at_once_gets_it() {
    for mall in Mall::with(&[latte(json!({"per_person_limit": 9}))]).await {
        let link = mall.pay(&notice("one")).await;
        let mut browsers = Vec::new();
        for _ in 0..10 {
            let cookie = mall.get(&format!("/v1/pay/{link}")).await.cookie().expect("a token");
            browsers.push(Shopper { mall: mall.clone(), cookie, link: link.clone() });
        }
        let claims =
            browsers.into_iter().map(|browser| async move { browser.claim("r1", "latte").await });
        let answers = together(claims).await;
        let refused =
            answers.iter().filter(|a| a.status != 201 && a.code() == "link_taken").count();
        assert_eq!((answers.len(), refused), (10, 9));
        assert_eq!(mall.coupons().await, 1);
        assert_eq!(
            mall.number("SELECT COUNT(*) FROM payments WHERE holder_id IS NOT NULL").await,
            1
        );
        assert_eq!(mall.number("SELECT COUNT(*) FROM sessions").await, 0, "the cookie has all");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn prefetches_and_head_requests_write_nothing() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        let before = mall.rows().await;
        for path in [format!("/v1/pay/{}", shopper.link), format!("/pay/{}", shopper.link)] {
            for header in ["sec-purpose", "purpose"] {
                let mut request = get(&path);
                request.headers_mut().insert(header, "prefetch;prerender".parse().unwrap());
                assert_eq!(mall.ask(request).await.status, 200);
            }
            for mut request in [get(&path), shopper.with_cookie(get(&path))] {
                *request.method_mut() = Method::HEAD;
                let answer = mall.ask(request).await;
                assert_eq!((answer.status, answer.text().len()), (200, 0));
            }
        }
        assert_eq!(mall.rows().await, before);
        assert_eq!(shopper.claim("r1", "latte").await.status, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_needs_a_session() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        let before = mall.rows().await;
        for cookie in
            ["", "shopper=x", "shopper=", &format!("shopper={}", "A".repeat(43)), "other=1"]
        {
            let nobody = Shopper { cookie: cookie.to_owned(), ..shopper.clone() };
            assert_eq!(nobody.claim("r1", "latte").await.code(), "session_missing");
            let form = mall.ask(nobody.form_request("r1", "latte", 1)).await;
            assert_eq!(form.status, 401);
        }
        assert_eq!(mall.rows().await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_posted_form_claims_and_leads_back_to_its_card() {
    for mall in Mall::with(&[latte(json!({"total_stock": 1}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        let back = format!("/pay/{}#offer-latte", shopper.link);
        let answer = mall.ask(shopper.form_request("nonce-0", "latte", 1)).await;
        assert_eq!((answer.status, answer.header("location")), (303, back.as_str()));
        let again = mall.ask(shopper.form_request("nonce-0", "latte", 1)).await;
        assert_eq!(again.status, 303);
        assert_eq!(mall.coupons().await, 1);
        let first = coupon(&shopper.answer_to("nonce-0").await);
        assert_eq!(shopper.page().await.cards[0].held[0].id.to_string(), first);

        let late = Shopper::after(&mall, "late").await;
        let answer = mall.ask(late.form_request("nonce-1", "latte", 1)).await;
        assert_eq!(answer.status, 303, "the card itself says that it is sold out");
        let answer = mall.ask(late.form_request("nonce-1", "unknown", 1)).await;
        assert_eq!(answer.status, 409, "no card says that a request id was used for two");
        assert_eq!(mall.coupons().await, 1);
    }
}

fn with(mut request: Request<String>, headers: &[(&'static str, &str)]) -> Request<String> {
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    request
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_from_another_site_is_refused_and_writes_nothing() {
    let foreign: [&[(&'static str, &str)]; 7] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", "http://mall.test")],
        &[("origin", "http://evil.test")],
        &[("origin", "http://mall.test.evil.test")],
        &[("origin", "http://evil.test/mall.test")],
        &[("origin", "null")],
    ];
    let own: [&[(&'static str, &str)]; 3] =
        [&[("sec-fetch-site", "same-origin")], &[("origin", "http://mall.test")], &[]];
    for mall in Mall::with(&[latte(json!({}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        let before = mall.rows().await;
        for headers in foreign {
            let claim = mall.ask(with(shopper.claim_request("r1", "latte", 1), headers)).await;
            assert_eq!(claim.code(), "cross_site", "{headers:?}");
            let form = mall.ask(with(shopper.form_request("r1", "latte", 1), headers)).await;
            assert_eq!(form.status, 403, "{headers:?}");
        }
        assert_eq!(mall.rows().await, before);
        for (i, headers) in own.iter().enumerate() {
            let request = shopper.claim_request(&format!("own-{i}"), "latte", 1);
            assert!(mall.ask(with(request, headers)).await.status < 300, "{headers:?}");
        }
    }
}
