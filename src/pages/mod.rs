//! One folder per page: `mod.rs` draws, `state.rs` is the pure reducer.

pub mod claim;
pub mod problem;
pub mod wallet;
