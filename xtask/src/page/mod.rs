//! Building the page: compile, make the glue, check, put the site's folder together.

mod bind;
mod compile;
mod compose;
mod mvp;
mod short_names;
mod site;

use std::path::PathBuf;

use anyhow::Result;

pub use compose::Sources;
pub use mvp::check as check_mvp;
pub use site::{Files, content_hash, files_below, write, write_without_module};

use crate::{progress, project};

/// What the module is built for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The page of its own.
    ThePage,
    /// Pages of other sites, which put it into an element of theirs.
    OtherSites,
}

/// The module and the script that starts it.
pub struct Bound {
    /// For the page a classic script that defines the global `wasm_bindgen`, for other sites a script
    /// to be imported.
    pub glue: String,
    /// The WebAssembly module.
    pub module: Vec<u8>,
}

/// Builds the page as it is served while developing: no Node needed, nothing minified.
///
/// Gives the folder that the server takes as its assets.
pub fn build() -> Result<PathBuf> {
    let _lock = project::lock()?;
    let bound = bound(Purpose::ThePage)?;
    let site = project::target().join("page/site");
    write(&site, &Files { bound, sources: Sources::read()? })?;
    Ok(site)
}

/// Builds the module and its glue.
pub fn bound(purpose: Purpose) -> Result<Bound> {
    let what = match purpose {
        Purpose::ThePage => "building the page",
        Purpose::OtherSites => "building the module for other sites",
    };
    let module = progress::step(what, || compile::compile(purpose))?;
    let bound = bind::bind(&module, purpose)?;
    check_mvp(&bound.module)?;
    Ok(bound)
}
