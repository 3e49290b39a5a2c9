//! Node's tools: the optimizer and the minifier of the shipped build, the rules of accessibility.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::apt;
use crate::{process, progress, project};

/// The tools of `xtask/node/package-lock.json`, installed.
pub struct Tools {
    modules: PathBuf,
}

impl Tools {
    /// Installs them when they are missing or not those of the lock file.
    pub fn prepare() -> Result<Self> {
        if process::find("node").is_none() || process::find("npm").is_none() {
            apt::install(&["nodejs", "npm"], "the shipped build and the tests")?;
        }
        let folder = project::path("xtask/node");
        let modules = folder.join("node_modules");
        // A copy of the lock beside the modules says what was installed from.
        let installed = modules.join("installed-from.json");
        let lock = fs::read(folder.join("package-lock.json"))
            .context("xtask/node/package-lock.json is missing: restore it from git")?;
        if fs::read(&installed).ok().as_ref() != Some(&lock) {
            progress::step("installing wasm-opt, esbuild and axe with npm", || {
                let mut npm = process::command("npm");
                npm.current_dir(&folder).args(["ci", "--no-audit", "--no-fund"]);
                process::run(&mut npm, "npm ci")?;
                Ok(fs::write(&installed, &lock)?)
            })?;
        }
        Ok(Self { modules })
    }

    /// A script for Node.
    pub fn node(&self, script: &Path) -> Command {
        let mut command = process::command("node");
        command.arg(script);
        command
    }

    /// Binaryen's optimizer.
    pub fn wasm_opt(&self) -> Command {
        self.node(&self.modules.join("binaryen/bin/wasm-opt"))
    }

    /// The rules of accessibility, a script for a browser.
    pub fn axe(&self) -> PathBuf {
        self.modules.join("axe-core/axe.min.js")
    }

    /// The minifier.
    pub fn esbuild(&self) -> Command {
        process::command(self.modules.join("esbuild/bin/esbuild"))
    }
}
