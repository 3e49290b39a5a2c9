//! Coupons that are claimed before the clock runs, by the interface that shoppers' pages use.

use std::net::SocketAddr;

use axum::http::Request;
use axum::http::header::SET_COOKIE;
use mall_contract::{ClaimRequest, ClaimResponse, CouponId, OfferId, RequestId};

use super::TILLS;
use super::client::Client;
use crate::mall;

/// Shoppers that claim at once.
const AT_ONCE: usize = 8;

/// Has a shopper with each link claim a coupon of every till's store. Gives each till's.
pub async fn claim(server: SocketAddr, links: Vec<String>) -> Vec<Vec<CouponId>> {
    let shares: Vec<_> = links.chunks(links.len().div_ceil(AT_ONCE)).map(<[_]>::to_vec).collect();
    let at_work: Vec<_> =
        shares.into_iter().map(|share| tokio::spawn(claim_share(server, share))).collect();
    let mut claimed = vec![Vec::new(); TILLS];
    for worker in at_work {
        for coupons in worker.await.expect("claims are granted") {
            claimed.iter_mut().zip(coupons).for_each(|(of_till, coupon)| of_till.push(coupon));
        }
    }
    claimed
}

async fn claim_share(server: SocketAddr, links: Vec<String>) -> Vec<Vec<CouponId>> {
    let mut client = Client::connect(server).await;
    let mut claimed = Vec::new();
    for link in links {
        claimed.push(claim_all(&mut client, &link).await);
    }
    claimed
}

/// One coupon for each till, of one shopper.
async fn claim_all(client: &mut Client, link: &str) -> Vec<CouponId> {
    let page = Request::get(format!("/v1/pay/{link}?count=1")).body(String::new());
    let answer = client.ask(page.expect("a request"), 200).await;
    let cookie = answer.headers()[SET_COOKIE].to_str().expect("text");
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    let mut coupons = Vec::new();
    for till in 0..TILLS {
        let request = ClaimRequest {
            request_id: RequestId::parse(format!("claim-{till}")).expect("an id"),
            link: link.to_owned(),
            offer_id: OfferId::parse(mall::offer_of_till(till)).expect("an id"),
            nth: 1,
        };
        let body = serde_json::to_string(&request).expect("JSON");
        let request = Request::post("/v1/claims").header("content-type", "application/json");
        let request = request.header("cookie", &cookie).body(body).expect("a request");
        let answer = client.ask(request, 201).await;
        let answer: ClaimResponse = serde_json::from_slice(answer.body()).expect("an answer");
        coupons.push(answer.coupon.id);
    }
    coupons
}
