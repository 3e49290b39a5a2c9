//! The proxy that some journeys go through.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::apt;
use crate::process;

/// Finds nginx, installing it when it is missing.
pub fn program() -> Result<PathBuf> {
    if let Some(program) = find() {
        return Ok(program);
    }
    apt::install(&["nginx"], "testing behind a proxy")?;
    find().context("nginx was installed, but there is no such program")
}

/// Debian keeps it where only root's search path leads.
fn find() -> Option<PathBuf> {
    let system = || Some(PathBuf::from("/usr/sbin/nginx")).filter(|file| file.is_file());
    process::find("nginx").or_else(system)
}
