//! The formatter and the linter, which small installations of Rust lack.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

/// Clippy's own way to take arguments: each ends with this.
const ARGUMENT_END: &str = "__CLIPPY_HACKERY__";

/// Installs them when one is missing.
pub fn prepare() -> Result<()> {
    let present = |tool: &str| process::ask(process::cargo().args([tool, "--version"])).is_some();
    if present("fmt") && present("clippy") {
        return Ok(());
    }
    let mut rustup = process::command("rustup");
    process::run(
        rustup.args(["component", "add", "rustfmt", "clippy"]),
        "installing rustfmt and clippy",
    )
    .context("rustfmt or clippy is missing: install them the way you installed Rust")
}

/// Makes a cargo command lint the workspace's packages while it compiles them. A warning is an error.
///
/// `cargo clippy` only checks, and a build would compile everything once more, libraries included.
pub fn lint_in(cargo: &mut Command) {
    let sysroot = process::ask(process::command("rustc").args(["--print", "sysroot"]));
    let own = sysroot.map(|folder| PathBuf::from(folder).join("bin/clippy-driver"));
    let driver = own.filter(|file| file.exists()).unwrap_or_else(|| "clippy-driver".into());
    cargo.env("RUSTC_WORKSPACE_WRAPPER", driver);
    cargo.env("CLIPPY_ARGS", format!("-Dwarnings{ARGUMENT_END}"));
}
