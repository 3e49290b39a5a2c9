//! Parts that pages are made of: no fetching, no routes.

pub mod benefit;
pub mod card;
pub mod element;
pub mod frame;
pub mod icon;
pub mod notice;
