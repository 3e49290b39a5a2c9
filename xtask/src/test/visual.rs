//! Pictures of every scene, compared with those of the revision this one is based on.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::gallery;
use super::part::part;
use crate::{page, process, progress, project};

/// The program that writes the documents of all scenes. A base without it has nothing to compare.
const DOCUMENTS: &str = "crates/gallery/examples/documents.rs";

/// The files that scenes are drawn by.
const PICTURE_INPUTS: [&str; 6] =
    ["Cargo.lock", "crates/contract", "crates/gallery", "index.html", "src", "www"];

/// Compares the pictures of this revision with those of the base revision.
pub fn tests() -> Result<()> {
    part("pictures of the gallery, before and after", || {
        // The comparison itself is tested first, also if there is no base to compare with.
        let mut own = gallery::command()?;
        process::run(own.args(["visual::compare", "visual::intended"]), "comparing pictures")?;
        let Some(base) = base() else {
            println!("nothing to compare with: git knows no revision before this one");
            return Ok(());
        };
        if git(&["ls-tree", &base, DOCUMENTS]).is_none_or(|entry| entry.is_empty()) {
            println!("nothing to compare with: {base} has no {DOCUMENTS} yet");
            return Ok(());
        }
        if !drawing_has_changed(&base) {
            println!("no drawing code has changed since {base}");
            return Ok(());
        }
        compare(&base)
    })
}

/// Checks whether files that scenes are drawn by differ from those of a revision, or are new.
fn drawing_has_changed(base: &str) -> bool {
    let same = git(&[&["diff", "--quiet", base, "--"], &PICTURE_INPUTS[..]].concat()).is_some();
    let new =
        git(&[&["ls-files", "--others", "--exclude-standard", "--"], &PICTURE_INPUTS[..]].concat());
    !same || new.is_none_or(|files| !files.is_empty())
}

fn compare(base: &str) -> Result<()> {
    let folder = project::target().join("visual");
    let sources = folder.join("base");
    check_out(base, &sources)?;
    for old in fs::read_dir(&folder)?.filter_map(Result::ok).map(|entry| entry.path()) {
        if old.extension().is_some_and(|kind| kind == "png") {
            fs::remove_file(old)?;
        }
    }
    let mut base_program = process::cargo();
    // It has a target folder of its own, because cargo confuses two revisions of a package in one folder.
    base_program.current_dir(&sources).env("CARGO_TARGET_DIR", folder.join("build"));
    base_program.args(["run", "--package", "mall-gallery", "--example", "documents", "--"]);
    let before = documents(base_program, &sources, &folder.join("before"))?;
    let own_program = process::command(project::target().join("debug/examples/documents"));
    let now = documents(own_program, project::root(), &folder.join("now"))?;
    let mut tests = gallery::command()?;
    tests.args(["visual::scenes", "--show-output"]);
    tests.env("MALL_BASE_COMMIT", base).env("MALL_BASE_DOCUMENTS", before);
    tests.env("MALL_DOCUMENTS", now).env("MALL_PICTURES", &folder);
    tests.env("MALL_INTENDED", project::path("tests/intended_changes.toml"));
    process::run(&mut tests, "comparing with the base revision")
}

/// Draws the documents of a revision's scenes into a folder, and returns the folder.
fn documents(mut program: Command, sources: &Path, folder: &Path) -> Result<PathBuf> {
    let (site, output) = (folder.join("site"), folder.join("documents"));
    if output.exists() {
        fs::remove_dir_all(&output)?;
    }
    page::write_without_module(sources, &site)?;
    program.arg(site.join("index.html")).arg(&output);
    progress::step("drawing all scenes", || process::run(&mut program, "drawing all scenes"))?;
    Ok(output)
}

/// Returns the revision to compare with: the one named in `MALL_BASE`, else the one where this branch left
/// `origin/main`, else the one before.
fn base() -> Option<String> {
    let commit =
        |name: &str| git(&["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")]);
    if let Ok(named) = std::env::var("MALL_BASE") {
        return commit(&named);
    }
    let head = commit("HEAD")?;
    let fork_point =
        git(&["merge-base", "HEAD", "origin/main"]).filter(|fork_point| *fork_point != head);
    fork_point.or_else(|| commit("HEAD~1"))
}

fn git(arguments: &[&str]) -> Option<String> {
    process::ask(process::command("git").args(arguments))
}

/// Writes a revision's files to a folder. They count as new, so that cargo builds them again. The same revision is not
/// written twice.
fn check_out(base: &str, folder: &Path) -> Result<()> {
    let note = folder.with_extension("commit");
    if fs::read_to_string(&note).is_ok_and(|text| text == base) {
        return Ok(());
    }
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let mut git = process::command("git");
    let mut archive = git.args(["archive", base]).stdout(Stdio::piped()).spawn()?;
    let files = archive.stdout.take().context("git writes no archive")?;
    let mut tar = process::command("tar");
    process::run(tar.args(["-xmf", "-", "-C"]).arg(folder).stdin(files), "unpacking the base")?;
    if !archive.wait()?.success() {
        bail!("git could not read the files of {base}");
    }
    Ok(fs::write(note, base)?)
}
