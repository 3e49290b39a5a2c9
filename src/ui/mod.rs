//! Building blocks of pages. They fetch nothing and know no routes.

pub mod benefit;
pub mod card;
pub mod element;
pub mod frame;
pub mod icon;
pub mod notice;
