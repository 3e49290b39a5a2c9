//! Journeys through the page and a real server, in a real browser.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::part::part;
use super::product::product_by;
use crate::setup::node::Tools;
use crate::setup::{chromium, memory, nginx};
use crate::{dist, process, project, size};

/// Journeys that run at the same time. Most of the time one waits for its browser or for a deadline of the page.
pub const CONCURRENT_JOURNEYS: u8 = 4;

/// Builds the site for tests, checks the budgets, and runs the journeys in today's Chromium.
pub fn tests() -> Result<()> {
    types()?;
    part("budgets", || size::check(&dist::build_for_tests()?))?;
    part("journeys in Chromium", || {
        chromium::fonts()?;
        let site = dist::folder_for_tests();
        let mut tests = command(process::cargo(), &site, CONCURRENT_JOURNEYS)?;
        tests.env("CHROMIUM", chromium::program()?);
        tests.env("CHROMIUM_SHELL", chromium::headless()?);
        process::run(&mut tests, "the journeys")
    })
}

/// Checks the package's declarations by a program that uses them rightly and wrongly.
pub fn types() -> Result<()> {
    part("the package's types", || {
        let mut tsc = Tools::prepare()?.tsc();
        let program = project::path("tests/end_to_end/embedding");
        process::run(tsc.arg("--project").arg(program), "tsc")
    })
}

/// Returns the journeys' tests on a site, by cargo or by a program that runs cargo.
pub fn command(cargo: Command, site: &Path, concurrent: u8) -> Result<Command> {
    let mut cargo = product_by(cargo, "test");
    cargo.args(["--test", "end_to_end"]);
    cargo.env("TMPDIR", memory::folder()).env("NGINX", nginx::program()?);
    cargo.env("MALL_ASSETS", site).env("AXE", Tools::prepare()?.axe());
    cargo.args(["--", "--test-threads", &concurrent.to_string()]);
    Ok(cargo)
}
