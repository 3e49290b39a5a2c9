//! Journeys through the shipped page and a real server, in a real browser.

use std::process::Command;

use anyhow::Result;

use super::part;
use crate::setup::chromium;
use crate::setup::node::Tools;
use crate::{dist, process, project, size};

/// Builds what is shipped, holds it against its budget, and runs the journeys in today's Chromium.
pub fn tests() -> Result<()> {
    types()?;
    part("shipped build and its size", size::run)?;
    part("end-to-end tests", || {
        chromium::fonts()?;
        let mut tests = command(process::cargo())?;
        tests.env("CHROMEDRIVER", chromium::driver()?);
        process::run(&mut tests, "the end-to-end tests")
    })
}

/// The package's declarations, held against a program that uses them rightly and wrongly.
pub fn types() -> Result<()> {
    part("the package's types", || {
        let mut tsc = Tools::prepare()?.tsc();
        let program = project::path("tests/end_to_end/embedding");
        process::run(tsc.arg("--project").arg(program), "tsc")
    })
}

/// The journeys' tests, by cargo or by what runs cargo.
pub fn command(mut cargo: Command) -> Result<Command> {
    cargo.arg("test").args(super::PRODUCT).args(["--test", "end_to_end"]);
    cargo.env("MALL_ASSETS", dist::folder()).env("AXE", Tools::prepare()?.axe()).arg("--");
    Ok(cargo)
}
