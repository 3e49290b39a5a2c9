//! The server's interface, as the page uses it.

pub mod claims;
pub mod client;
pub mod entries;
pub mod events;
#[cfg(feature = "scan")]
pub mod js_config;
#[cfg(feature = "till")]
pub mod offline_till;
pub mod pages;
#[cfg(feature = "till")]
pub mod staff;
#[cfg(feature = "till")]
pub mod till;
#[cfg(feature = "embed")]
pub mod visitor;
