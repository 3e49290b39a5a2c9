//! One folder per page: `mod.rs` draws, `state.rs` is the pure reducer, `life.rs` deals with browser and server.

pub mod claim;
#[cfg(feature = "coupon")]
pub mod coupon;
#[cfg(any(feature = "scan", feature = "till"))]
mod eye;
mod leaving;
pub mod life;
pub mod problem;
#[cfg(feature = "scan")]
pub mod scan;
#[cfg(feature = "till")]
pub mod till;
pub mod waiting;
#[cfg(feature = "wallet")]
pub mod wallet;
