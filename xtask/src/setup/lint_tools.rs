//! The formatter and the linter, which small installations of Rust lack.

use anyhow::{Context, Result};

use crate::process;

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
    .context("rustfmt or clippy is missing: install them as your Rust was installed")
}
