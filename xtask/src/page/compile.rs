//! Compiling to WebAssembly.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::builds::Build;
use super::site::{content_hash, files_below};
use crate::setup::std_source::Compiler;
use crate::{process, progress, project};

/// Only the first version of WebAssembly's instructions, and panics that carry no text.
const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Ctarget-cpu=mvp -Zlocation-detail=none -Zfmt-debug=none";

/// Compiles a module and returns its file, or the cached one of the same sources.
///
/// Cargo has one place for all builds of a package, so a change of features would compile everything again. Therefore
/// each result is kept beside it, under the hash of its input.
pub fn compile(build: &Build) -> Result<PathBuf> {
    let compiler = Compiler::prepare()?;
    let folder = project::target().join("page/compiled").join(build.name);
    let finished = folder.join(format!("{}.wasm", input_hash(build)?));
    if finished.exists() {
        return Ok(finished);
    }
    progress::step(&format!("building the module {}", build.name), || {
        let mut cargo = compiler.cargo("build", "std,panic_abort", "page", FLAGS);
        cargo.args(["--package", build.package.name, "--lib", "--profile", "web"]);
        cargo.args(["--no-default-features", "--features", build.features]);
        process::run(&mut cargo, "building the module")
    })?;
    let library = format!("{}.wasm", build.package.library());
    let artifact = project::target().join("page/wasm32-unknown-unknown/web").join(library);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    fs::copy(&artifact, folder.join("copied.wasm"))
        .with_context(|| format!("{} is missing", artifact.display()))?;
    // Renamed last: a file of this name is always a finished one.
    fs::rename(folder.join("copied.wasm"), &finished)?;
    Ok(finished)
}

/// Returns a name that changes whenever the module may.
fn input_hash(build: &Build) -> Result<String> {
    let compiler = process::ask(process::command("rustc").arg("--version")).unwrap_or_default();
    let mut all = [FLAGS, build.features, &compiler].join(" ").into_bytes();
    let mut files: Vec<PathBuf> =
        build.package.manifests.iter().map(|name| project::path(name)).collect();
    for folder in build.package.sources {
        files.extend(files_below(&project::path(folder))?);
    }
    for file in files {
        all.extend(file.as_os_str().as_encoded_bytes());
        all.extend(fs::read(file)?);
    }
    Ok(content_hash(&all))
}
