//! Old builds of Chromium, which npm still has: packages that bring one for small machines.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{chromium, node};
use crate::{process, progress, project};

/// The folder with the lock of the packages, each named like its browser.
const PACKAGES: &str = "tests/kernels";

/// Returns the program of an old browser, `chromium-78` or `chromium-89`, unpacked when it is not yet.
pub fn program(name: &str) -> Result<PathBuf> {
    // They bring no libraries of their own, and need those of today's.
    chromium::driver()?;
    let why = "the journeys in old browsers";
    let modules = node::packages(PACKAGES, "Chromium 78 and 89", why)
        .context("Chromium 78 and 89 come from the npm registry, which must be reachable once")?;
    let packed = modules.join(name).join("bin");
    let folder = project::target().join("kernels").join(name);
    let program = folder.join("chromium");
    // Its name is given last: a program of this name is a whole one.
    if !program.exists() {
        progress::step(&format!("unpacking {name}"), || {
            fs::create_dir_all(folder.join("swiftshader"))?;
            let (partial, libraries) = (folder.join("unpacking"), folder.join("swiftshader.tar"));
            let mut unpack = process::command("node");
            unpack.arg(project::path("xtask/node/unpack.mjs"));
            unpack.arg(packed.join("chromium.br")).arg(&partial);
            unpack.arg(packed.join("swiftshader.tar.br")).arg(&libraries);
            process::run(&mut unpack, "unpacking")?;
            let mut tar = process::command("tar");
            tar.arg("-xf").arg(&libraries).arg("-C").arg(folder.join("swiftshader"));
            process::run(&mut tar, "unpacking its libraries")?;
            fs::remove_file(libraries)?;
            Ok(fs::rename(partial, &program)?)
        })?;
    }
    Ok(program)
}
