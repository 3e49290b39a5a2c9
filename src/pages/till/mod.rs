//! The till of a store: staff log in, read a coupon's code, redeem the coupon, and undo that.

mod controller;
mod grant;
mod intent;
#[cfg(test)]
mod samples;
pub mod state;
mod view;
mod wedge;

pub use controller::TillController;
pub use view::STYLES;
