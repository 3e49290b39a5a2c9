//! The fixed data that scenes are made of, all at one fixed time.

mod catalogue;
mod coupons;
mod offers;
mod pages;
mod till;
mod values;

pub use catalogue::Samples;
pub use coupons::{coupon, expire, redeemed, revoked};
pub use till::{CODE, TillSamples, afternoons, request};
pub use values::{HOUR_MS, MINUTE_MS, NOW, share, stock};
