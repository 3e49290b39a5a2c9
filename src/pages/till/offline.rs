//! The till without a network: what it may take by itself, within the bounds that the store has set.

use mall_contract::{
    Fen, OfflineGrant, OfflineProof, OfflineRedemption, Refusal, offline_refusal, proof_check,
};

use crate::api::till::request::Request;
use crate::host::clock::device_ms;
use crate::host::hmac::hmac_sha256;
use crate::session::Clock;

/// Leave to take coupons, and the clock that counts from it: the device's own may be wrong by hours.
#[derive(Clone, Debug, PartialEq)]
pub struct Leave {
    grant: OfflineGrant,
    clock: Clock,
}

impl Leave {
    /// Leave that was given just now.
    #[must_use]
    pub fn new(grant: OfflineGrant) -> Self {
        let clock = Clock::running(grant.server_time, device_ms());
        Self { grant, clock }
    }

    /// Whether it is still good.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.clock.now() < self.grant.ends_at
    }

    /// What a code proves, when its coupon may be taken for an order; `untold` is what this till has taken and
    /// not told, and `by` who took it.
    ///
    /// # Errors
    /// Why it may not. `offline_not_proven` too where the browser cannot check the proof.
    pub async fn check(
        &self,
        untold: &[OfflineRedemption],
        by: &str,
        code: &str,
        amount: Option<Fen>,
    ) -> Result<OfflineProof, Refusal> {
        let proving = proof_check(&self.grant, code, self.clock.now())?;
        let macs = hmac_sha256(&proving.key, &proving.texts).await.unwrap_or_default();
        if !proving.passes(macs.iter().map(Vec::as_slice)) {
            return Err(Refusal::OfflineNotProven);
        }
        match offline_refusal(&self.grant, untold, by, &proving, amount) {
            Some(refusal) => Err(refusal),
            None => Ok(proving.proof),
        }
    }

    /// The coupon of a request as taken now.
    #[must_use]
    pub fn take(&self, request: Request) -> OfflineRedemption {
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
