//! The journeys in every browser that the page is for, and a table of what came of them.

mod table;

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::{end_to_end, part};
use crate::setup::{chromium, old_chromium, webkit};
use crate::{process, progress, size};
use table::{Column, read};

/// What runs in old browsers: the main job, and what is about the browser itself. The rest of the
/// journeys is about the page, the network and the server, whatever the browser's age.
const IN_OLD_ONES: [&str; 6] = [
    "journeys::claim::",
    "journeys::receipt::",
    "journeys::without_module::",
    "journeys::trouble::",
    "journeys::returning::",
    "journeys::odd::",
];

/// Builds what is shipped, runs the journeys in all browsers and prints the table.
pub fn tests() -> Result<()> {
    part("shipped build and its size", size::run)?;
    part("journeys in every browser", || {
        chromium::fonts()?;
        let columns =
            [in_chromium()?, in_old("chromium-78")?, in_old("chromium-89")?, in_webkit()?];
        println!("\n{}", table::table(&columns));
        match columns.iter().map(Column::failures).sum::<usize>() {
            0 => Ok(()),
            1 => bail!("one journey failed; what it said is above the table"),
            count => bail!("{count} journeys failed; what they said is above the table"),
        }
    })
}

fn in_chromium() -> Result<Column> {
    let mut tests = end_to_end::command(process::cargo())?;
    tests.env("CHROMEDRIVER", chromium::driver()?).arg("--show-output");
    run("Chromium", &mut tests)
}

fn in_old(name: &str) -> Result<Column> {
    let mut tests = end_to_end::command(process::cargo())?;
    tests.env("MALL_KERNEL", "old-chromium").env("OLD_CHROMIUM", old_chromium::program(name)?);
    run(name, tests.arg("--show-output").args(IN_OLD_ONES))
}

fn in_webkit() -> Result<Column> {
    let found = webkit::prepare()?;
    // It opens windows, on a screen of its own.
    let mut screen = process::command("xvfb-run");
    screen.arg("--auto-servernum").arg(process::cargo().get_program());
    let mut tests = end_to_end::command(screen)?;
    tests.env("MALL_KERNEL", "webkit");
    tests.env("WEBKITDRIVER", found.driver).env("WEBKIT", found.browser);
    run("webkit", tests.arg("--show-output"))
}

/// Runs journeys to their end. That some fail is told by the column; that none ran is a failure.
fn run(name: &str, tests: &mut Command) -> Result<Column> {
    progress::step(&format!("journeys in {name}"), || {
        let mut child =
            tests.stdout(Stdio::piped()).spawn().context("the journeys cannot start")?;
        let output = BufReader::new(child.stdout.take().context("the journeys say nothing")?);
        let mut said = Vec::new();
        for line in output.lines() {
            let line = line?;
            println!("{line}");
            said.push(line);
        }
        let column = read(name, &said);
        let ended_well = child.wait()?.success();
        if column.is_empty() || ended_well != (column.failures() == 0) {
            bail!("the journeys in {name} did not run to their end; what they said is above");
        }
        Ok(column)
    })
}
