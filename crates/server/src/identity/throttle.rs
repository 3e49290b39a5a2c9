//! Makes a caller wait longer after each wrong guess.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use mall_contract::Refusal;

use crate::clock::Ms;

/// Wrong tries are forgotten after this time since the last one, in milliseconds.
const RETENTION_MS: Ms = 10 * 60 * 1000;

/// The longest wait, in milliseconds.
const MAX_WAIT_MS: Ms = 60 * 1000;

/// Above this number of callers, those who have stopped are forgotten.
const MAX_CALLERS: usize = 100_000;

/// Wrong tries by caller. Each server counts its own: there are too many codes to guess one by asking all servers.
pub struct Throttle {
    /// Wrong tries that cost nothing.
    free: u32,
    tries: Mutex<HashMap<String, Tries>>,
}

#[derive(Clone, Copy)]
struct Tries {
    wrong: u32,
    last: Ms,
}

impl Throttle {
    /// Returns a counter that allows this number of wrong tries without a wait.
    #[must_use]
    pub fn new(free: u32) -> Self {
        Self { free, tries: Mutex::default() }
    }

    /// Checks that this caller may try now.
    ///
    /// # Errors
    /// `too_many` with the seconds to wait.
    pub fn check(&self, who: &str, now: Ms) -> Result<(), Refusal> {
        let tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner).get(who).copied();
        let left = tries.map_or(0, |tries| tries.last + self.wait(tries.wrong) - now);
        if left <= 0 {
            return Ok(());
        }
        let retry_after = u32::try_from((left + 999) / 1000).unwrap_or(u32::MAX);
        Err(Refusal::TooMany { retry_after })
    }

    /// Counts a wrong try.
    pub fn count_failure(&self, who: &str, now: Ms) {
        let mut all = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() > MAX_CALLERS {
            all.retain(|_, tries| now < tries.last + RETENTION_MS);
        }
        let tries = all.entry(who.to_owned()).or_insert(Tries { wrong: 0, last: now });
        let before = if now < tries.last + RETENTION_MS { tries.wrong } else { 0 };
        *tries = Tries { wrong: before.saturating_add(1), last: now };
    }

    /// Forgets the tries of a caller who was right.
    pub fn reset(&self, who: &str) {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner).remove(who);
    }

    /// Returns the wait after a wrong try: one second after the last free one, then twice as long each time.
    fn wait(&self, wrong: u32) -> Ms {
        let Some(beyond) = wrong.checked_sub(self.free) else { return 0 };
        (1000 << beyond.min(10)).min(MAX_WAIT_MS)
    }
}

/// The callers with wrong tries, by the kind of text they try.
pub struct Guesses {
    /// Passwords, by address and store: all stores of a mall may share one address.
    pub logins: Throttle,
    /// Coupon codes, by till.
    pub tills: Throttle,
    /// Coupon codes, by store.
    pub stores: Throttle,
}

impl Default for Guesses {
    fn default() -> Self {
        let [logins, tills, stores] = [20, 5, 20].map(Throttle::new);
        Self { logins, tills, stores }
    }
}

#[cfg(test)]
mod tests {
    use mall_contract::Refusal;

    use super::{RETENTION_MS, Throttle};

    #[test]
    fn each_wrong_try_after_the_free_ones_doubles_the_wait() {
        let throttle = Throttle::new(3);
        for _ in 0..2 {
            throttle.count_failure("till", 0);
            assert_eq!(throttle.check("till", 0), Ok(()));
        }
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60] {
            throttle.count_failure("till", 0);
            assert_eq!(throttle.check("till", 0), Err(Refusal::TooMany { retry_after: seconds }));
            assert_eq!(throttle.check("till", i64::from(seconds) * 1000), Ok(()));
        }
        assert_eq!(throttle.check("other", 0), Ok(()));
        throttle.count_failure("till", RETENTION_MS);
        assert_eq!(throttle.check("till", RETENTION_MS), Ok(()), "long ago");
        (0..3).for_each(|_| throttle.count_failure("till", RETENTION_MS));
        throttle.reset("till");
        assert_eq!(throttle.check("till", RETENTION_MS), Ok(()));
    }
}
