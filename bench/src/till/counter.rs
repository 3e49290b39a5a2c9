//! A store's own till system: signs what it asks, and holds every answer against what it must be.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::time::Instant;

use axum::http::Request;
use mall_contract::{
    CouponId, Fen, PrepareRequest, PrepareResponse, RedeemRequest, RequestId, TillDay,
    TillRedemption,
};
use mall_server::http::state::AppState;
use mall_server::identity::{code, secret};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::client::Client;
use crate::mall;

/// What every order comes to.
const ORDER: Fen = Fen(3000);

/// The id of one of a till's two keys.
pub fn key(till: usize, which: usize) -> String {
    format!("till-{till}-{which}")
}

/// How long the two requests of one coupon took, in milliseconds.
pub struct Times {
    /// From when it came.
    pub prepare: f64,
    /// From when it was known that it may be used.
    pub redeem: f64,
}

/// A till with its coupons.
pub struct Till {
    /// Which one it is, counted from 0.
    pub number: usize,
    client: Client,
    app: AppState,
    coupons: Vec<CouponId>,
    asked: usize,
    redemptions: HashSet<String>,
    days: HashSet<String>,
}

impl Till {
    /// One that has a connection of its own. Of the server it has only the clock and what codes and keys are made of.
    pub async fn open(
        app: &AppState,
        server: SocketAddr,
        number: usize,
        coupons: Vec<CouponId>,
    ) -> Self {
        Self {
            number,
            client: Client::connect(server).await,
            app: app.clone(),
            coupons,
            asked: 0,
            redemptions: HashSet::new(),
            days: HashSet::new(),
        }
    }

    /// How many coupons it has not taken yet.
    pub fn left(&self) -> usize {
        self.coupons.len()
    }

    /// Prepares the next coupon, which changes nothing.
    pub async fn look(&mut self) {
        let coupon = self.coupons.last().expect("a coupon").clone();
        let code = self.shown(&coupon);
        self.prepare(&coupon, code).await;
    }

    /// Prepares and redeems the next coupon, which came at an instant.
    pub async fn take(&mut self, came: Instant) -> Times {
        let coupon = self.coupons.pop().expect("a coupon");
        let code = self.shown(&coupon);
        self.prepare(&coupon, code.clone()).await;
        let prepared = Instant::now();
        let prepare = prepared - came;
        self.redeem(&coupon, code).await;
        let ms = |time: std::time::Duration| time.as_secs_f64() * 1000.0;
        Times { prepare: ms(prepare), redeem: ms(prepared.elapsed()) }
    }

    /// What is on the holder's screen.
    fn shown(&self, coupon: &CouponId) -> String {
        let (secret, id) = (&self.app.context.secret, coupon.as_str());
        let token = code::token(secret, mall::ID, id, code::step(self.app.context.now()));
        format!("{}-{token:08}", code::of(secret, mall::ID, id).as_str())
    }

    async fn prepare(&mut self, coupon: &CouponId, code: String) {
        let request = PrepareRequest { code, amount: Some(ORDER) };
        let answer: PrepareResponse = self.post("/v1/till/prepare", &request, 200).await;
        assert_eq!(answer.coupon.id, *coupon);
        assert!(answer.refused.is_none() && answer.just_taken.is_none(), "{answer:?}");
    }

    async fn redeem(&mut self, coupon: &CouponId, code: String) {
        let number = self.redemptions.len();
        let request = RedeemRequest {
            request_id: RequestId::parse(format!("redeem-{number}")).expect("an id"),
            code,
            order_number: format!("A-{number}"),
            amount: ORDER,
        };
        let answer: TillRedemption = self.post("/v1/till/redemptions", &request, 201).await;
        assert_eq!((&answer.coupon.id, &answer.request_id), (coupon, &request.request_id));
        assert_eq!(answer.store.as_str(), mall::store_of_till(self.number));
        assert_eq!((answer.amount, answer.undone), (ORDER, None));
        self.days.insert(answer.at.to_string().split('T').next().unwrap_or_default().to_owned());
        assert!(self.redemptions.insert(answer.id), "every redemption is another one");
    }

    /// Holds the store's days against what the till was told.
    pub async fn check(&mut self) {
        let mut redeemed = 0;
        for day in self.days.clone() {
            let path = format!("/v1/till/redemptions?day={day}&count=0");
            let request = self.signed("GET", &path, String::new(), &path);
            let answer = self.client.ask(request, 200).await;
            let day: TillDay = serde_json::from_slice(answer.body()).expect("a day");
            assert_eq!(day.totals.undone, 0);
            redeemed += day.totals.redeemed as usize;
        }
        assert_eq!(redeemed, self.redemptions.len(), "the store's days have each coupon once");
    }

    async fn post<T: DeserializeOwned>(
        &mut self,
        path: &str,
        body: &impl Serialize,
        status: u16,
    ) -> T {
        let body = serde_json::to_string(body).expect("JSON");
        let request = self.signed("POST", path, body.clone(), &body);
        let answer = self.client.ask(request, status).await;
        serde_json::from_slice(answer.body()).expect("an answer of the contract")
    }

    /// A request signed by the till's keys in turn, so that no key asks too often.
    fn signed(&mut self, method: &str, path: &str, body: String, signed: &str) -> Request<String> {
        let key = key(self.number, self.asked % 2);
        self.asked += 1;
        let seconds = (self.app.context.now() / 1000).to_string();
        let message: [&[u8]; 3] = [seconds.as_bytes(), b".", signed.as_bytes()];
        let signature = secret::hmac(&self.app.context.secret.of_key(mall::ID, &key), &message);
        let request = Request::builder().method(method).uri(path);
        let request = request.header("content-type", "application/json").header("mall-key", key);
        let request = request.header("mall-timestamp", seconds).header("mall-signature", signature);
        request.body(body).expect("a request")
    }
}
