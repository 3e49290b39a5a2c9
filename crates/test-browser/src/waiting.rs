//! The time that tests wait for a condition.

use std::time::Duration;

/// The longest wait for anything.
pub const TIMEOUT: Duration = Duration::from_secs(20);

/// The time between two looks.
pub const POLL_INTERVAL: Duration = Duration::from_millis(50);
