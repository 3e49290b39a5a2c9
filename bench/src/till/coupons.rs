//! Claims coupons before the measurement, by the interface of shoppers' pages.

use std::net::SocketAddr;

use axum::http::Request;
use axum::http::header::SET_COOKIE;
use mall_contract::{ClaimRequest, ClaimResponse, CouponId, OfferId, RequestId};

use super::size::TILLS;
use crate::client::Client;
use crate::mall;

/// The number of shoppers that claim at the same time.
const CONCURRENT_SHOPPERS: usize = 8;

/// Claims a coupon of every till's store with each link. Returns the coupons of each till.
pub async fn claim(server: SocketAddr, links: Vec<String>) -> Vec<Vec<CouponId>> {
    let shares: Vec<_> =
        links.chunks(links.len().div_ceil(CONCURRENT_SHOPPERS)).map(<[_]>::to_vec).collect();
    let workers: Vec<_> =
        shares.into_iter().map(|share| tokio::spawn(claim_share(server, share))).collect();
    let mut claimed = vec![Vec::new(); TILLS];
    for worker in workers {
        for coupons in worker.await.expect("claims are granted") {
            claimed
                .iter_mut()
                .zip(coupons)
                .for_each(|(till_coupons, coupon)| till_coupons.push(coupon));
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

/// Claims one coupon for each till as one shopper.
async fn claim_all(client: &mut Client, link: &str) -> Vec<CouponId> {
    let page = Request::get(format!("/v1/pay/{link}?count=1")).body(String::new());
    let response = client.send(page.expect("a request"), 200).await;
    let cookie = response.headers()[SET_COOKIE].to_str().expect("text");
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
        let response = client.send(request, 201).await;
        let response: ClaimResponse = serde_json::from_slice(response.body()).expect("a response");
        coupons.push(response.coupon.id);
    }
    coupons
}
