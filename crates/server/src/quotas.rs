//! Quotas of shoppers and tills. `http::limits` counts by address.

use std::hash::Hash;
use std::num::NonZeroU32;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use mall_contract::{Refusal, ShopperId};

/// Claims of one shopper: 2 a second on average, 30 at once. A page claims a handful.
const CLAIM_QUOTA: Quota = quota(2, 30);

/// Requests of one till: 50 a second on average, 200 at once. One key may stand for all tills of a store.
const TILL_QUOTA: Quota = quota(50, 200);

/// Idle callers are forgotten when a limiter knows more callers than this.
const CALLERS_IN_MEMORY: usize = 100_000;

/// Counts requests by shopper and by till.
pub struct Quotas {
    by_shopper: DefaultKeyedRateLimiter<ShopperId>,
    by_till: DefaultKeyedRateLimiter<String>,
}

impl Default for Quotas {
    fn default() -> Self {
        Self {
            by_shopper: RateLimiter::keyed(CLAIM_QUOTA),
            by_till: RateLimiter::keyed(TILL_QUOTA),
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

    /// Counts a request of a till, which is a login or an API key.
    ///
    /// # Errors
    /// `too_many` with the seconds to wait.
    pub fn till(&self, till: &str) -> Result<(), Refusal> {
        check(&self.by_till, &till.to_owned())
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
    if limiter.len() > CALLERS_IN_MEMORY {
        limiter.retain_recent();
    }
    limiter.check_key(key).map_err(|not_until| {
        let wait = not_until.wait_time_from(DefaultClock::default().now());
        Refusal::TooMany {
            retry_after: u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1),
        }
    })
}
