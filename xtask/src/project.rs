//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

/// The project's root folder.
pub fn root() -> &'static Path {
    // xtask is one folder below the root; cargo knows where when it compiles it.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// A file or folder of the project.
pub fn path(relative: &str) -> PathBuf {
    root().join(relative)
}

/// The folder of everything that is built.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}
