//! Building the page: compile, make the glue, check, put the site's folder together.

mod bind;
mod compile;
mod compose;
mod mvp;
mod short_names;
mod site;
mod watch;

use std::path::PathBuf;

use anyhow::Result;

pub use compose::Sources;
pub use mvp::check as check_mvp;
pub use site::{Files, content_hash, files_below, write, write_without_module};

use crate::{progress, project};

/// The module and the script that starts it.
pub struct Bound {
    /// A classic script that defines the global `wasm_bindgen`.
    pub glue: String,
    /// The WebAssembly module.
    pub module: Vec<u8>,
}

/// Builds the page as it is served while developing: no Node needed, nothing minified.
///
/// Gives the folder that the server takes as its assets.
pub fn build() -> Result<PathBuf> {
    let _lock = project::lock()?;
    let bound = bound()?;
    let site = project::target().join("page/site");
    write(&site, &Files { bound, sources: Sources::read()? })?;
    Ok(site)
}

/// Builds the module and its glue.
pub fn bound() -> Result<Bound> {
    let module = progress::step("building the page", compile::compile)?;
    let bound = bind::bind(&module)?;
    check_mvp(&bound.module)?;
    Ok(bound)
}
