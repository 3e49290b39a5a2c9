//! Building the page and the reader of QR codes: compile, make the glue, check, put the site's folder
//! together.

mod bind;
mod builds;
mod compile;
mod compose;
mod edit;
mod external_changes;
mod mvp;
mod short_names;
mod site;
mod slim;
mod start;
mod watch;

use std::path::PathBuf;

use anyhow::Result;

pub use builds::{Bound, Build, FOR_OTHERS, SCANNER, SHIPPED, WHOLE};
pub use compose::Sources;
pub use mvp::check as check_mvp;
pub use site::{
    Files, OFFLINE, WORKER, content_hash, files_below, script, write, write_without_module,
};

use crate::project;

/// Builds the page for development, without Node and without minifying.
///
/// Returns the folder that the server serves as its assets.
pub fn build() -> Result<PathBuf> {
    let _lock = project::lock()?;
    let bound = bound(&WHOLE)?;
    let mut modules = Vec::from(SHIPPED.map(|build| (build.name, bound.clone())));
    modules.push((SCANNER.name, self::bound(&SCANNER)?));
    let site = project::target().join("page/site");
    write(&site, &Files { modules, sources: Sources::read()?, worker: script(WORKER)? })?;
    Ok(site)
}

/// Builds a module and its glue.
pub fn bound(build: &Build) -> Result<Bound> {
    let module = compile::compile(build)?;
    let bound = bind::bind(&module, build)?;
    check_mvp(&bound.module)?;
    Ok(bound)
}
