//! The npm package in `dist/module`: the page as a module for other sites.

mod shadow;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::{compress, optimize};
use crate::page;
use crate::setup::node::Tools;
use crate::{process, progress, project};

/// The folder of the package's own texts.
const SOURCES: &str = "src/embed/package";

/// The module's name in the package.
const MODULE: &str = "mall_coupons.wasm";

/// The part of `Cargo.toml` that matters here.
#[derive(Deserialize)]
struct Manifest {
    workspace: Workspace,
}

#[derive(Deserialize)]
struct Workspace {
    package: Package,
}

#[derive(Deserialize)]
struct Package {
    version: String,
}

/// Returns the package's folder in a site's folder.
pub fn folder(site: &Path) -> PathBuf {
    site.join("module")
}

/// Builds the package into a site's folder.
pub fn write(tools: &Tools, site: &Path) -> Result<()> {
    let bound = page::bound(&page::FOR_OTHERS)?;
    let module = optimize::module(tools, &bound.module, page::FOR_OTHERS.name)?;
    page::check_mvp(&module)?;
    let folder = folder(site);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(MODULE), module)?;
    fs::write(folder.join("index.js"), script(tools, &bound.glue)?)?;
    for name in ["index.d.ts", "README.md"] {
        fs::copy(source(name), folder.join(name))?;
    }
    let manifest = fs::read_to_string(source("package.json"))?;
    Ok(fs::write(folder.join("package.json"), manifest.replace("__VERSION__", &version()?))?)
}

/// Weighs the package's script and module, in bytes after brotli.
pub fn weigh(tools: &Tools, site: &Path) -> Result<[(&'static str, usize); 2]> {
    let (from, copies) = (folder(site), project::target().join("page/weighed"));
    fs::create_dir_all(&copies)?;
    let names = ["index.js", MODULE];
    for name in names {
        fs::copy(from.join(name), copies.join(name))?;
    }
    compress::beside_each(tools, &copies, &[])?;
    let mut weights = [("", 0); 2];
    for (weight, name) in weights.iter_mut().zip(names) {
        let compressed = fs::metadata(copies.join(format!("{name}.br")))?;
        *weight = (name, usize::try_from(compressed.len())?);
    }
    Ok(weights)
}

/// Joins glue, styles and the package's script in one file.
fn script(tools: &Tools, glue: &str) -> Result<String> {
    let styles = fs::read_to_string(project::path("www/styles.css"))?;
    let styles = optimize::styles(tools, &shadow::styles(&styles)?)?;
    let folder = project::target().join("page/package");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("glue.js"), glue)?;
    fs::write(folder.join("styles.txt"), styles.trim())?;
    fs::copy(source("index.js"), folder.join("index.js"))?;
    let whole = folder.join("whole.js");
    let mut bundle = tools.esbuild();
    bundle.arg(folder.join("index.js")).arg(format!("--outfile={}", whole.display()));
    bundle.args(["--bundle", "--minify", "--format=esm", "--target=es2020", "--charset=utf8"]);
    bundle.args(["--loader:.txt=text", "--log-level=warning"]);
    progress::step("bundling the package", || process::run(&mut bundle, "esbuild"))?;
    Ok(fs::read_to_string(whole)?)
}

fn source(name: &str) -> PathBuf {
    project::path(SOURCES).join(name)
}

fn version() -> Result<String> {
    let text = fs::read_to_string(project::path("Cargo.toml"))?;
    let manifest: Manifest = basic_toml::from_str(&text).context("Cargo.toml has no version")?;
    Ok(manifest.workspace.package.version)
}
