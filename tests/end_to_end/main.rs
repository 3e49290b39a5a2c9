//! Journeys through the shipped page and a real server, in a real browser.
//!
//! Run with `cargo xtask test e2e`. Elements are found as a shopper finds them: by role and name.

#![cfg(not(target_arch = "wasm32"))]

mod film;
mod host;
mod journeys;
mod mall;
mod nginx;
mod parent;
mod proxy;
mod shopper;
mod wechat;

use mall_test_browser::{browser, kernel, screen, waiting};
