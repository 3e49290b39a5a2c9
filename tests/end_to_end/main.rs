//! Journeys through the shipped page and a real server, in a real browser.
//!
//! Run with `cargo xtask test e2e`. Elements are found as a shopper finds them: by role and name.

#![cfg(not(target_arch = "wasm32"))]

mod browser;
mod card;
mod driver;
mod film;
mod host;
mod journeys;
mod kernel;
mod mall;
mod old_kernel;
mod parent;
mod proxy;
mod screen;
mod shopper;
mod webkit;
mod wechat;
