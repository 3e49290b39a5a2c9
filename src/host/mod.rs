//! The browser: the only place that touches `web-sys`, `js-sys` and `gloo`.
//!
//! Everything here compiles for the server too, where it is never called: the server draws, and
//! drawing needs no browser.

pub mod beacon;
pub mod caller;
pub mod clock;
pub mod document;
pub mod fetch;
pub mod frame;
#[cfg(feature = "embed")]
pub mod guest;
pub mod json;
pub mod network;
pub mod pull;
pub mod random;
pub mod sight;
pub mod storage;
#[cfg(feature = "embed")]
mod tasks;
pub mod visibility;
