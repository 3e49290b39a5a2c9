//! Slow refusals. A caller that repeats a refused request as fast as it can would keep the cores busy with refusals: each is
//! held back for a moment, which costs no more than a connection.

use std::time::Duration;

use axum::http::StatusCode;
use tokio::sync::Semaphore;
use tokio::time::sleep;

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

    /// Waits with a response if it is a refusal that its caller can repeat without end. A server beyond its capacity answers at
    /// once. The times differ, so that callers who were refused together do not come again together.
    pub async fn hold_back(&self, status: StatusCode, has_queue: bool) {
        if is_slow(status, has_queue)
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

/// Checks whether a response is held back: a wrong proof, a request beyond its caller's limit, a full queue.
fn is_slow(status: StatusCode, has_queue: bool) -> bool {
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS => true,
        StatusCode::SERVICE_UNAVAILABLE => has_queue,
        _ => false,
    }
}
