//! Runs the journeys in every browser that the page supports, and prints a table of their results.

pub mod journeys;
mod table;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::end_to_end;
use super::part::part;
use crate::setup::webkit::{self, WebKit};
use crate::setup::{chromium, old_chromium};
use crate::{dist, process, progress, size};
use journeys::{IN_OLD_ONES, MAIN_JOB};
use table::{Column, read};

/// Runs all journeys on the shipped site in all browsers and prints the table. A browser that is missing is a failure.
pub fn tests() -> Result<()> {
    part("shipped build and its size", size::run)?;
    part("journeys in every browser", || {
        chromium::fonts()?;
        let site = dist::folder();
        let columns = vec![
            in_chromium(&site, None)?,
            in_old(&site, &old_chromium::program("chromium-78")?, &IN_OLD_ONES)?,
            in_old(&site, &old_chromium::program("chromium-89")?, &IN_OLD_ONES)?,
            in_webkit(&site, &webkit::prepare()?, &[])?,
        ];
        judge(&columns)
    })
}

/// Runs all journeys on the site for tests in today's Chromium, and the main job in the oldest one and in WebKit where they can be had.
pub fn main_job() -> Result<()> {
    part("journeys", || {
        chromium::fonts()?;
        let site = dist::folder_for_tests();
        let old = or_left_out(old_chromium::program("chromium-78"));
        let webkit = or_left_out(webkit::prepare());
        let mut columns = vec![in_chromium(&site, Some(chromium::headless()?))?];
        if let Some(program) = old {
            columns.push(in_old(&site, &program, &MAIN_JOB)?);
        }
        if let Some(webkit) = webkit {
            columns.push(in_webkit(&site, &webkit, &MAIN_JOB)?);
        }
        judge(&columns)
    })
}

fn or_left_out<T>(browser: Result<T>) -> Option<T> {
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
    let mut tests = end_to_end::command(process::cargo(), site)?;
    tests.env("CHROMIUM", chromium::program()?);
    tests.envs(shell.map(|shell| ("CHROMIUM_SHELL", shell)));
    run("Chromium", tests.arg("--show-output"))
}

fn in_old(site: &Path, program: &PathBuf, journeys: &[&str]) -> Result<Column> {
    let name = program.parent().and_then(Path::file_name).unwrap_or_default();
    let mut tests = end_to_end::command(process::cargo(), site)?;
    tests.env("MALL_KERNEL", "old-chromium").env("OLD_CHROMIUM", program);
    run(&name.to_string_lossy(), tests.arg("--show-output").args(journeys))
}

fn in_webkit(site: &Path, found: &WebKit, journeys: &[&str]) -> Result<Column> {
    // It opens windows, so it gets a screen of its own.
    let mut screen = process::command("xvfb-run");
    screen.arg("--auto-servernum").arg(process::cargo().get_program());
    let mut tests = end_to_end::command(screen, site)?;
    tests.env("MALL_KERNEL", "webkit");
    tests.env("WEBKITDRIVER", &found.driver).env("WEBKIT", &found.browser);
    run("webkit", tests.arg("--show-output").args(journeys))
}

/// Runs journeys to their end. The column holds those that failed. It is a failure if none ran.
fn run(name: &str, tests: &mut Command) -> Result<Column> {
    progress::step(&format!("journeys in {name}"), || {
        let mut child =
            tests.stdout(Stdio::piped()).spawn().context("the journeys cannot start")?;
        let output = BufReader::new(child.stdout.take().context("the journeys print nothing")?);
        let mut printed = Vec::new();
        for line in output.lines() {
            let line = line?;
            println!("{line}");
            printed.push(line);
        }
        let column = read(name, &printed);
        let is_success = child.wait()?.success();
        if column.is_empty() || is_success != (column.failures() == 0) {
            bail!("the journeys in {name} did not run to their end; their output is above");
        }
        Ok(column)
    })
}
