//! The maker of random requests from a description, a program in Python.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use super::apt;
use crate::{process, progress, project};

/// The packages and their versions.
const REQUIREMENTS: &str = "xtask/fuzz/requirements.txt";

/// Finds the program, installing it when it is missing or has not the versions of `xtask/fuzz/requirements.txt`.
pub fn program() -> Result<PathBuf> {
    let folder = project::target().join("schemathesis");
    // A copy of the requirements says what the folder was installed from.
    let installed = folder.join("installed-from.txt");
    let requirements = fs::read(project::path(REQUIREMENTS))?;
    if fs::read(&installed).ok().as_ref() != Some(&requirements) {
        let why = "sending random requests";
        let ready = || process::ask(process::command("python3").args(["-c", "import ensurepip"]));
        if ready().is_none() {
            apt::install(&["python3", "python3-venv"], why)?;
        }
        progress::step("installing schemathesis with pip", || {
            let mut environment = process::command("python3");
            environment.args(["-m", "venv", "--clear"]).arg(&folder);
            process::run(&mut environment, "python3 -m venv")?;
            let mut pip = process::command(folder.join("bin/pip"));
            pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]);
            process::run(pip.arg(REQUIREMENTS), "pip install")?;
            Ok(fs::write(&installed, &requirements)?)
        })?;
    }
    Ok(folder.join("bin/schemathesis"))
}
