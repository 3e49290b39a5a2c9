//! Writes the folder that is served: `index.html`, `assets/` with names that change with the content, and the rest of
//! `www/` unchanged.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::builds::Bound;
use super::compose::Sources;
use crate::project;

/// Files of `www/` that go into `index.html` or beside the modules instead of the folder.
const EXCLUDED_FILES: [&str; 3] = ["styles.css", "boot.js", WORKER];

/// The worker in which codes are read, beside the scanner that it loads.
pub const WORKER: &str = "scan-worker.js";

/// The worker that serves pages without a network; `www/` has it as it is served.
pub const OFFLINE: &str = "offline.js";

/// The files of a site.
pub struct Files {
    /// Each module and its glue, by its name.
    pub modules: Vec<(&'static str, Bound)>,
    /// The parts of `index.html`.
    pub sources: Sources,
    /// The text of [`WORKER`].
    pub worker: String,
}

/// Writes the folder, and removes everything it held before.
pub fn write(folder: &Path, files: &Files) -> Result<()> {
    let all: Vec<&[u8]> = files
        .modules
        .iter()
        .flat_map(|(_, bound)| [bound.glue.as_bytes(), bound.module.as_slice()])
        .chain([files.worker.as_bytes()])
        .collect();
    let assets = format!("assets/{}", content_hash(&all.concat()));
    start(folder, &files.sources.compose(&format!("/{assets}/"))?, project::root())?;
    let assets = folder.join(assets);
    fs::create_dir_all(&assets)?;
    for (name, bound) in &files.modules {
        fs::write(assets.join(format!("{name}.js")), &bound.glue)?;
        fs::write(assets.join(format!("{name}.wasm")), &bound.module)?;
    }
    fs::write(assets.join(WORKER), &files.worker)?;
    Ok(())
}

/// Reads a script of `www/` from the project.
pub fn script(name: &str) -> Result<String> {
    let file = project::path("www").join(name);
    fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))
}

/// Writes the folder of any copy of the project without the module: enough for pages that need none.
pub fn write_without_module(root: &Path, folder: &Path) -> Result<()> {
    let page = Sources::of(root)?.compose("/assets/none/")?;
    start(folder, &page, root)
}

/// Empties the folder, then writes `index.html` and what `www/` has besides.
fn start(folder: &Path, page: &str, root: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    fs::create_dir_all(folder)?;
    fs::write(folder.join("index.html"), page)?;
    let www = root.join("www");
    for file in files_below(&www)? {
        let relative = file.strip_prefix(&www)?;
        if EXCLUDED_FILES.iter().all(|file| relative != Path::new(file)) {
            let copy = folder.join(relative);
            fs::create_dir_all(copy.parent().unwrap_or(folder))?;
            fs::copy(&file, copy)?;
        }
    }
    Ok(())
}

/// Returns all files in a folder and the folders inside, in a stable order.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let entries =
        fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Returns a name for content that changes whenever the content does (FNV-1a, 64 bits).
pub fn content_hash(content: &[u8]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in content {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::content_hash;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(content_hash(b""), "cbf29ce484222325");
        assert_eq!(content_hash(b"foobar"), "85944171f73967e8");
    }
}
