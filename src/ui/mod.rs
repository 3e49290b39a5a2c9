//! Parts that pages are made of: no fetching, no routes.

pub mod benefit;
pub mod frame;
pub mod icon;
