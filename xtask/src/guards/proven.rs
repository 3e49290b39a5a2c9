//! Remembers proven guards, so that an interrupted run continues where it ended.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::list::Guard;
use crate::page::{content_hash, files_below};
use crate::project;
use crate::test::mini_program;

/// The guards proven before, each by a hash of its entry and of the sources that its test is built from.
pub struct Proven {
    file: PathBuf,
    hashes: BTreeSet<String>,
}

impl Proven {
    /// Reads the remembered guards, or forgets them.
    pub fn read(again: bool) -> Result<Self> {
        let file = project::target().join("guards/proven");
        if again && file.exists() {
            fs::remove_file(&file)?;
        }
        let text = fs::read_to_string(&file).unwrap_or_default();
        Ok(Self { file, hashes: text.lines().map(str::to_owned).collect() })
    }

    /// Checks whether a guard was proven with the present sources.
    pub fn contains(&self, hash: &str) -> bool {
        self.hashes.contains(hash)
    }

    /// Remembers a guard, at once: the run may be interrupted.
    pub fn add(&mut self, hash: String) -> Result<()> {
        fs::create_dir_all(self.file.parent().unwrap_or(Path::new(".")))?;
        let mut file = OpenOptions::new().create(true).append(true).open(&self.file)?;
        writeln!(file, "{hash}")?;
        self.hashes.insert(hash);
        Ok(())
    }
}

/// Returns the folders and files that the tests of a package are built from.
fn sources(package: &str) -> &'static [&'static str] {
    match package {
        "mall-contract" => &["Cargo.lock", "crates/contract"],
        "mall-scanner" => &["Cargo.lock", "crates/scanner"],
        mini_program::FOLDER => &["miniprogram"],
        _ => &["Cargo.lock", "Cargo.toml", "src", "crates"],
    }
}

/// Returns a hash of the sources in a copy of the project that a package's tests are built from.
pub fn hash_of_sources(tree: &Path, package: &str) -> Result<String> {
    let mut content = Vec::new();
    for path in sources(package) {
        let path = tree.join(path);
        let files = if path.is_dir() { files_below(&path)? } else { vec![path] };
        for file in files {
            content.extend(file.strip_prefix(tree)?.as_os_str().as_encoded_bytes());
            content.extend(fs::read(file)?);
        }
    }
    Ok(content_hash(&content))
}

/// Returns a hash of a guard's entry and of the sources of its package.
pub fn hash(guard: &Guard, sources: &str) -> String {
    let Guard { guard, file, find, replace, package, target, test } = guard;
    let target = target.as_deref().unwrap_or_default();
    content_hash([guard, file, find, replace, package, target, test, sources].join("\n").as_bytes())
}
