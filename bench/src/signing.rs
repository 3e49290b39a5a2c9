//! Proofs that callers show: the signatures of systems, and the codes on shoppers' screens.

use axum::http::Request;
use mall_contract::CouponId;
use mall_server::clock::Clock;
use mall_server::identity::code;
use mall_server::identity::secret::{Secret, random_name};
use mall_server::identity::signature::Message;

use crate::mall;

/// Returns a request that is signed with an API key of the mall.
pub fn sign(
    secret: &Secret,
    key: &str,
    method: &str,
    target: &str,
    body: String,
) -> Request<String> {
    let timestamp = (Clock::default().now() / 1000).to_string();
    let nonce = random_name().expect("random bytes");
    let message =
        Message { method, target, timestamp: &timestamp, nonce: &nonce, body: body.as_bytes() };
    let signature = message.sign(&secret.of_key(&mall::id(), key));
    let request = Request::builder().method(method).uri(target);
    let request = request.header("content-type", "application/json").header("mall-key", key);
    let request = request.header("mall-timestamp", &timestamp).header("mall-nonce", &nonce);
    request.header("mall-signature", signature).body(body).expect("a request")
}

/// Returns the code on the holder's screen.
pub fn displayed_code(secret: &Secret, coupon: &CouponId) -> String {
    let token = code::token(secret, &mall::id(), coupon, code::step(Clock::default().now()));
    format!("{}-{token:08}", code::of(secret, &mall::id(), coupon).as_str())
}
