//! Journeys through the shipped page and a real server, in a real browser.

use std::process::Command;

use anyhow::Result;

use super::part;
use crate::setup::chromium;
use crate::{dist, process, size};

/// Builds what is shipped, holds it against its budget, and runs the journeys in today's Chromium.
pub fn tests() -> Result<()> {
    part("shipped build and its size", size::run)?;
    part("end-to-end tests", || {
        chromium::fonts()?;
        let mut tests = command(process::cargo());
        tests.env("CHROMEDRIVER", chromium::driver()?);
        process::run(&mut tests, "the end-to-end tests")
    })
}

/// The journeys' tests, by cargo or by what runs cargo.
pub fn command(mut cargo: Command) -> Command {
    cargo.args(["test", "--package", "mall-coupons", "--test", "end_to_end"]);
    cargo.env("MALL_ASSETS", dist::folder()).arg("--");
    cargo
}
