//! The list of offers: sorted and filtered, in parts, and claimed at once.

use std::collections::HashSet;

use axum::http::Request;
use mall_contract::{ClaimPage, Sort};
use serde_json::{Value, json};

use crate::goods::{latte, offer};
use crate::mall::Mall;
use crate::shopper::Shopper;

/// Makes offers of the café and the cinema in turn.
fn many(count: usize) -> Vec<Value> {
    let store = |i: usize| if i.is_multiple_of(2) { "cafe" } else { "cinema" };
    (0..count).map(|i| offer(&format!("o{i}"), store(i))).collect()
}

async fn part(shopper: &Shopper, query: &str) -> ClaimPage {
    shopper.get(&format!("/v1/pay/{}?{query}", shopper.link)).await.json()
}

fn ids(page: &ClaimPage) -> Vec<String> {
    page.cards.iter().map(|card| card.offer.id.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_parts_of_a_long_list_fit_together() {
    for mall in Mall::with(&many(60)).await {
        let shopper = Shopper::after(&mall, "one").await;
        let (first, second) = (part(&shopper, "").await, part(&shopper, "from=24").await);
        let third = part(&shopper, "from=48").await;
        assert_eq!(
            [&first, &second, &third].map(|p| (p.from, p.cards.len(), p.total)),
            [(0, 24, 60), (24, 24, 60), (48, 12, 60)]
        );
        let all: HashSet<_> = [&first, &second, &third].into_iter().flat_map(ids).collect();
        assert_eq!(all.len(), 60);
        let whole = part(&shopper, "count=1000").await;
        assert_eq!(ids(&whole), [ids(&first), ids(&second), ids(&third)].concat());
        assert_eq!(part(&shopper, "from=99").await.cards.len(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_narrowed_and_sorted_as_its_address_says() {
    let mut big = offer("big", "cinema");
    big["benefit"] = json!({"amount_off": 9900});
    let mut sold_out = offer("gone", "cafe");
    sold_out["total_stock"] = json!(1);
    sold_out["claimed_before"] = json!(1);
    for mall in Mall::with(&[latte(json!({})), big.clone(), sold_out.clone()]).await {
        let shopper = Shopper::after(&mall, "one").await;
        let page = part(&shopper, "sort=largest").await;
        assert_eq!(
            (ids(&page), page.arrangement.sort),
            (vec!["big".into(), "latte".into(), "gone".into()], Sort::Largest)
        );
        let names: Vec<_> = page.choices.categories.iter().map(|c| c.id.as_str()).collect();
        assert_eq!((names, page.choices.floors), (vec!["coffee", "films"], vec!["L1".to_owned()]));
        assert_eq!(ids(&part(&shopper, "category=coffee&claimable=1").await), ["latte"]);
        let none = part(&shopper, "floor=L9").await;
        assert_eq!((none.total, none.cards.len(), none.choices.categories.len()), (0, 0, 2));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_query_still_opens_the_page() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let shopper = Shopper::after(&mall, "one").await;
        let long = format!("category={}", "x".repeat(2000));
        for query in [
            "from=-1",
            "from=99999999999999999999",
            "sort=', DROP",
            "floor=%00%ff",
            "count=0",
            &long,
            "a&&=&?",
        ] {
            let query = query.replace(' ', "+");
            let page = part(&shopper, &query).await;
            assert!(page.total == 1 && page.cards.len() == 1, "{query}");
        }
    }
}

fn claim_all(shopper: &Shopper, id: &str, offers: &str) -> Request<String> {
    let request = Request::post(format!("/pay/{}/claims/all", shopper.link))
        .header("host", "mall.test")
        .header("accept", "text/html")
        .header("content-type", "application/x-www-form-urlencoded");
    shopper.with_cookie(request.body(format!("request_id={id}&offers={offers}")).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_form_claims_several_offers_once() {
    let mut sold_out = offer("gone", "cafe");
    sold_out["total_stock"] = json!(1);
    sold_out["claimed_before"] = json!(1);
    for mall in Mall::with(&[latte(json!({})), offer("film", "cinema"), sold_out.clone()]).await {
        let shopper = Shopper::after(&mall, "one").await;
        for _ in 0..2 {
            let answer = mall.ask(claim_all(&shopper, "n-all", "latte%2Cgone%2Cfilm%2C")).await;
            assert_eq!(
                (answer.status, answer.header("location")),
                (303, format!("/pay/{}", shopper.link).as_str())
            );
            assert_eq!(mall.coupons().await, 2);
        }
        let bad = mall.ask(claim_all(&shopper, "n-all2", "latte%2C%3Cb%3E%2C")).await;
        assert_eq!(bad.status, 400);
        assert_eq!(mall.coupons().await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn larger_text_is_remembered() {
    for mall in Mall::with(&[]).await {
        let answer = mall.get("/wallet?text=large").await;
        assert!(answer.text().contains("<html lang=\"zh-CN\" data-text=\"large\">"));
        assert_eq!(answer.cookie().as_deref(), Some("text=large"));
        let mut later = crate::mall::get("/wallet");
        later.headers_mut().insert("cookie", "text=large".parse().unwrap());
        assert!(mall.ask(later).await.text().contains("data-text=\"large\""));
        assert!(!mall.get("/wallet").await.text().contains("data-text=\"large\""));
    }
}
