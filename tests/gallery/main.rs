//! The gallery, looked at in a real browser: held against the rules of accessibility, and against
//! what it looked like before.
//!
//! Run with `cargo xtask test gallery` and `cargo xtask test visual`.

#![cfg(not(target_arch = "wasm32"))]

mod browser;
mod findings;
mod look;
mod server;
mod visual;
mod walk;
