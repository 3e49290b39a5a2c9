//! One folder for each page: `state` is a pure reducer, `view` draws it, and `controller` works with the
//! server and the browser.

#[cfg(any(feature = "scan", feature = "till"))]
pub mod camera;
pub mod claim;
pub mod controller;
#[cfg(feature = "coupon")]
pub mod coupon;
#[cfg(not(target_arch = "wasm32"))]
pub mod entering;
mod links;
pub mod list_reader;
pub mod problem;
#[cfg(feature = "scan")]
pub mod scan;
pub mod store;
#[cfg(feature = "till")]
pub mod till;
pub mod waiting;
#[cfg(feature = "wallet")]
pub mod wallet;
