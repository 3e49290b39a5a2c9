//! The grant by which a till redeems coupons offline, within the limits the store has set.

use mall_contract::{
    Fen, OfflineGrant, OfflineProof, OfflineRedemption, Refusal, TillRefusal, offline_refusal,
    proof_check,
};

use crate::api::till::request::Request;
use crate::host::clock::device_ms;
use crate::host::hmac::hmac_sha256;
use crate::session::Clock;

/// A grant to redeem offline, with a clock set by its response: the device's own may be wrong by hours.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    grant: OfflineGrant,
    clock: Clock,
}

impl Grant {
    /// Takes a grant that has just arrived.
    #[must_use]
    pub fn new(grant: OfflineGrant) -> Self {
        let clock = Clock::running(grant.server_time, device_ms());
        Self { grant, clock }
    }

    /// Checks whether the grant has not ended.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.clock.now() < self.grant.ends_at
    }

    /// Checks the proof of a code, and whether its coupon may be redeemed for an order. `pending` are this
    /// till's redemptions that are not uploaded, and `by` is the staff member.
    ///
    /// # Errors
    /// The refusal; `offline_not_proven` also where the browser cannot check the proof.
    pub async fn check(
        &self,
        pending: &[OfflineRedemption],
        by: &str,
        code: &str,
        amount: Option<Fen>,
    ) -> Result<OfflineProof, Refusal> {
        let to_verify = proof_check(&self.grant, code, self.clock.now())?;
        let macs = hmac_sha256(&to_verify.key, &to_verify.texts).await.unwrap_or_default();
        if !to_verify.passes(macs.iter().map(Vec::as_slice)) {
            return Err(Refusal::Till(TillRefusal::OfflineNotProven));
        }
        match offline_refusal(&self.grant, pending, by, &to_verify, amount) {
            Some(refusal) => Err(refusal),
            None => Ok(to_verify.proof),
        }
    }

    /// Redeems the coupon of a request now.
    #[must_use]
    pub fn redeem(&self, request: Request) -> OfflineRedemption {
        OfflineRedemption {
            request_id: request.id,
            grant_id: self.grant.id.clone(),
            code: request.code,
            order_number: request.order,
            amount: request.amount,
            taken_at: self.clock.now(),
        }
    }
}
