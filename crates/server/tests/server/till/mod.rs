//! Coupons at tills.

mod codes;
pub mod counter;
mod day;
mod keys;
mod offline;
mod page;
mod power;
mod redeeming;
mod refusals;
mod undoing;
