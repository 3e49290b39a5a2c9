//! The browser of the tests.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::apt;
use crate::process;

/// The package with Chromium's build without windows, and its program.
const HEADLESS: &str = "chromium-headless-shell";

/// Finds Chromium, installing it when it is missing.
pub fn program() -> Result<PathBuf> {
    install()?;
    process::find("chromium").context("chromium was installed, but there is no such program")
}

/// Finds Chromium's build without windows, installing it when it is missing. It is the same engine and needs two thirds of
/// the processor time. Where it cannot be had, Chromium takes its place.
pub fn headless() -> Result<PathBuf> {
    if process::find(HEADLESS).is_none()
        && let Err(failure) = apt::install(&[HEADLESS], "testing in a browser")
    {
        println!("Chromium takes the place of its build without windows: {failure:#}");
    }
    process::find(HEADLESS).map_or_else(program, Ok)
}

/// Finds ChromeDriver, installing it with Chromium when one is missing.
pub fn driver() -> Result<PathBuf> {
    install()?;
    process::find("chromedriver")
        .context("chromium-driver was installed, but there is no chromedriver")
}

fn install() -> Result<()> {
    if process::find("chromedriver").is_none() || process::find("chromium").is_none() {
        apt::install(&["chromium", "chromium-driver"], "testing in a browser")?;
    }
    Ok(())
}

/// Installs a font for the Chinese text on pictures of the page. Without root the pictures have none.
pub fn fonts() -> Result<()> {
    let present = Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").exists();
    if present || !process::is_root() {
        return Ok(());
    }
    apt::install(&["fonts-noto-cjk"], "showing Chinese text in the browser")
}
