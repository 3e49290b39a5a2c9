//! Quotas of shoppers, tills and malls' systems. `http::limits` counts by address.

pub mod bursts;

use std::hash::Hash;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use mall_contract::{MallId, PlacementCode, Refusal, ShopperId};

use crate::config::StrangerQuotas;

/// Claims of one shopper: 2 a second on average, 30 at once. A page claims a handful.
const CLAIM_QUOTA: Quota = quota(2, 30);

/// Requests of one till: 50 a second on average, 200 at once. One key may stand for all tills of a store.
const TILL_QUOTA: Quota = quota(50, 200);

/// Requests of a mall's own system: 200 a second on average, 1,000 at once. They are payments, mostly, and no mall has as
/// many; a system that repeats itself without end leaves the others their share.
const SYSTEM_QUOTA: Quota = quota(200, SYSTEM_AT_ONCE);
const SYSTEM_AT_ONCE: u32 = 1000;

/// Sheets and large codes that a mall prints: 10 a second on average, 100 at once. They have a quota of their own, so that
/// printing never keeps a payment from being reported.
const PRINTING_QUOTA: Quota = quota(10, 100);

const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

const THREE: NonZeroU32 = NonZeroU32::MIN.saturating_add(2);

/// The zero bits of a proof of work, from the first claims in a burst to the last. A phone computes the first in a tenth
/// of a second, and the last in one or two seconds.
pub const WORK_BITS: [u32; 3] = [12, 14, 16];

/// A stranger whose claim comes too soon waits no longer than until it is none, in seconds.
const STRANGER_SECONDS: u32 = 60;

/// Idle callers are forgotten when a limiter knows more callers than this.
const CALLERS_IN_MEMORY: usize = 100_000;

/// Counts by placement and network.
type ByPlace = DefaultKeyedRateLimiter<(PlacementCode, String)>;

/// Counts requests by shopper, by till and by mall, and what strangers do by network.
pub struct Quotas {
    by_shopper: DefaultKeyedRateLimiter<ShopperId>,
    by_till: DefaultKeyedRateLimiter<String>,
    by_system: DefaultKeyedRateLimiter<MallId>,
    printing: DefaultKeyedRateLimiter<MallId>,
    strangers: Option<ByPlace>,
    /// Strangers' claims with a proof of work, by its zero bits.
    workers: [Option<ByPlace>; WORK_BITS.len()],
    /// Placements where strangers were held back lately: an operator reads it once a minute.
    held_back: DefaultKeyedRateLimiter<PlacementCode>,
    events: Option<DefaultKeyedRateLimiter<String>>,
    /// The most events of pages that are stored for a mall in a day; none for no limit.
    pub events_per_day: Option<u32>,
}

impl Quotas {
    /// Returns quotas with these limits for strangers.
    #[must_use]
    pub fn new(strangers: &StrangerQuotas) -> Self {
        let a_minute = NonZeroU32::new(strangers.claims_per_minute).map(Quota::per_minute);
        let free = NonZeroU32::new(strangers.claims_per_minute)
            .zip(a_minute)
            .map(|(claims, quota)| quota.allow_burst(claims.saturating_mul(THREE)));
        let a_day = NonZeroU32::new(strangers.events_per_network)
            .and_then(|events| Some(Quota::with_period(A_DAY / events.get())?.allow_burst(events)));
        Self {
            by_shopper: RateLimiter::keyed(CLAIM_QUOTA),
            by_till: RateLimiter::keyed(TILL_QUOTA),
            by_system: RateLimiter::keyed(SYSTEM_QUOTA),
            printing: RateLimiter::keyed(PRINTING_QUOTA),
            strangers: free.map(RateLimiter::keyed),
            workers: WORK_BITS.map(|_| a_minute.map(RateLimiter::keyed)),
            held_back: RateLimiter::keyed(Quota::per_minute(NonZeroU32::MIN)),
            events: a_day.map(RateLimiter::keyed),
            events_per_day: Some(strangers.events_per_day).filter(|events| *events > 0),
        }
    }
}

impl Quotas {
    /// Counts a claim of a shopper.
    ///
    /// # Errors
    /// `too_many` with the seconds to wait.
    pub fn claim(&self, shopper: &ShopperId) -> Result<(), Refusal> {
        check(&self.by_shopper, shopper)
    }

    /// Counts a stranger's claim at a placement, by place and network.
    ///
    /// # Errors
    /// `too_many` with the seconds to wait. They are no more than a stranger's time: then the browser is none any more.
    pub fn strangers_claim(&self, place: &PlacementCode, network: &str) -> Result<(), Refusal> {
        let Some(strangers) = &self.strangers else { return Ok(()) };
        check(strangers, &(place.clone(), network.to_owned())).map_err(|refusal| {
            if self.held_back.check_key(place).is_ok() {
                tracing::warn!(placement = %place, network, "claims of strangers are held back");
            }
            let seconds = refusal.retry_after().unwrap_or(STRANGER_SECONDS);
            Refusal::TooMany { retry_after: seconds.min(STRANGER_SECONDS) }
        })
    }

    /// Counts a stranger's claim with a proof of work beside those without. Returns whether it may come: the more come, the
    /// more zero bits their proofs have.
    #[must_use]
    pub fn strangers_claim_with_work(
        &self,
        place: &PlacementCode,
        network: &str,
        bits: u32,
    ) -> bool {
        let key = (place.clone(), network.to_owned());
        let mut steps = WORK_BITS.into_iter().zip(&self.workers).filter(|(step, _)| *step <= bits);
        steps
            .any(|(_, limiter)| limiter.as_ref().is_none_or(|limiter| check(limiter, &key).is_ok()))
    }

    /// Counts events of a network. Returns whether they may be stored today.
    #[must_use]
    pub fn may_store_events(&self, network: &str, count: u32) -> bool {
        let (Some(events), Some(count)) = (&self.events, NonZeroU32::new(count)) else {
            return true;
        };
        forget_idle(events);
        matches!(events.check_key_n(&network.to_owned(), count), Ok(Ok(())))
    }

    /// Counts a request of a till, which is a login or an API key.
    ///
    /// # Errors
    /// `too_many` with the seconds to wait.
    pub fn till(&self, till: &str) -> Result<(), Refusal> {
        check(&self.by_till, &till.to_owned())
    }

    /// Counts a request that a mall's own system has signed.
    ///
    /// # Errors
    /// `too_many` with the seconds to wait.
    pub fn system(&self, mall: &MallId) -> Result<(), Refusal> {
        check(&self.by_system, mall)
    }

    /// Counts a drawing for a mall's own system.
    ///
    /// # Errors
    /// `too_many` with the seconds to wait.
    pub fn printing(&self, mall: &MallId) -> Result<(), Refusal> {
        check(&self.printing, mall)
    }
}

/// Returns a quota of requests a second on average, with bursts of `at_once`; 0 counts as 1.
#[must_use]
pub const fn quota(per_second: u32, at_once: u32) -> Quota {
    Quota::per_second(at_least_one(per_second)).allow_burst(at_least_one(at_once))
}

const fn at_least_one(number: u32) -> NonZeroU32 {
    match NonZeroU32::new(number) {
        Some(number) => number,
        None => NonZeroU32::MIN,
    }
}

/// Counts a request of one caller.
///
/// # Errors
/// `too_many` with the seconds to wait.
pub fn check<K: Hash + Eq + Clone>(
    limiter: &DefaultKeyedRateLimiter<K>,
    key: &K,
) -> Result<(), Refusal> {
    forget_idle(limiter);
    limiter.check_key(key).map_err(|not_until| {
        let wait = not_until.wait_time_from(DefaultClock::default().now());
        Refusal::TooMany {
            retry_after: u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1),
        }
    })
}

fn forget_idle<K: Hash + Eq + Clone>(limiter: &DefaultKeyedRateLimiter<K>) {
    if limiter.len() > CALLERS_IN_MEMORY {
        limiter.retain_recent();
    }
}

#[cfg(test)]
mod tests {
    use mall_contract::PlacementCode;

    use super::{Quotas, WORK_BITS};
    use crate::config::StrangerQuotas;

    #[test]
    fn claims_in_a_burst_need_more_work_the_more_come() {
        let strangers = StrangerQuotas { claims_per_minute: 1, ..StrangerQuotas::default() };
        let (quotas, place) = (Quotas::new(&strangers), PlacementCode::from_bits(7));
        let with = |bits| quotas.strangers_claim_with_work(&place, "network", bits);
        assert!(!with(0));
        for bits in WORK_BITS {
            assert!(with(bits), "{bits}");
            assert!(!with(bits), "one a minute with {bits}");
        }
        assert!(!with(64), "no work is enough");
        assert!(quotas.strangers_claim_with_work(&place, "another", WORK_BITS[0]));
    }
}
