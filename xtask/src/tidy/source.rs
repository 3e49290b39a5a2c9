//! The project's text files.

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::finding::Finding;
use crate::project;

/// Folders of the project's root that hold nothing written by hand.
const EXCLUDED_ROOT_FOLDERS: [&str; 4] = [".git", "target", "dist", "data"];
/// Folders anywhere that hold nothing written by hand.
const EXCLUDED_FOLDERS: [&str; 2] = ["node_modules", "corpus"];
/// Kinds of files that the rules are for.
const KINDS: [&str; 11] =
    ["rs", "toml", "md", "css", "js", "mjs", "html", "sql", "json", "sh", "yml"];
/// Written by tools, however long.
const GENERATED: [&str; 3] = ["Cargo.lock", "package-lock.json", "openapi.json"];

/// One file, by its path from the project's root, with `/` between folders.
pub struct SourceFile {
    /// The path.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl SourceFile {
    /// Checks whether it is Rust.
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Returns its lines, numbered from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// Returns its lines of code: without comments that stand alone.
    pub fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines().filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// Returns a finding for the whole file.
    pub fn finding(&self, what: impl Into<String>) -> Finding {
        Finding { place: self.path.clone(), what: what.into() }
    }

    /// Returns a finding on one line.
    pub fn finding_at(&self, line: usize, what: impl Into<String>) -> Finding {
        Finding { place: format!("{}:{line}", self.path), what: what.into() }
    }
}

/// Returns all files the rules are for.
pub fn all() -> Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    collect(project::root(), &mut files)?;
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

fn collect(folder: &Path, files: &mut Vec<SourceFile>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            let is_left_out =
                folder == project::root() && EXCLUDED_ROOT_FOLDERS.contains(&name.as_str());
            if !is_left_out && !EXCLUDED_FOLDERS.contains(&name.as_str()) {
                collect(&path, files)?;
            }
            continue;
        }
        let kind = path.extension().unwrap_or_default().to_string_lossy();
        if KINDS.contains(&kind.as_ref()) && !GENERATED.contains(&name.as_str()) {
            let relative = path.strip_prefix(project::root())?;
            let path_text = relative.to_string_lossy().replace('\\', "/");
            files.push(SourceFile { path: path_text, text: fs::read_to_string(&path)? });
        }
    }
    Ok(())
}
