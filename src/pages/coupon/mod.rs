//! The page of one coupon, to be shown at a till.

mod controller;
pub mod state;
mod view;

pub use controller::CouponController;
pub use view::STYLES;
