//! Claims of strangers at a placement: some come free, more come with a proof of work, and others wait.

use mall_contract::{MallId, PlacementCode, Refusal, ShopperId};

use crate::clock::Ms;
use crate::context::Context;
use crate::error::Error;
use crate::identity::signature;
use crate::identity::work::Worker;
use crate::quotas::WORK_BITS;

/// The name under which it is stored that a proof was used.
const USED: &str = "proof of work";

/// A claim of a browser of which nothing is known.
#[derive(Clone, Copy)]
pub struct StrangersClaim<'a> {
    pub mall: &'a MallId,
    pub shopper: &'a ShopperId,
    pub place: &'a PlacementCode,
    pub network: &'a str,
    /// The proof of work that came with it.
    pub proof: Option<&'a str>,
}

/// The end of counting a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    /// It may come.
    Accepted,
    HeldBack {
        refusal: Refusal,
        /// With a proof of this it may come at once; none when too many come.
        challenge: Option<String>,
    },
}

/// Counts a claim.
///
/// # Errors
/// When the database does not answer.
pub async fn count(
    context: &mut Context,
    claim: StrangersClaim<'_>,
    now: Ms,
) -> Result<Counted, Error> {
    let StrangersClaim { mall, shopper, place, network, .. } = claim;
    let Err(refusal) = context.quotas.strangers_claim(place, network) else {
        return Ok(Counted::Accepted);
    };
    let bits = use_proof(context, claim, now).await?;
    if bits.is_some_and(|bits| context.quotas.strangers_claim_with_work(place, network, bits)) {
        return Ok(Counted::Accepted);
    }
    context.bursts.count(mall, place, network, now);
    let worker = Worker { mall, shopper, place };
    let harder = WORK_BITS.into_iter().find(|step| *step > bits.unwrap_or_default());
    let challenge = harder.map(|bits| worker.challenge(&context.secret, bits, now));
    Ok(Counted::HeldBack { refusal, challenge })
}

/// Uses a claim's proof up. Returns its zero bits; none if it has no good one, or one that was used.
async fn use_proof(
    context: &mut Context,
    claim: StrangersClaim<'_>,
    now: Ms,
) -> Result<Option<u32>, Error> {
    let StrangersClaim { mall, shopper, place, proof, .. } = claim;
    let worker = Worker { mall, shopper, place };
    let proof = proof.and_then(|proof| worker.check(&context.secret, proof, now));
    let Some(proof) = proof else { return Ok(None) };
    let is_new = signature::take_nonce(&mut context.db, mall, USED, &proof.name, now).await?;
    Ok(is_new.then_some(proof.bits))
}
