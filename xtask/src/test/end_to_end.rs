//! Journeys through the shipped page and a real server, in a real browser.

use anyhow::Result;

use super::part;
use super::postgres::Postgres;
use crate::setup::chromium;
use crate::setup::node::Tools;
use crate::{dist, process, project, run, size};

/// Builds what is shipped, holds it against its budget, and runs the journeys.
pub fn tests() -> Result<()> {
    part("the package's types", types)?;
    part("shipped build and its size", size::run)?;
    part("end-to-end tests", || {
        let driver = chromium::driver()?;
        chromium::fonts()?;
        let assets = dist::folder();
        let server = run::build_server()?;
        let postgres = Postgres::start()?;
        let mut tests = process::cargo();
        tests.args(["test", "--package", "mall-coupons", "--test", "end_to_end"]);
        tests.env("MALL_ASSETS", assets).env("MALL_SERVER", server).env("CHROMEDRIVER", driver);
        tests.env(Postgres::VARIABLE, postgres.url()).env("AXE", Tools::prepare()?.axe());
        process::run(&mut tests, "the end-to-end tests")
    })
}

/// The package's declarations, held against a program that uses them rightly and wrongly.
fn types() -> Result<()> {
    let mut tsc = Tools::prepare()?.tsc();
    let program = project::path("tests/end_to_end/embedding");
    process::run(tsc.arg("--project").arg(program), "tsc")
}
