//! Runs the journeys in every browser that the page supports, and prints a table of their results.

pub mod journeys;
mod table;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::end_to_end::{self, CONCURRENT_JOURNEYS};
use super::part::{part, side_by_side};
use crate::setup::webkit::{self, WebKit};
use crate::setup::{chromium, old_chromium};
use crate::{dist, process, progress, size};
use journeys::{MAIN_JOB_JOURNEYS, OLD_BROWSER_JOURNEYS};
use table::{Column, read};

/// Journeys that run at the same time where others run beside them.
const CONCURRENT_BROWSERS: u8 = 2;

/// Runs all journeys on the shipped site in all browsers and prints the table. A browser that is missing is a failure.
pub fn tests() -> Result<()> {
    part("shipped build and its size", size::run)?;
    part("journeys in every browser", || {
        chromium::fonts()?;
        let site = dist::folder();
        let old = |name| {
            in_old(&site, &old_chromium::program(name)?, &OLD_BROWSER_JOURNEYS, CONCURRENT_JOURNEYS)
        };
        let columns = vec![
            in_chromium(&site, None)?,
            old("chromium-78")?,
            old("chromium-89")?,
            in_webkit(&site, &webkit::prepare()?, &[], CONCURRENT_JOURNEYS)?,
        ];
        judge(&columns)
    })
}

/// Runs all journeys on the site for tests in today's Chromium, and beside them the main job in the oldest one and in WebKit
/// where they can be had.
pub fn main_job() -> Result<()> {
    part("journeys", || {
        chromium::fonts()?;
        let site = dist::folder_for_tests();
        let shell = chromium::headless()?;
        let old = or_skip(old_chromium::program("chromium-78"));
        let webkit = or_skip(webkit::prepare());
        let others = || {
            let old = old
                .map(|program| in_old(&site, &program, &MAIN_JOB_JOURNEYS, CONCURRENT_BROWSERS))
                .transpose()?;
            let webkit = webkit
                .map(|webkit| in_webkit(&site, &webkit, &MAIN_JOB_JOURNEYS, CONCURRENT_BROWSERS))
                .transpose()?;
            Ok([old, webkit])
        };
        let (others, chromium) = side_by_side(others, || in_chromium(&site, Some(shell)))?;
        let columns: Vec<Column> = [Some(chromium)].into_iter().chain(others).flatten().collect();
        judge(&columns)
    })
}

fn or_skip<T>(browser: Result<T>) -> Option<T> {
    if let Err(failure) = &browser {
        println!("one browser is skipped, but `cargo xtask test kernels` requires it: {failure:#}");
    }
    browser.ok()
}

/// Prints the table, and fails where a journey did.
fn judge(columns: &[Column]) -> Result<()> {
    println!("\n{}", table::table(columns));
    // Printed once more at the end, where readers look.
    for complaint in columns.iter().flat_map(Column::complaints) {
        println!("\n{complaint}");
    }
    match columns.iter().map(Column::failures).sum::<usize>() {
        0 => Ok(()),
        1 => bail!("one journey failed; its message is above, its stack above the table"),
        count => {
            bail!("{count} journeys failed; their messages are above, their stacks above the table")
        }
    }
}

/// Runs all journeys in Chromium. Those that need no whole one run in `shell`, its build without windows, if given.
fn in_chromium(site: &Path, shell: Option<PathBuf>) -> Result<Column> {
    let mut tests = end_to_end::command(process::cargo(), site, CONCURRENT_JOURNEYS)?;
    tests.env("CHROMIUM", chromium::program()?);
    tests.envs(shell.map(|shell| ("CHROMIUM_SHELL", shell)));
    run("Chromium", tests.arg("--show-output"))
}

fn in_old(site: &Path, program: &PathBuf, journeys: &[&str], concurrent: u8) -> Result<Column> {
    let name = program.parent().and_then(Path::file_name).unwrap_or_default();
    let mut tests = end_to_end::command(process::cargo(), site, concurrent)?;
    tests.env("MALL_KERNEL", "old-chromium").env("OLD_CHROMIUM", program);
    run(&name.to_string_lossy(), tests.arg("--show-output").args(journeys))
}

fn in_webkit(site: &Path, found: &WebKit, journeys: &[&str], concurrent: u8) -> Result<Column> {
    // It opens windows, so it gets a screen of its own.
    let mut screen = process::command("xvfb-run");
    screen.arg("--auto-servernum").arg(process::cargo().get_program());
    let mut tests = end_to_end::command(screen, site, concurrent)?;
    tests.env("MALL_KERNEL", "webkit");
    tests.env("WEBKITDRIVER", &found.driver).env("WEBKIT", &found.browser);
    run("webkit", tests.arg("--show-output").args(journeys))
}

/// Runs journeys to their end. The column holds those that failed. It is a failure if none ran.
fn run(name: &str, tests: &mut Command) -> Result<Column> {
    progress::step(&format!("journeys in {name}"), || {
        let (printed, is_success) = process::run_beside_others(tests, name)?;
        let column = read(name, &printed);
        if column.is_empty() || is_success != (column.failures() == 0) {
            bail!("the journeys in {name} did not run to their end; their output is above");
        }
        Ok(column)
    })
}
