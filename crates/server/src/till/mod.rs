//! Tills: reading a code, redeeming a coupon, undoing that, and a store's day.

mod day;
pub mod offline;
mod prepare;
mod record;
mod redeem;
#[expect(clippy::module_inception, reason = "the file has the type of its name")]
mod till;
mod undo;

pub use day::{DAY_COUNT_LIMIT, DAY_DEFAULT_COUNT, DayPart, csv, day};
pub use prepare::prepare;
pub use redeem::{answer, redeem};
pub use till::Till;
pub use undo::undo;
