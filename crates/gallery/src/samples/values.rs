//! The time, and values that parse.

use mall_contract::{InvalidId, Moment, PercentPaid, Stock};

/// The time in every scene: 2026-11-23, 18:05 in Shanghai.
pub const NOW: Moment = Moment::new(1_795_428_300_000, 480);

/// A minute in milliseconds.
pub const MINUTE_MS: i64 = 60_000;

/// An hour in milliseconds.
pub const HOUR_MS: i64 = 3_600_000;

pub fn stock(total: u32, remaining: u32) -> Stock {
    Stock {
        total: Some(total),
        left: Some(remaining),
        left_today: None,
        day_ends: NOW.midnight_after(1),
    }
}

/// Returns the share of the price that is paid, from percent.
pub fn share(percent: u8) -> PercentPaid {
    PercentPaid::new(percent).expect("a share of the gallery")
}

/// Unwraps an id: each id of the gallery is a valid literal.
pub fn id<T>(parsed: Result<T, InvalidId>) -> T {
    parsed.expect("an id of the gallery")
}
