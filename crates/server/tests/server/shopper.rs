//! A shopper: a browser with its cookie and the link it opened.

use std::future::Future;

use axum::http::Request;
use mall_contract::{ClaimPage, ClaimResponse, Wallet};
use serde_json::{Value, json};

use crate::goods::notice;
use crate::mall::{Answer, Mall, get};

/// A browser with a session.
#[derive(Clone)]
pub struct Shopper {
    pub mall: Mall,
    pub cookie: String,
    pub link: String,
}

impl Shopper {
    /// Pays for noodles as an unknown payer, and opens the link.
    pub async fn after(mall: &Mall, transaction: &str) -> Self {
        Self::who_paid(mall, &notice(transaction)).await
    }

    /// Reports a payment and opens its link.
    pub async fn who_paid(mall: &Mall, notice: &Value) -> Self {
        let link = mall.pay(notice).await;
        let answer = mall.get(&format!("/v1/pay/{link}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let cookie = answer.cookie().expect("opening a link starts a session");
        Self { mall: mall.clone(), cookie, link }
    }

    /// Makes shoppers, each after its own payment.
    pub async fn crowd(mall: &Mall, size: usize) -> Vec<Self> {
        let mut crowd = Vec::new();
        // Not all at once, because this only prepares the test.
        for begin in (0..size).step_by(20) {
            let some = (begin..size.min(begin + 20)).map(|i| {
                let mall = mall.clone();
                async move { Self::after(&mall, &format!("crowd-{i}")).await }
            });
            crowd.extend(together(some).await);
        }
        crowd
    }

    /// Adds this browser's cookie to a request.
    pub fn with_cookie(&self, mut request: Request<String>) -> Request<String> {
        request.headers_mut().insert("cookie", self.cookie.parse().unwrap());
        request
    }

    /// Gets an address.
    pub async fn get(&self, path: &str) -> Answer {
        self.mall.ask(self.with_cookie(get(path))).await
    }

    /// Builds a claim as the page's module sends it.
    pub fn claim_request(&self, id: &str, offer: &str, nth: u32) -> Request<String> {
        let body =
            json!({"request_id": id, "link": self.link, "offer_id": offer, "nth": nth}).to_string();
        let request = Request::post("/v1/claims")
            .header("host", "mall.test")
            .header("content-type", "application/json");
        self.with_cookie(request.body(body).unwrap())
    }

    /// Builds a claim as the card's form sends it.
    pub fn form_request(&self, id: &str, offer: &str, nth: u32) -> Request<String> {
        let request = Request::post(format!("/pay/{}/claims", self.link))
            .header("host", "mall.test")
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded");
        let body = format!("request_id={id}&offer_id={offer}&nth={nth}");
        self.with_cookie(request.body(body).unwrap())
    }

    /// Claims the first coupon of an offer.
    pub async fn claim(&self, id: &str, offer: &str) -> Answer {
        self.claim_nth(id, offer, 1).await
    }

    /// Claims a coupon of an offer.
    pub async fn claim_nth(&self, id: &str, offer: &str, nth: u32) -> Answer {
        self.mall.ask(self.claim_request(id, offer, nth)).await
    }

    /// Reads the first answer to a claim.
    pub async fn answer_to(&self, id: &str) -> Answer {
        self.get(&format!("/v1/claims/{id}")).await
    }

    /// Reads the claim page's data.
    pub async fn page(&self) -> ClaimPage {
        self.get(&format!("/v1/pay/{}", self.link)).await.json()
    }

    /// Reads the wallet's data, with the coupons of all its lists.
    pub async fn wallet(&self) -> Wallet {
        let mut wallet: Wallet = self.get("/v1/wallet").await.json();
        for state in ["used", "ended"] {
            let list: Wallet = self.get(&format!("/v1/wallet?state={state}")).await.json();
            wallet.coupons.extend(list.coupons);
        }
        wallet
    }
}

/// Returns the coupon's id of a granted claim.
pub fn coupon(answer: &Answer) -> String {
    answer.json::<ClaimResponse>().coupon.id.to_string()
}

/// Runs all futures at once, on all threads.
pub async fn together<T: Send + 'static>(
    tasks: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let tasks: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
    let mut done = Vec::new();
    for task in tasks {
        done.push(task.await.unwrap());
    }
    done
}
