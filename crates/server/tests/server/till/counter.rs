//! A store's counter in tests: staff and systems that redeem coupons, and the codes that shoppers show.

use axum::http::Request;
use mall_contract::{CouponId, Role, StoreId, TillRedemption};
use mall_server::db::keys;
use mall_server::identity::code;
use mall_server::staff::set_up::{self, NewPassword, Place};
use serde_json::{Value, json};

use crate::goods::{self, MALL};
use crate::mall::{Answer, Mall, signature_headers};
use crate::shopper::{Shopper, coupon};

/// The password of all staff in tests.
pub const PASSWORD: &str = "correct horse";

/// Adds a person to the staff of a store, with the tests' password.
pub async fn hire(mall: &Mall, store: &str, name: &str, role: Role) {
    let store = (!store.is_empty()).then(|| StoreId::parse(store).unwrap());
    let place = Place { store: store.as_ref(), name, role };
    let password = NewPassword { text: PASSWORD, must_change: false };
    let app = &mall.app;
    set_up::put_with_password(
        &mut app.request().db,
        &app.context.passwords,
        &goods::id(MALL),
        place,
        password,
        mall.clock.now(),
    )
    .await
    .unwrap();
}

/// Builds a log-in request.
pub fn log_in(store: &str, name: &str, password: &str) -> Request<String> {
    let store = (!store.is_empty()).then_some(store);
    post("/v1/staff/sessions", &json!({"store": store, "name": name, "password": password}))
}

/// Builds a request with a JSON body.
pub fn post(path: &str, body: &Value) -> Request<String> {
    let request = Request::post(path).header("host", "mall.test");
    request.header("content-type", "application/json").body(body.to_string()).unwrap()
}

/// The caller at a till.
#[derive(Clone)]
enum Caller {
    /// A person with a session cookie.
    Cookie(String),
    /// A store's own system, by the id of its key.
    Key(String),
}

/// A till.
#[derive(Clone)]
pub struct Counter {
    pub mall: Mall,
    caller: Caller,
}

impl Counter {
    /// Adds a person at a store and logs in at a till.
    pub async fn of(mall: &Mall, store: &str, name: &str, role: Role) -> Self {
        hire(mall, store, name, role).await;
        let answer = mall.ask(log_in(store, name, PASSWORD)).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        Self { mall: mall.clone(), caller: Caller::Cookie(answer.cookie().unwrap()) }
    }

    /// Logs in as a cashier of the café.
    pub async fn cafe(mall: &Mall) -> Self {
        Self::of(mall, "cafe", "Wang", Role::Cashier).await
    }

    /// Makes a key for a store's own system.
    pub async fn system(mall: &Mall, store: &str, key: &str) -> Self {
        let mut access = mall.app.database.access();
        let mut tx = access.write().await.unwrap();
        assert!(
            keys::put_of_store(&mut tx, &goods::id(MALL), &goods::id(store), key, 0).await.unwrap()
        );
        tx.commit().await.unwrap();
        Self { mall: mall.clone(), caller: Caller::Key(key.to_owned()) }
    }

    /// Adds this till's cookie or signature to a request.
    pub fn as_till(&self, mut request: Request<String>) -> Request<String> {
        match &self.caller {
            Caller::Cookie(cookie) => {
                request.headers_mut().insert("cookie", cookie.parse().unwrap());
            }
            Caller::Key(key) => {
                let target = request.uri().path_and_query().unwrap().as_str().to_owned();
                let (method, seconds) = (request.method().as_str(), self.mall.clock.now() / 1000);
                let key_secret = self.mall.app.context.secret.of_key(&goods::id(MALL), key);
                let signature =
                    signature_headers(method, &target, seconds, request.body(), &key_secret);
                let headers = request.headers_mut();
                headers.insert("mall-key", key.parse().unwrap());
                for (name, value) in signature {
                    headers.insert(name, value.parse().unwrap());
                }
            }
        }
        request
    }

    /// Posts a body from this till.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.mall.ask(self.as_till(post(path, body))).await
    }

    /// Gets an address from this till.
    pub async fn get(&self, path: &str) -> Answer {
        self.mall.ask(self.as_till(crate::mall::get(path))).await
    }

    /// Requests the coupon of a code.
    pub async fn prepare(&self, code: &str) -> Answer {
        self.post("/v1/till/prepare", &json!({"code": code})).await
    }

    /// Redeems a coupon for an order of 30 yuan.
    pub async fn redeem(&self, request: &str, code: &str) -> Answer {
        self.redeem_for(request, code, "A-1", 3000).await
    }

    /// Redeems a coupon for an order.
    pub async fn redeem_for(&self, request: &str, code: &str, order: &str, amount: i64) -> Answer {
        let body =
            json!({"request_id": request, "code": code, "order_number": order, "amount": amount});
        self.post("/v1/till/redemptions", &body).await
    }

    /// Reads the answer to a request.
    pub async fn answer_to(&self, request: &str) -> Answer {
        self.get(&format!("/v1/till/redemptions/{request}")).await
    }

    /// Undoes a redemption.
    pub async fn undo(&self, redemption: &str) -> Answer {
        let body = json!({"redemption_id": redemption, "reason": "收错了"});
        self.post(&format!("/v1/till/redemptions/{redemption}/undo"), &body).await
    }
}

/// A coupon of the café, and its code.
pub struct ClaimedCoupon {
    pub shopper: Shopper,
    pub id: String,
}

impl ClaimedCoupon {
    /// Pays and claims the café's coupon.
    pub async fn after(mall: &Mall, transaction: &str) -> Self {
        let shopper = Shopper::after(mall, transaction).await;
        let answer = shopper.claim("claim", "latte").await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        Self { shopper, id: coupon(&answer) }
    }

    /// Returns its code as people type it.
    pub fn typed_code(&self) -> String {
        let id = CouponId::parse(self.id.as_str()).unwrap();
        code::of(&self.shopper.mall.app.context.secret, &goods::id(MALL), &id).grouped()
    }

    /// Returns its code as the page shows it some steps from now.
    pub fn qr_text(&self, steps: i64) -> String {
        let mall = &self.shopper.mall;
        let step = code::step(mall.clock.now()) + steps;
        let token =
            code::token(&mall.app.context.secret, &goods::id(MALL), &goods::id(&self.id), step);
        format!("{}-{token:08}", self.typed_code().replace('-', ""))
    }
}

/// Parses an answer that must be a redemption.
pub fn parse_redemption(answer: &Answer) -> TillRedemption {
    assert!(answer.status == 201 || answer.status == 200, "{} {}", answer.status, answer.text());
    answer.json()
}
