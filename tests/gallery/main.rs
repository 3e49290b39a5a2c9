//! The gallery in a real browser: checks the rules of accessibility, and compares pictures with earlier ones.
//!
//! Run with `cargo xtask test gallery` and `cargo xtask test visual`.

#![cfg(not(target_arch = "wasm32"))]

mod browser;
mod findings;
mod look;
mod server;
mod visual;
mod walk;
