//! Slow refusals. A caller that repeats a refused request as fast as it can would keep the cores busy with refusals: each is
//! held back for a moment, which costs no more than a connection.

use std::time::Duration;

use axum::http::StatusCode;
use tokio::sync::Semaphore;
use tokio::time::sleep;

use super::paths;

/// The most refusals that are held back at the same time. Others go out at once, so that this takes little memory.
const HELD_BACK: usize = 1000;

/// Holds refusals back.
pub struct SlowRefusals {
    delay: Duration,
    places: Semaphore,
}

impl SlowRefusals {
    /// Holds each back for about this time.
    #[must_use]
    pub fn new(delay: Duration) -> Self {
        Self { delay, places: Semaphore::new(HELD_BACK) }
    }

    /// Waits with a response if it is a refusal that its caller can repeat without end. The times differ, so that callers who were refused together do not come again together.
    pub async fn hold_back(&self, path: &str, status: StatusCode) {
        if is_slow(path, status)
            && let Ok(_place) = self.places.try_acquire()
        {
            let share = getrandom::u32().map_or(0, |random| random % u32::from(u16::MAX));
            sleep(self.delay / 2 + self.delay / u32::from(u16::MAX) * share).await;
        }
    }

    /// Returns how many are held back now.
    #[must_use]
    pub fn count(&self) -> usize {
        HELD_BACK - self.places.available_permits()
    }
}

/// Checks whether a response is held back: a request beyond its caller's limit, a wrong signature or password, a full queue. A
/// shopper's pass that has ended is renewed at once.
fn is_slow(path: &str, status: StatusCode) -> bool {
    match status {
        StatusCode::TOO_MANY_REQUESTS => true,
        StatusCode::UNAUTHORIZED => paths::is_signed(path) || path == paths::STAFF_SESSIONS,
        StatusCode::SERVICE_UNAVAILABLE => paths::has_queue(path),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::is_slow;

    #[test]
    fn refusals_that_can_be_repeated_without_end_are_slow() {
        let slow = |path, status| is_slow(path, StatusCode::from_u16(status).expect("a status"));
        for (path, status) in [
            ("/v1/claims", 429),
            ("/v1/placements/import", 401),
            ("/v1/till/redemptions", 401),
            ("/v1/staff/sessions", 401),
            ("/v1/staff/sessions", 503),
            ("/q/7K01QD/poster.pdf", 503),
        ] {
            assert!(slow(path, status), "{path} {status}");
        }
        for (path, status) in [("/v1/claims", 401), ("/v1/claims", 503), ("/v1/payments", 422)] {
            assert!(!slow(path, status), "{path} {status}");
        }
    }
}
