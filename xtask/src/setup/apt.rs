//! Debian's packages.

use anyhow::{Result, bail};

use crate::{process, progress};

/// Installs packages as root on a Debian system. Otherwise fails with the packages to install and the reason.
pub fn install(packages: &[&str], why: &str) -> Result<()> {
    let names = packages.join(" ");
    if !process::is_root() || process::find("apt-get").is_none() {
        bail!("{why} needs packages that are missing: install them with `apt-get install {names}`");
    }
    progress::step(&format!("installing {names}"), || {
        // Lists may be absent or old on a fresh image; failing to refresh them is not yet a failure.
        let _ = process::ask(apt_get().arg("update"));
        let mut install = apt_get();
        install.args(["install", "--yes", "--no-install-recommends"]).args(packages);
        process::run(&mut install, &format!("installing {names}"))
    })
}

fn apt_get() -> std::process::Command {
    let mut command = process::command("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").arg("-q");
    command
}
