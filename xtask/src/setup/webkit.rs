//! WebKit for tests: the engine of the browsers on iPhones, in a small browser of its own.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::apt;
use crate::process;

/// The driver and the browser.
pub struct WebKit {
    /// The driver.
    pub driver: PathBuf,
    /// The browser.
    pub browser: PathBuf,
}

/// Finds them, and a virtual screen; installs missing ones.
pub fn prepare() -> Result<WebKit> {
    if process::find("WebKitWebDriver").is_none() || process::find("xvfb-run").is_none() {
        apt::install(&["webkit2gtk-driver", "xvfb", "xauth"], "testing in WebKit")?;
    }
    let driver = process::find("WebKitWebDriver");
    let driver =
        driver.context("webkit2gtk-driver was installed, but there is no WebKitWebDriver")?;
    let browser = browser().context("WebKit's MiniBrowser is not below /usr/lib")?;
    Ok(WebKit { driver, browser })
}

/// Returns the newest version if there are several.
fn browser() -> Option<PathBuf> {
    let machines = fs::read_dir("/usr/lib").ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let versions = machines.filter_map(|machine| fs::read_dir(machine).ok()).flatten();
    let programs = versions.filter_map(|entry| {
        let folder = entry.ok()?.path();
        let is_webkit = folder.file_name()?.to_str()?.starts_with("webkit2gtk-");
        Some(folder.join("MiniBrowser")).filter(|program| is_webkit && program.is_file())
    });
    programs.max()
}
