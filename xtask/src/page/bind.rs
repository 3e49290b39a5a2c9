//! Making the glue between the module and the browser.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::builds::{Bound, Build, Script};
use super::external_changes::allow_external_changes;
use super::short_names::shorten;
use super::site::content_hash;
use super::slim::slim;
use super::start::start_with_answer;
use super::watch::watch;
use crate::{progress, project};

/// Makes the glue, or takes the cached one of the same module.
pub fn bind(compiled: &Path, build: &Build) -> Result<Bound> {
    let bytes = fs::read(compiled).with_context(|| format!("{} is missing", compiled.display()))?;
    let folder = project::target().join("page/bound").join(build.name);
    let fingerprint_file = folder.join("made-from");
    let fingerprint = format!("{} {}", content_hash(&bytes), generator_version()?);
    if fs::read_to_string(&fingerprint_file).is_ok_and(|hash| hash == fingerprint)
        && let Ok(bound) = read(&folder)
    {
        return Ok(bound);
    }
    let bound = progress::step("making the glue", || generate(bytes, build))?;
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("glue.js"), &bound.glue)?;
    fs::write(folder.join("module.wasm"), &bound.module)?;
    fs::write(fingerprint_file, fingerprint)?;
    Ok(bound)
}

/// Returns the hash of this program: another build of it may make other glue of the same module.
fn generator_version() -> Result<String> {
    // By this name Linux finds the running program also after a build has replaced its file.
    let program = fs::metadata("/proc/self/exe")?.modified()?;
    Ok(format!("{:?}", program.duration_since(SystemTime::UNIX_EPOCH)?))
}

fn read(folder: &Path) -> Result<Bound> {
    let glue = fs::read_to_string(folder.join("glue.js"))?;
    let module = fs::read(folder.join("module.wasm"))?;
    Ok(Bound { glue, module })
}

fn generate(bytes: Vec<u8>, build: &Build) -> Result<Bound> {
    let mut bindgen = Bindgen::new();
    let bindgen = match build.script {
        Script::Booted | Script::Classic => bindgen.no_modules(true)?,
        Script::Imported => bindgen.web(true)?,
    };
    let mut output = bindgen
        .input_bytes(&build.package.library(), bytes)
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .context("wasm-bindgen refused the module")?;
    let brings_scripts = output.snippets().values().any(|scripts| !scripts.is_empty());
    if brings_scripts || !output.local_modules().is_empty() {
        bail!(
            "{} brings JavaScript of its own, which one classic script cannot hold; use web-sys instead",
            build.package.name
        );
    }
    let glue = shorten(&mut output)?;
    // Without our boot script nothing handles traps.
    let glue = match build.script {
        Script::Booted => {
            let slim = slim(&watch(&glue)?)?;
            start_with_answer(&allow_external_changes(&slim, build.script)?)?
        }
        Script::Imported => allow_external_changes(&glue, build.script)?,
        // It changes no page.
        Script::Classic => glue,
    };
    let module = output.wasm_mut().emit_wasm();
    Ok(Bound { glue, module })
}
