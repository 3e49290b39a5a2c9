//! Paths of the project.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::Result;

/// Returns the project's root folder.
pub fn root() -> &'static Path {
    // xtask is one folder below the root; cargo knows where when it compiles it.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Returns a file or folder of the project.
pub fn path(relative: &str) -> PathBuf {
    root().join(relative)
}

/// Returns the folder of everything that is built.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// Keeps others from building the page at the same time, until dropped; waits while another one does.
pub fn lock() -> Result<File> {
    let folder = target().join("page");
    fs::create_dir_all(&folder)?;
    let file = File::create(folder.join("lock"))?;
    file.lock()?;
    Ok(file)
}
