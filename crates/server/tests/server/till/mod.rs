//! Coupons at tills.

mod codes;
pub mod counter;
mod day;
mod keys;
mod offline;
mod power;
mod redeeming;
mod refused;
mod undoing;
