//! Reads QR codes from a camera's pictures.
//!
//! A pure function from a picture to a code's content: pieces of text with their encodings, which browsers can read.
//! No picture makes it fail, and the picture's size bounds its time and memory. In the browser it is a WebAssembly
//! module of its own, which a worker loads when a camera opens.

mod bent;
mod content;
mod decode;
mod finder;
mod fit;
mod grey;
mod homography;
mod layout;
mod locate;
mod mesh;
mod modules;
mod pass;
mod reader;
mod threshold;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use content::{Content, Part, Piece};
pub use grey::{Grey, MAX_PIXELS};
pub use reader::{Effort, read};

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
