//! `cargo xtask dist`: the page as it is shipped, in `dist/`.

mod age;
mod compress;
mod optimize;

use std::path::PathBuf;

use anyhow::Result;

use crate::page::{self, Files, Sources};
use crate::setup::node::Tools;
use crate::{progress, project};

/// Where it is.
pub fn folder() -> PathBuf {
    project::path("dist")
}

/// Builds it and gives its folder. What did not change is not made again.
pub fn build() -> Result<PathBuf> {
    let _lock = project::lock()?;
    let tools = Tools::prepare()?;
    let bound = page::bound()?;
    let bound = optimize::bound(&tools, bound)?;
    page::check_mvp(&bound.module)?;
    let sources = optimize::sources(&tools, Sources::read()?)?;
    age::check(&tools, "glue.js", &bound.glue, "2018")?;
    age::check(&tools, "www/boot.js", &sources.boot, "5")?;
    let folder = folder();
    page::write(&folder, &Files { bound, sources })?;
    progress::step("compressing", || compress::beside_each(&tools, &folder))?;
    Ok(folder)
}
