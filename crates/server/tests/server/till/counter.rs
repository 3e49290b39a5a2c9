//! A store's counter in tests: people and systems that take coupons, and the codes shoppers show there.

use axum::http::Request;
use mall_contract::{CouponId, Role, StoreId, TillRedemption};
use mall_server::db::keys;
use mall_server::identity::{code, secret};
use mall_server::staff::set_up::{self, Place};
use serde_json::{Value, json};

use crate::goods::MALL;
use crate::mall::{Answer, Mall};
use crate::shopper::{Shopper, coupon};

/// The password of everybody in tests.
pub const PASSWORD: &str = "correct horse";

/// Sets somebody up at a store with the password of tests.
pub async fn hire(mall: &Mall, store: &str, name: &str, role: Role) {
    let store = (!store.is_empty()).then(|| StoreId::parse(store).unwrap());
    let place = Place { store: store.as_ref(), name, role };
    let password = (PASSWORD, false);
    let app = &mall.app;
    set_up::put_with(&app.db, &app.passwords, MALL, place, password, mall.clock.now())
        .await
        .unwrap();
}

/// A log-in.
pub fn log_in(store: &str, name: &str, password: &str) -> Request<String> {
    let store = (!store.is_empty()).then_some(store);
    post("/v1/staff/sessions", &json!({"store": store, "name": name, "password": password}))
}

/// A request with a body.
pub fn post(path: &str, body: &Value) -> Request<String> {
    let request = Request::post(path).header("host", "mall.test");
    request.header("content-type", "application/json").body(body.to_string()).unwrap()
}

/// Who is at a till.
#[derive(Clone)]
enum Who {
    /// Somebody with a session.
    Cookie(String),
    /// A store's own system, by its key's id.
    Key(String),
}

/// A till.
#[derive(Clone)]
pub struct Counter {
    pub mall: Mall,
    who: Who,
}

impl Counter {
    /// The till of somebody new at a store.
    pub async fn of(mall: &Mall, store: &str, name: &str, role: Role) -> Self {
        hire(mall, store, name, role).await;
        let answer = mall.ask(log_in(store, name, PASSWORD)).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        Self { mall: mall.clone(), who: Who::Cookie(answer.cookie().unwrap()) }
    }

    /// A cashier of the café.
    pub async fn cafe(mall: &Mall) -> Self {
        Self::of(mall, "cafe", "Wang", Role::Cashier).await
    }

    /// The system of a store with a key of its own.
    pub async fn system(mall: &Mall, store: &str, key: &str) -> Self {
        let mut tx = mall.app.db.write().await.unwrap();
        assert!(keys::put_of_store(&mut tx, MALL, store, key, 0).await.unwrap());
        tx.commit().await.unwrap();
        Self { mall: mall.clone(), who: Who::Key(key.to_owned()) }
    }

    /// The same request, said to be of this till.
    pub fn as_till(&self, mut request: Request<String>) -> Request<String> {
        match &self.who {
            Who::Cookie(cookie) => {
                request.headers_mut().insert("cookie", cookie.parse().unwrap());
            }
            Who::Key(key) => {
                let seconds = (self.mall.clock.now() / 1000).to_string();
                let body = request.body().clone();
                let path = request.uri().path_and_query().unwrap().as_str().to_owned();
                let signed = if request.method() == "GET" { path } else { body };
                let message: [&[u8]; 3] = [seconds.as_bytes(), b".", signed.as_bytes()];
                let signature = secret::hmac(&self.mall.app.secret.of_key(MALL, key), &message);
                let headers = request.headers_mut();
                headers.insert("mall-key", key.parse().unwrap());
                headers.insert("mall-timestamp", seconds.parse().unwrap());
                headers.insert("mall-signature", signature.parse().unwrap());
            }
        }
        request
    }

    /// Posts something from this till.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.mall.ask(self.as_till(post(path, body))).await
    }

    /// Gets an address from this till.
    pub async fn get(&self, path: &str) -> Answer {
        self.mall.ask(self.as_till(crate::mall::get(path))).await
    }

    /// What a code is.
    pub async fn prepare(&self, code: &str) -> Answer {
        self.post("/v1/till/prepare", &json!({"code": code})).await
    }

    /// Takes a coupon for an order of 30 yuan.
    pub async fn redeem(&self, request: &str, code: &str) -> Answer {
        self.redeem_for(request, code, "A-1", 3000).await
    }

    /// Takes a coupon for an order.
    pub async fn redeem_for(&self, request: &str, code: &str, order: &str, amount: i64) -> Answer {
        let body =
            json!({"request_id": request, "code": code, "order_number": order, "amount": amount});
        self.post("/v1/till/redemptions", &body).await
    }

    /// What became of a request.
    pub async fn answer_to(&self, request: &str) -> Answer {
        self.get(&format!("/v1/till/redemptions/{request}")).await
    }

    /// Gives a coupon back.
    pub async fn undo(&self, redemption: &str) -> Answer {
        let body = json!({"redemption_id": redemption, "reason": "收错了"});
        self.post(&format!("/v1/till/redemptions/{redemption}/undo"), &body).await
    }
}

/// A coupon of the café, and its code.
pub struct Held {
    pub shopper: Shopper,
    pub id: String,
}

impl Held {
    /// One that somebody claimed after a payment.
    pub async fn after(mall: &Mall, transaction: &str) -> Self {
        let shopper = Shopper::after(mall, transaction).await;
        let answer = shopper.claim("claim", "latte").await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        Self { shopper, id: coupon(&answer) }
    }

    /// Its code as one types it.
    pub fn typed(&self) -> String {
        let id = CouponId::parse(self.id.as_str()).unwrap();
        code::of(&self.shopper.mall.app.secret, MALL, id.as_str()).grouped()
    }

    /// Its code as it is shown some steps from now.
    pub fn shown(&self, steps: i64) -> String {
        let mall = &self.shopper.mall;
        let step = code::step(mall.clock.now()) + steps;
        let token = code::token(&mall.app.secret, MALL, &self.id, step);
        format!("{}-{token:08}", self.typed().replace('-', ""))
    }
}

/// The redemption of an answer that must be one.
pub fn taken(answer: &Answer) -> TillRedemption {
    assert!(answer.status == 201 || answer.status == 200, "{} {}", answer.status, answer.text());
    answer.json()
}
