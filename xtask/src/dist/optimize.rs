//! Smaller module, glue, styles and boot script, with Node's tools.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::page::{Bound, Sources, content_hash};
use crate::setup::node::Tools;
use crate::{process, progress, project};

/// No instruction is added that older phones do not know.
const MODULE: [&str; 12] = [
    "--mvp-features",
    "--enable-mutable-globals",
    // Nothing lies at the lowest addresses: they are the far end of the stack.
    "--low-memory-unused",
    // The size after compression counts, and repeated code compresses well. So functions with one caller stay apart unless
    // tiny, expressions are computed again, and zeros stay where they are.
    "--one-caller-inline-max-function-size=20",
    "--skip-pass=local-cse",
    "--skip-pass=memory-packing",
    "-Oz",
    "--converge",
    "--reorder-locals",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];
/// The page's script may use what Chromium 78 knows; the boot script runs everywhere, to say why the
/// page's script cannot.
const GLUE_ARGUMENTS: [&str; 3] = ["--minify", "--target=es2018", "--loader=js"];
const BOOT: [&str; 3] = ["--minify", "--target=es5", "--loader=js"];
const STYLES: [&str; 3] = ["--minify", "--target=chrome78,safari12", "--loader=css"];

/// Returns the module optimized for size and the glue minified, or the cached result of the same input.
pub fn bound(tools: &Tools, bound: Bound, name: &str) -> Result<Bound> {
    let bound = glue(tools, bound)?;
    Ok(Bound { module: module(tools, &bound.module, name)?, ..bound })
}

/// Returns the unchanged module and the minified glue.
pub fn glue(tools: &Tools, bound: Bound) -> Result<Bound> {
    let glue =
        minify(tools, &bound.glue, &GLUE_ARGUMENTS).context("the glue cannot be minified")?;
    if !glue.contains("wasm_bindgen") {
        bail!(
            "the minifier renamed the glue's global `wasm_bindgen`, by which the boot script calls it"
        );
    }
    Ok(Bound { glue, ..bound })
}

/// Returns a module optimized for size, or the cached result of the same input under this name.
pub fn module(tools: &Tools, module: &[u8], name: &str) -> Result<Vec<u8>> {
    let folder = project::target().join("page/optimized").join(name);
    let made_from = [module, MODULE.join(" ").as_bytes()].concat();
    let finished = folder.join(format!("{}.wasm", content_hash(&made_from)));
    if !finished.exists() {
        progress::step(&format!("optimizing the module {name}"), || {
            optimize(tools, module, &folder, &finished)
        })?;
    }
    Ok(fs::read(finished)?)
}

/// Styles minified.
pub fn styles(tools: &Tools, text: &str) -> Result<String> {
    minify(tools, text, &STYLES).context("styles cannot be minified")
}

/// Styles and boot script minified.
pub fn sources(tools: &Tools, sources: Sources) -> Result<Sources> {
    let styles = styles(tools, &sources.styles).context("www/styles.css")?;
    let boot = script(tools, &sources.boot).context("www/boot.js must be ES5")?;
    Ok(Sources { styles, boot, ..sources })
}

/// Returns a script of old kernels minified.
pub fn script(tools: &Tools, text: &str) -> Result<String> {
    minify(tools, text, &BOOT)
}

/// Returns a script of browsers in which modules run minified.
pub fn newer_script(tools: &Tools, text: &str) -> Result<String> {
    minify(tools, text, &GLUE_ARGUMENTS)
}

fn optimize(tools: &Tools, module: &[u8], folder: &Path, finished: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder)?;
    let input = folder.join("input.wasm");
    let output = folder.join("output.wasm");
    fs::write(&input, module)?;
    let mut wasm_opt = tools.wasm_opt();
    wasm_opt.args(MODULE).arg(&input).arg("-o").arg(&output);
    process::run(&mut wasm_opt, "wasm-opt")?;
    fs::remove_file(input)?;
    // Renamed last: a file of this name is always a finished one.
    Ok(fs::rename(output, finished)?)
}

fn minify(tools: &Tools, text: &str, how: &[&str]) -> Result<String> {
    let mut command = tools.esbuild();
    // A name is kept where it is global: without `--format` the minifier leaves top-level names alone.
    command.args(how).args(["--charset=utf8", "--legal-comments=none", "--log-level=warning"]);
    filter(&mut command, text)
}

/// Sends a text through a program.
fn filter(command: &mut Command, text: &str) -> Result<String> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut input = child.stdin.take().context("esbuild takes no input")?;
    // It reads everything before it writes anything.
    input.write_all(text.as_bytes())?;
    drop(input);
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("esbuild failed; its messages are above");
    }
    Ok(String::from_utf8(output.stdout)?)
}
