//! The gallery in a real browser: every scene against the rules of accessibility.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::part::part;
use super::product::product;
use crate::setup::chromium;
use crate::setup::node::Tools;
use crate::{page, process, progress, project};

/// Builds the server and walks the gallery.
pub fn tests() -> Result<()> {
    part("the gallery and the rules of accessibility", || {
        let mut tests = command()?;
        tests.arg("walk::").env("AXE", Tools::prepare()?.axe());
        process::run(&mut tests, "the walk through the gallery")
    })
}

/// Returns the command of the gallery's tests, with the places of browser, server and page. Scenes need no module, so
/// none is built.
pub fn command() -> Result<Command> {
    let chromium = chromium::headless()?;
    chromium::fonts()?;
    let server = project::target().join("debug/mall-server");
    let assets = site()?;
    let mut tests = product("test");
    tests.args(["--test", "gallery", "--"]);
    tests.env("MALL_ASSETS", assets).env("MALL_SERVER", server).env("CHROMIUM", chromium);
    Ok(tests)
}

fn site() -> Result<PathBuf> {
    let folder = project::target().join("gallery/site");
    progress::step("composing the page without its module", || {
        page::write_without_module(project::root(), &folder)
    })?;
    Ok(folder)
}
