//! Pictures of every scene, compared with those of the revision this one is based on.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use super::{gallery, part};
use crate::{page, process, progress, project, run};

/// Folders of the gallery, now and in revisions before it became a crate. A base without them has nothing to compare.
const GALLERY: [&str; 2] = ["crates/gallery", "crates/server/src/demo/gallery"];

/// Builds the base revision's server beside this one's, and compares what both draw.
pub fn tests() -> Result<()> {
    part("pictures of the gallery, before and after", || {
        // What compares is proved first, also where there is nothing to compare with.
        let mut own = gallery::command()?;
        process::run(own.args(["visual::compare", "visual::intended"]), "comparing pictures")?;
        let Some(base) = base() else {
            println!("nothing to compare with: git knows no revision before this one");
            return Ok(());
        };
        if git(&["ls-tree", &base, GALLERY[0], GALLERY[1]]).is_none_or(|entry| entry.is_empty()) {
            println!("nothing to compare with: {base} has no gallery yet");
            return Ok(());
        }
        compare(&base)
    })
}

fn compare(base: &str) -> Result<()> {
    let folder = project::target().join("visual");
    let sources = folder.join("base");
    let (server, site) = (folder.join("base-server"), folder.join("base-site"));
    check_out(base, &sources)?;
    build(&sources, &server)?;
    page::write_without_module(&sources, &site)?;
    for old in fs::read_dir(&folder)?.filter_map(Result::ok).map(|entry| entry.path()) {
        if old.extension().is_some_and(|kind| kind == "png") {
            fs::remove_file(old)?;
        }
    }
    // After the base's server: this revision's is then the last one built, as everywhere else.
    let mut tests = gallery::command()?;
    tests.args(["visual::scenes", "--show-output"]);
    tests.env("MALL_BASE_COMMIT", base).env("MALL_BASE_SERVER", server);
    tests.env("MALL_BASE_ASSETS", site).env("MALL_PICTURES", &folder);
    tests.env("MALL_INTENDED", project::path("tests/intended_changes.toml"));
    process::run(&mut tests, "comparing with the base revision")
}

/// The revision this one is compared with: the one named in `MALL_BASE`, else where this one left
/// `origin/main`, else the one before.
fn base() -> Option<String> {
    let commit =
        |name: &str| git(&["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")]);
    if let Ok(named) = std::env::var("MALL_BASE") {
        return commit(&named);
    }
    let head = commit("HEAD")?;
    let left = git(&["merge-base", "HEAD", "origin/main"]).filter(|left| *left != head);
    left.or_else(|| commit("HEAD~1"))
}

fn git(arguments: &[&str]) -> Option<String> {
    process::ask(process::command("git").args(arguments))
}

/// Writes a revision's files to a folder. They count as new, so that cargo builds them anew; the same
/// revision is not written twice.
fn check_out(base: &str, folder: &Path) -> Result<()> {
    let note = folder.with_extension("commit");
    if fs::read_to_string(&note).is_ok_and(|written| written == base) {
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
    name_apart(&folder.join("Cargo.toml"))?;
    Ok(fs::write(note, base)?)
}

/// Gives the packages a version of their own. Cargo tells packages of one target folder apart by name
/// and version, not by where they are: under one name it would take one revision for the other.
fn name_apart(manifest: &Path) -> Result<()> {
    let text = fs::read_to_string(manifest)?;
    let (before, after) = text
        .split_once("[workspace.package]\nversion = \"")
        .context("the base's Cargo.toml does not begin its package with a version")?;
    let (_, after) = after.split_once('"').context("the base's version has no end")?;
    Ok(fs::write(
        manifest,
        format!("{before}[workspace.package]\nversion = \"0.0.1-base\"{after}"),
    )?)
}

/// Builds the base's server. All libraries are those this revision uses already.
fn build(sources: &Path, server: &PathBuf) -> Result<()> {
    progress::step("building the base's server", || {
        let mut cargo = process::cargo();
        cargo.current_dir(sources).env("CARGO_TARGET_DIR", project::target());
        process::run(cargo.args(["build", "--package", "mall-server"]), "building the base")?;
        fs::copy(project::target().join("debug/mall-server"), server)?;
        // Back to this revision's program, which has the same name.
        run::build_server().map(drop)
    })
}
