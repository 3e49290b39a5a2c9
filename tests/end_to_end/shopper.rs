//! Another shopper, who uses the interface without a browser.

use std::net::SocketAddr;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::{ACCEPT, CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE, USER_AGENT};
use hyper::{HeaderMap, Method, Request, StatusCode};
use serde_json::{Value, json};

use crate::mall::Mall;
use crate::proxy::send;

/// A shopper.
pub struct Shopper {
    server: SocketAddr,
    cookie: String,
    agent: String,
}

/// An answer.
pub struct Answer {
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

impl Shopper {
    /// Makes a new shopper.
    pub fn new(mall: &Mall) -> Self {
        Self { server: mall.server, cookie: String::new(), agent: "shopper".into() }
    }

    /// Makes a new shopper with a user agent.
    pub fn with_agent(mall: &Mall, agent: &str) -> Self {
        Self { agent: agent.into(), ..Self::new(mall) }
    }

    /// Sends a request, and keeps the session that the answer starts.
    pub async fn ask(&mut self, method: Method, path: &str, kind: &str, body: String) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, self.server.to_string())
            .header(CONTENT_TYPE, kind)
            .header(COOKIE, &self.cookie)
            .header(USER_AGENT, &self.agent)
            .header(ACCEPT, "text/html")
            .body(Full::new(Bytes::from(body)))
            .expect("a request");
        let (head, body) = send(self.server, request).await.expect("an answer").into_parts();
        if let Some(cookie) = head.headers.get(SET_COOKIE) {
            let cookie = cookie.to_str().expect("text");
            self.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        }
        let body = body.collect().await.unwrap_or_else(|never| match never {}).to_bytes();
        Answer { status: head.status, headers: head.headers, body }
    }

    /// Reads an address.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.ask(Method::GET, path, "text/plain", String::new()).await
    }

    /// Pays at a store of the demo and returns the claim link.
    pub async fn pay(&mut self, store: &str) -> String {
        let form = format!("store_id={store}&amount=8600");
        let kind = "application/x-www-form-urlencoded";
        let answer = self.ask(Method::POST, "/demo/payments", kind, form).await;
        let place = answer.headers.get(LOCATION).expect("the claim page").to_str().expect("text");
        place.trim_start_matches("/pay/").to_owned()
    }

    /// Logs in as a mini-program does, and returns the address for its web view.
    pub async fn log_in(&mut self, code: &str) -> String {
        let body = json!({ "code": code }).to_string();
        let answer =
            self.ask(Method::POST, "/v1/mini-program/sessions", "application/json", body).await;
        let body: Value = serde_json::from_slice(&answer.body).expect("JSON");
        body["url"].as_str().unwrap_or_else(|| panic!("{body}")).to_owned()
    }

    /// Pays, claims an offer and returns the coupon's id.
    pub async fn claim(&mut self, offer: &str) -> String {
        let link = self.pay("red-clay-hotpot").await;
        assert_eq!(self.get(&format!("/v1/pay/{link}")).await.status, StatusCode::OK);
        let claim =
            json!({ "request_id": "another-shopper", "link": link, "offer_id": offer, "nth": 1 });
        let kind = "application/json";
        let answer = self.ask(Method::POST, "/v1/claims", kind, claim.to_string()).await;
        let body: Value = serde_json::from_slice(&answer.body).expect("JSON");
        assert_eq!(answer.status, StatusCode::CREATED, "{body}");
        body["coupon"]["id"].as_str().unwrap_or_else(|| panic!("{body}")).to_owned()
    }

    /// Returns the text of a coupon's QR code now.
    pub async fn shows(&mut self, coupon: &str) -> String {
        let answer = self.get(&format!("/v1/coupons/{coupon}")).await;
        let body: Value = serde_json::from_slice(&answer.body).expect("JSON");
        body["shown"][0]["text"].as_str().unwrap_or_else(|| panic!("{body}")).to_owned()
    }
}
