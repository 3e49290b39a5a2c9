//! The last check of the database, which `/readyz` answers by.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::error::Error;

/// A check is good for this time: anybody may ask, and each check is a write.
const LIFETIME: Duration = Duration::from_secs(1);

/// The last check.
#[derive(Default)]
pub struct LastCheck(Mutex<Option<Check>>);

struct Check {
    at: Instant,
    outcome: Result<(), Arc<Error>>,
}

impl LastCheck {
    /// Returns the outcome of the last check, or of a new one if that is too old. Callers wait for a check that is under
    /// way.
    ///
    /// # Errors
    /// Those of the check.
    pub async fn outcome(
        &self,
        check: impl Future<Output = Result<(), Error>>,
    ) -> Result<(), Arc<Error>> {
        let mut last = self.0.lock().await;
        if let Some(last) = last.as_ref().filter(|last| last.at.elapsed() < LIFETIME) {
            return last.outcome.clone();
        }
        let outcome = check.await.map_err(Arc::new);
        *last = Some(Check { at: Instant::now(), outcome: outcome.clone() });
        outcome
    }
}
