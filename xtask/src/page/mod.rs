//! Building the page: compile, make the glue, check, put the site's folder together.

mod bind;
mod compile;
mod compose;
mod mvp;
mod short_names;
mod site;
mod starting;
mod watch;

use std::path::PathBuf;

use anyhow::Result;

pub use compose::Sources;
pub use mvp::check as check_mvp;
pub use site::{Files, WORKER, content_hash, files_below, worker, write, write_without_module};

use crate::project;

/// One choice of what a module can do.
pub struct Build {
    /// What it is called.
    pub name: &'static str,
    /// The package's features it has.
    pub features: &'static str,
    /// Whether its script is imported, by other sites; the page's own is a classic one.
    pub imported: bool,
}

/// All pages in all languages: served while developing, in the place of each shipped module.
pub const WHOLE: Build = Build { name: "whole", features: "claim,wallet,scan,zh,en", imported: false };

/// What a shopper downloads: the page he opens, in the language he reads.
pub const SHIPPED: [Build; 6] = [
    Build { name: "claim-zh", features: "claim,zh", imported: false },
    Build { name: "claim-en", features: "claim,en", imported: false },
    Build { name: "wallet-zh", features: "wallet,zh", imported: false },
    Build { name: "wallet-en", features: "wallet,en", imported: false },
    Build { name: "scan-zh", features: "scan,zh", imported: false },
    Build { name: "scan-en", features: "scan,en", imported: false },
];

/// For pages of other sites, which put it into an element of theirs.
pub const FOR_OTHERS: Build =
    Build { name: "for-others", features: "embed,claim,zh,en", imported: true };

/// A module and the script that starts it.
#[derive(Clone)]
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
    let bound = bound(&WHOLE)?;
    let modules = SHIPPED.map(|build| (build.name, bound.clone())).into();
    let site = project::target().join("page/site");
    write(&site, &Files { modules, sources: Sources::read()?, worker: worker()? })?;
    Ok(site)
}

/// Builds a module and its glue.
pub fn bound(build: &Build) -> Result<Bound> {
    let module = compile::compile(build)?;
    let bound = bind::bind(&module, build)?;
    check_mvp(&bound.module)?;
    Ok(bound)
}
