//! Compiling the page to WebAssembly.

use std::path::PathBuf;

use anyhow::Result;

use super::Purpose;
use crate::setup::std_source::Compiler;
use crate::{process, project};

/// Only the first version of WebAssembly's instructions, and panics that carry no text.
const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Ctarget-cpu=mvp -Zlocation-detail=none -Zfmt-debug=none";

/// Compiles the module and gives its file. Cargo decides whether anything is to be done.
pub fn compile(purpose: Purpose) -> Result<PathBuf> {
    let compiler = Compiler::prepare()?;
    let mut cargo = compiler.cargo("build", "page", FLAGS);
    cargo.args(["--package", "mall-coupons", "--lib", "--profile", "web"]);
    if purpose == Purpose::OtherSites {
        cargo.args(["--features", "embed"]);
    }
    process::run(&mut cargo, "building the page")?;
    Ok(project::target().join("page/wasm32-unknown-unknown/web/mall_coupons.wasm"))
}
