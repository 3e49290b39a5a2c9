//! A store's own till system. It signs its requests and checks every response.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::time::Instant;

use axum::http::Request;
use mall_contract::{
    CouponId, Fen, PrepareRequest, PrepareResponse, RedeemRequest, RequestId, TillDay,
    TillRedemption,
};
use mall_server::http::state::AppState;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::client::Client;
use crate::{mall, signing};

/// The amount of every order.
const ORDER: Fen = Fen(3000);

/// Returns the id of one of a till's two keys.
pub fn key(till: usize, which: usize) -> String {
    format!("till-{till}-{which}")
}

/// The times of the two requests of one coupon, in milliseconds.
pub struct Times {
    /// The time from the coupon's arrival to the end of preparing.
    pub prepare: f64,
    /// The time of redeeming.
    pub redeem: f64,
}

/// A till with its coupons.
pub struct Till {
    /// The till's number, from 0.
    pub number: usize,
    client: Client,
    app: AppState,
    coupons: Vec<CouponId>,
    requests: usize,
    redemptions: HashSet<String>,
    days: HashSet<String>,
}

impl Till {
    /// Opens a till with a connection of its own. From the server's process it takes only the clock and the secret.
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
            requests: 0,
            redemptions: HashSet::new(),
            days: HashSet::new(),
        }
    }

    /// Returns the number of coupons that are not redeemed yet.
    pub fn remaining(&self) -> usize {
        self.coupons.len()
    }

    /// Prepares the next coupon, which changes nothing.
    pub async fn prepare_next(&mut self) {
        let coupon = self.coupons.last().expect("a coupon").clone();
        let code = signing::displayed_code(&self.app.context.secret, &coupon);
        self.prepare(&coupon, code).await;
    }

    /// Prepares and redeems the next coupon, which arrived at an instant.
    pub async fn redeem_next(&mut self, arrival: Instant) -> Times {
        let coupon = self.coupons.pop().expect("a coupon");
        let code = signing::displayed_code(&self.app.context.secret, &coupon);
        self.prepare(&coupon, code.clone()).await;
        let prepared = Instant::now();
        let prepare = prepared - arrival;
        self.redeem(&coupon, code).await;
        let ms = |time: std::time::Duration| time.as_secs_f64() * 1000.0;
        Times { prepare: ms(prepare), redeem: ms(prepared.elapsed()) }
    }

    async fn prepare(&mut self, coupon: &CouponId, code: String) {
        let request = PrepareRequest { code, amount: Some(ORDER) };
        let response: PrepareResponse = self.post("/v1/till/prepare", &request, 200).await;
        assert_eq!(response.coupon.id, *coupon);
        assert!(response.refused.is_none() && response.just_taken.is_none(), "{response:?}");
    }

    async fn redeem(&mut self, coupon: &CouponId, code: String) {
        let number = self.redemptions.len();
        let request = RedeemRequest {
            request_id: RequestId::parse(format!("redeem-{number}")).expect("an id"),
            code,
            order_number: format!("A-{number}"),
            amount: ORDER,
        };
        let response: TillRedemption = self.post("/v1/till/redemptions", &request, 201).await;
        assert_eq!((&response.coupon.id, &response.request_id), (coupon, &request.request_id));
        assert_eq!(response.store, mall::store_of_till(self.number));
        assert_eq!((response.amount, response.undone), (ORDER, None));
        self.days.insert(response.at.to_string().split('T').next().unwrap_or_default().to_owned());
        assert!(self.redemptions.insert(response.id), "every redemption has an id of its own");
    }

    /// Compares the store's days with the till's own redemptions.
    pub async fn check_days(&mut self) {
        let mut redeemed = 0;
        for day in self.days.clone() {
            let path = format!("/v1/till/redemptions?day={day}&count=0");
            let request = self.sign("GET", &path, String::new());
            let response = self.client.send(request, 200).await;
            let day: TillDay = serde_json::from_slice(response.body()).expect("a day");
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
        let request = self.sign("POST", path, body);
        let response = self.client.send(request, status).await;
        serde_json::from_slice(response.body()).expect("a response of the contract")
    }

    /// Signs a request by the till's keys in turn, so that no key exceeds its limit.
    fn sign(&mut self, method: &str, path: &str, body: String) -> Request<String> {
        let key = key(self.number, self.requests % 2);
        self.requests += 1;
        signing::sign(&self.app.context.secret, &key, method, path, body)
    }
}
