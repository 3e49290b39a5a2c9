//! Sends claims until their results are known.
//!
//! The request id is stored before the first try. The request is repeated with the same id until the server has decided
//! it, also after a reload. So a claim happens once or not at all.

use mall_contract::{ClaimRequest, ClaimResponse, Coupon, OfferId, Refusal, RequestId};

use super::client::{self, Failure};
use crate::host::caller::Caller;
use crate::host::{clock, json, network, random, storage};

/// The end of a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Granted(Box<Coupon>),
    /// Refused for good.
    Refused(Refusal),
}

/// One try waits this long for its response, in milliseconds.
const RESPONSE_TIMEOUT_MS: u32 = 15_000;

/// Returns the claim to send for a tap: the stored one if one is pending in any tab, else a new one, which is stored
/// before it is returned. Returns none in a browser without a random source.
#[must_use]
pub fn begin(link: &str, offer_id: &OfferId, nth: u32) -> Option<ClaimRequest> {
    pending(link, offer_id).or_else(|| {
        let request_id = random::request_id()?;
        storage::set(&key(link, offer_id), &format!("{request_id} {nth}"));
        Some(ClaimRequest { request_id, link: link.to_owned(), offer_id: offer_id.clone(), nth })
    })
}

/// Returns the claim whose result was still unknown when the page was left.
#[must_use]
pub fn pending(link: &str, offer_id: &OfferId) -> Option<ClaimRequest> {
    let stored = storage::get(&key(link, offer_id))?;
    let (request_id, nth) = stored.split_once(' ')?;
    Some(ClaimRequest {
        request_id: RequestId::parse(request_id).ok()?,
        link: link.to_owned(),
        offer_id: offer_id.clone(),
        nth: json::number(nth)?.try_into().ok()?,
    })
}

/// Forgets a claim whose result is already in the server's page.
pub fn forget(link: &str, offer_id: &OfferId) {
    storage::remove(&key(link, offer_id));
}

/// Returns the name of a claim in storage. The last characters of a link are part of its signature, so they name it.
fn key(link: &str, offer_id: &OfferId) -> String {
    let name = link.get(link.len().saturating_sub(16)..).unwrap_or(link);
    format!("claim {name} {offer_id}")
}

/// Returns a claim as JSON; ids need no escaping.
fn to_json(request: &ClaimRequest) -> String {
    let ClaimRequest { request_id, link, offer_id, nth } = request;
    let link = json::quoted(link);
    format!(r#"{{"request_id":"{request_id}","link":{link},"offer_id":"{offer_id}","nth":{nth}}}"#)
}

/// Sends a claim until its result is known. Each try without a result calls `unknown`, with the refusal if the server
/// asked to wait.
pub async fn resolve(
    caller: &Caller,
    request: ClaimRequest,
    sent_before: bool,
    unknown: impl Fn(Option<Refusal>),
) -> Outcome {
    let mut tries = 0;
    // Asks first for the result of a claim that may have arrived: the result is there even if the link
    // has expired since.
    let mut ask_first = sent_before;
    let outcome = loop {
        let answer = if ask_first { fetch_result(caller, &request).await } else { None };
        let answer = match answer {
            Some(answer) => answer,
            None => {
                client::post(caller, "/v1/claims", &to_json(&request), RESPONSE_TIMEOUT_MS).await
            }
        };
        let later = match answer {
            Ok(ClaimResponse { coupon, .. }) => break Outcome::Granted(Box::new(coupon)),
            Err(Failure::Refused(problem)) if !problem.refusal.is_passing() => {
                break Outcome::Refused(problem.refusal);
            }
            Err(Failure::Refused(problem)) => Some(problem.refusal),
            Err(Failure::Later(retry_after)) => Some(Refusal::Busy { retry_after }),
            Err(Failure::Unknown) => None,
        };
        ask_first = true;
        tries += 1;
        match later.as_ref().and_then(Refusal::retry_after) {
            Some(seconds) => {
                unknown(later);
                clock::wait(retry_delay_ms(tries).max(seconds.saturating_mul(1000))).await;
            }
            None => {
                unknown(None);
                network::wait(retry_delay_ms(tries)).await;
            }
        }
    };
    forget(&request.link, &request.offer_id);
    outcome
}

/// Requests the result of a claim that was sent before. Returns none if the server never received it.
async fn fetch_result(
    caller: &Caller,
    request: &ClaimRequest,
) -> Option<Result<ClaimResponse, Failure>> {
    let answer = client::get(caller, &format!("/v1/claims/{}", request.request_id), None).await;
    match &answer {
        Err(Failure::Refused(problem))
            if matches!(problem.refusal, Refusal::UnknownRequest | Refusal::SessionMissing) =>
        {
            None
        }
        _ => Some(answer),
    }
}

/// Returns the milliseconds before the next try: twice as long each time, up to half a minute. A random half of it keeps
/// many pages from returning in one wave.
#[must_use]
pub fn retry_delay_ms(tries: u32) -> u32 {
    let whole = 1000_u32 << tries.min(5);
    whole / 2 + random::below(whole / 2)
}
