//! Claiming, so that nobody has to guess how it ended.
//!
//! The request id is stored before the first try. Until the server has answered for good, the
//! same id is asked again, also after a reload; so a claim happens once or not at all.

use mall_contract::{ClaimRequest, ClaimResponse, Coupon, OfferId, Refusal, RequestId};

use super::client::{self, Failure};
use crate::host::caller::Caller;
use crate::host::{clock, json, network, random, storage};

/// How a claim ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The coupon.
    Granted(Box<Coupon>),
    /// Refused for good.
    Refused(Refusal),
}

/// How long one try waits for its answer, in milliseconds.
const PATIENCE: u32 = 15_000;

/// The claim to send for a tap: the stored one when one is under way, here or in another tab,
/// else a new one, stored before it is returned. Nothing in a browser without a random source.
#[must_use]
pub fn begin(link: &str, offer_id: &OfferId, nth: u32) -> Option<ClaimRequest> {
    pending(link, offer_id).or_else(|| {
        let request_id = random::request_id()?;
        storage::set(&key(link, offer_id), &format!("{request_id} {nth}"));
        Some(ClaimRequest { request_id, link: link.to_owned(), offer_id: offer_id.clone(), nth })
    })
}

/// The claim whose result was still unknown when the page was left.
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

/// Forgets a claim that what the server drew already answers.
pub fn settled(link: &str, offer_id: &OfferId) {
    storage::remove(&key(link, offer_id));
}

/// The link's own name is enough of it: its last characters are its signature.
fn key(link: &str, offer_id: &OfferId) -> String {
    let name = link.get(link.len().saturating_sub(16)..).unwrap_or(link);
    format!("claim {name} {offer_id}")
}

/// A claim as JSON; ids need no escaping.
fn body(request: &ClaimRequest) -> String {
    let ClaimRequest { request_id, link, offer_id, nth } = request;
    let link = json::quoted(link);
    format!(r#"{{"request_id":"{request_id}","link":{link},"offer_id":"{offer_id}","nth":{nth}}}"#)
}

/// Asks until the result is known. `unknown` is called each time a try ends without one, with what
/// the server said where it asked to come again later.
pub async fn resolve(
    caller: &Caller,
    request: ClaimRequest,
    asked_before: bool,
    unknown: impl Fn(Option<Refusal>),
) -> Outcome {
    let mut tries = 0;
    // A claim that may have arrived is first asked after: its answer stands even when its link
    // has expired meanwhile.
    let mut ask_first = asked_before;
    let outcome = loop {
        let answer = if ask_first { ask(caller, &request).await } else { None };
        let answer = match answer {
            Some(answer) => answer,
            None => client::post(caller, "/v1/claims", &body(&request), PATIENCE).await,
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
                clock::wait(pause(tries).max(seconds.saturating_mul(1000))).await;
            }
            None => {
                unknown(None);
                network::wait(pause(tries)).await;
            }
        }
    };
    settled(&request.link, &request.offer_id);
    outcome
}

/// The answer to a claim sent before; none when the server never received it.
async fn ask(caller: &Caller, request: &ClaimRequest) -> Option<Result<ClaimResponse, Failure>> {
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

/// Milliseconds before the next try: twice as long each time up to half a minute, from half to
/// the whole of it at random, so that many pages do not return in one wave.
#[must_use]
pub fn pause(tries: u32) -> u32 {
    let whole = 1000_u32 << tries.min(5);
    whole / 2 + random::below(whole / 2)
}
