//! The browser: the only place that touches `web-sys`, `js-sys` and `gloo`.
//!
//! Everything here compiles for the server too, where it is never called: the server draws, and
//! drawing needs no browser.

#[cfg(feature = "coupon")]
pub mod awake;
pub mod beacon;
pub mod caller;
#[cfg(any(feature = "scan", feature = "till"))]
pub mod camera;
#[cfg(any(feature = "scan", feature = "till"))]
pub mod canvas;
pub mod clock;
pub mod document;
#[cfg(any(feature = "scan", feature = "till"))]
pub mod eye;
pub mod fetch;
pub mod frame;
#[cfg(feature = "embed")]
pub mod guest;
#[cfg(feature = "coupon")]
pub mod history;
#[cfg(feature = "till")]
pub mod hmac;
pub mod json;
#[cfg(any(feature = "coupon", feature = "wallet"))]
pub mod kept;
#[cfg(feature = "till")]
pub mod keys;
pub mod network;
#[cfg(feature = "scan")]
mod once;
#[cfg(feature = "scan")]
pub mod picture;
pub mod pull;
pub mod random;
#[cfg(any(feature = "scan", feature = "till"))]
pub mod reader;
pub mod sight;
#[cfg(feature = "till")]
pub mod sound;
pub mod storage;
#[cfg(feature = "coupon")]
pub mod stream;
#[cfg(feature = "embed")]
mod tasks;
#[cfg(feature = "wallet")]
pub mod typing;
pub mod visibility;
#[cfg(feature = "scan")]
pub mod wechat;
