//! The claim page: the offers after a payment, or at a placement.

mod controller;
mod intent;
pub mod state;
mod view;

pub use controller::ClaimController;
