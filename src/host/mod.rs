//! The browser: the only modules that use `web-sys`, `js-sys` and `gloo`.
//!
//! They compile for the server too, which never calls them: drawing needs no browser. The linker leaves out
//! what a page's module does not call.

pub mod beacon;
pub mod caller;
pub mod camera;
pub mod canvas;
pub mod clock;
pub mod code_camera;
pub mod code_reader;
pub mod document;
pub mod event_stream;
pub mod fetch;
pub mod frame;
#[cfg(feature = "embed")]
pub mod guest;
pub mod history;
pub mod hmac;
pub mod json;
pub mod keys;
mod load_event;
pub mod network;
pub mod offline_copy;
pub mod picture;
pub mod pull;
pub mod random;
pub mod sight;
pub mod sound;
pub mod storage;
#[cfg(feature = "embed")]
mod tasks;
pub mod typing;
pub mod visibility;
pub mod wake_lock;
pub mod wechat;
