//! The page a shopping mall shows right after a shopper pays.
//!
//! The same components draw on the server ([`draw`]) and in the browser, in the mall's own page or in a mount
//! in another site's page. What they draw depends only on the server's data and the time.

pub mod api;
pub mod app;
pub mod host;
pub mod page;
pub mod pages;
pub mod route;
pub mod session;
pub mod text;
pub mod ui;

#[cfg(not(target_arch = "wasm32"))]
mod drawing;
#[cfg(all(target_arch = "wasm32", feature = "embed"))]
mod embed;
#[cfg(not(target_arch = "wasm32"))]
pub mod shell;
#[cfg(all(target_arch = "wasm32", not(feature = "embed")))]
mod start;

#[cfg(not(target_arch = "wasm32"))]
pub use drawing::{Viewer, draw, draw_after, draw_entering};
pub use page::Page;
pub use route::Route;
pub use text::{Language, Text};
#[cfg(not(target_arch = "wasm32"))]
pub use text::{claim_needs_login, use_windows};

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
