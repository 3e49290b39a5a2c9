//! The page that reads codes: by camera, by WeChat, from a picture, or typed.

mod controller;
mod intent;
pub mod scanned_code;
pub mod state;
mod view;

pub use controller::ScanController;
pub use view::STYLES;
