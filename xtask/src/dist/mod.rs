//! `cargo xtask dist`: the page as it is shipped, in `dist/`, and in `dist/module` the package for
//! other sites.

mod age;
mod compress;
pub mod module;
mod optimize;

use std::fs;
use std::path::PathBuf;
use std::thread;

use anyhow::{Context, Result, anyhow};

use crate::page::{self, Bound, Build, Files, Sources};
use crate::setup::node::Tools;
use crate::{progress, project};

/// Returns the folder of the shipped site.
pub fn folder() -> PathBuf {
    project::path("dist")
}

/// Builds the shipped site and returns its folder. Unchanged parts are not made again.
pub fn build() -> Result<PathBuf> {
    let _lock = project::lock()?;
    let tools = Tools::prepare()?;
    let modules = modules(&tools, page::SHIPPED.iter().chain([&page::SCANNER]))?;
    write(&tools, folder(), modules, &[])
}

/// Returns the folder of the site for tests.
pub fn folder_for_tests() -> PathBuf {
    project::target().join("page/tested")
}

/// Builds the site that most journeys run on, and returns its folder. The modules that have a budget are as they are
/// shipped. The module with all pages, one build, stands in for the others.
pub fn build_for_tests() -> Result<PathBuf> {
    let _lock = project::lock()?;
    let tools = Tools::prepare()?;
    let (shipped, whole): (Vec<_>, Vec<_>) =
        page::SHIPPED.iter().partition(|build| build.has_budget());
    let mut modules = modules(&tools, shipped.into_iter().chain([&page::SCANNER]))?;
    let bound = optimize::glue(&tools, page::bound(&page::WHOLE)?)?;
    modules.extend(whole.iter().map(|build| (build.name, bound.clone())));
    let not_weighed: Vec<_> = whole.iter().map(|build| build.name).collect();
    write(&tools, folder_for_tests(), modules, &not_weighed)
}

/// Writes a site with its package for other sites, and returns its folder. Some modules are left uncompressed, by name.
fn write(
    tools: &Tools,
    folder: PathBuf,
    modules: Vec<(&'static str, Bound)>,
    uncompressed: &[&str],
) -> Result<PathBuf> {
    let sources = optimize::sources(tools, Sources::read()?)?;
    age::check(tools, "www/boot.js", &sources.boot, "5")?;
    let worker = optimize::script(tools, &page::script(page::WORKER)?).context(page::WORKER)?;
    age::check(tools, page::WORKER, &worker, "5")?;
    let offline = optimize::newer_script(tools, &page::script(page::OFFLINE)?)?;
    age::check(tools, page::OFFLINE, &offline, "2018")?;
    page::write(&folder, &Files { modules, sources, worker })?;
    fs::write(folder.join(page::OFFLINE), offline)?;
    progress::step("compressing", || compress::beside_each(tools, &folder, uncompressed))?;
    // After compression: the sites that serve the package compress it themselves.
    module::write(tools, &folder)?;
    Ok(folder)
}

/// Modules of the site with their glue. One is optimized while the next is compiled: neither keeps two cores busy.
fn modules<'a>(
    tools: &Tools,
    builds: impl Iterator<Item = &'a Build>,
) -> Result<Vec<(&'static str, Bound)>> {
    thread::scope(|scope| {
        let mut all = Vec::new();
        for build in builds {
            let bound = page::bound(build)?;
            all.push((build.name, scope.spawn(|| finished(tools, build, bound))));
        }
        let all = all.into_iter().map(|(name, optimizing)| {
            let bound = optimizing
                .join()
                .map_err(|_| anyhow!("the thread that optimizes {name} panicked"))?;
            Ok((name, bound?))
        });
        all.collect()
    })
}

/// Returns a module as it is shipped, and the glue, which are both for old browsers.
fn finished(tools: &Tools, build: &Build, bound: Bound) -> Result<Bound> {
    let bound = optimize::bound(tools, bound, build.name)?;
    page::check_mvp(&bound.module)?;
    age::check(tools, &format!("{}.js", build.name), &bound.glue, "2018")?;
    Ok(bound)
}
