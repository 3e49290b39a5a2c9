//! The wallet: the shopper's coupons, by state and store.

mod controller;
mod intent;
mod prefetch;
pub mod state;
mod view;

pub use controller::WalletController;
pub use view::STYLES;
