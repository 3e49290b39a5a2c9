//! Node, and the packages that are fetched with npm.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::apt;
use crate::{process, progress, project};

/// The tools of `xtask/node/package-lock.json`: the optimizer and the minifier of the shipped build, and the checkers of
/// the tests.
pub struct Tools {
    modules: PathBuf,
}

impl Tools {
    /// Installs them when they are missing or not those of the lock file.
    pub fn prepare() -> Result<Self> {
        let modules = packages(
            "xtask/node",
            "wasm-opt, esbuild, acorn, tsc and axe",
            "the shipped build and the tests",
        )?;
        Ok(Self { modules })
    }

    /// Returns a script for Node.
    pub fn node(&self, script: &Path) -> Command {
        let mut command = process::command("node");
        command.arg(script);
        command
    }

    /// Returns the command of Binaryen's optimizer.
    pub fn wasm_opt(&self) -> Command {
        self.node(&self.modules.join("binaryen/bin/wasm-opt"))
    }

    /// Returns the rules of accessibility, a script for a browser.
    pub fn axe(&self) -> PathBuf {
        self.modules.join("axe-core/axe.min.js")
    }

    /// Returns the command of TypeScript's compiler.
    pub fn tsc(&self) -> Command {
        self.node(&self.modules.join("typescript/bin/tsc"))
    }

    /// Returns the minifier.
    pub fn esbuild(&self) -> Command {
        process::command(self.modules.join("esbuild/bin/esbuild"))
    }
}

/// Installs the packages of a folder's `package-lock.json`, unless they are installed from that lock already. Returns
/// their folder.
pub fn packages(folder: &str, names: &str, why: &str) -> Result<PathBuf> {
    if process::find("node").is_none() || process::find("npm").is_none() {
        apt::install(&["nodejs", "npm"], why)?;
    }
    let place = project::path(folder);
    let modules = place.join("node_modules");
    // A copy of the lock beside the modules says which lock they were installed from.
    let installed = modules.join("installed-from.json");
    let lock = fs::read(place.join("package-lock.json"))
        .with_context(|| format!("{folder}/package-lock.json is missing: restore it from git"))?;
    if fs::read(&installed).ok().as_ref() != Some(&lock) {
        progress::step(&format!("installing {names} with npm"), || {
            let mut npm = process::command("npm");
            npm.current_dir(&place).args(["ci", "--no-audit", "--no-fund"]);
            process::run(&mut npm, "npm ci")?;
            Ok(fs::write(&installed, &lock)?)
        })?;
    }
    Ok(modules)
}
