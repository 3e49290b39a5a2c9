//! The journeys in every browser that the page is for, and a table of what came of them.

mod table;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::{end_to_end, part};
use crate::setup::webkit::{self, WebKit};
use crate::setup::{chromium, old_chromium};
use crate::{process, progress, size};
use table::{Column, read};

/// What runs in old browsers: the main job, and what is about the browser itself. The rest of the
/// journeys is about the page, the network and the server, whatever the browser's age.
const IN_OLD_ONES: [&str; 11] = [
    "journeys::claim::",
    "journeys::cameras::a_poster_is_read",
    "journeys::placements::",
    "journeys::showing::",
    "journeys::offline::",
    "journeys::take_over::glue_",
    "journeys::receipt::",
    "journeys::without_module::",
    "journeys::trouble::",
    "journeys::returning::",
    "journeys::odd::",
];

/// What to do about a browser other than today's Chromium that cannot be had on this machine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The other journeys still prove most of it: say so, and go on.
    Told,
    /// Who asks for all of them is not content with some.
    Fails,
}

/// Builds what is shipped, runs the journeys in all browsers and prints the table.
pub fn tests(missing: Missing) -> Result<()> {
    part("shipped build and its size", size::run)?;
    part("journeys in every browser", || {
        chromium::fonts()?;
        let columns = [
            Some(in_chromium()?),
            unless_missing(missing, old_chromium::program("chromium-78"), in_old)?,
            unless_missing(missing, old_chromium::program("chromium-89"), in_old)?,
            unless_missing(missing, webkit::prepare(), in_webkit)?,
        ];
        let columns: Vec<Column> = columns.into_iter().flatten().collect();
        println!("\n{}", table::table(&columns));
        // Once more where it is found: at the end.
        for complaint in columns.iter().flat_map(Column::complaints) {
            println!("\n{complaint}");
        }
        match columns.iter().map(Column::failures).sum::<usize>() {
            0 => Ok(()),
            1 => bail!("one journey failed; what it said is above, its stack above the table"),
            count => bail!(
                "{count} journeys failed; what they said is above, their stacks above the table"
            ),
        }
    })
}

fn unless_missing<T>(
    missing: Missing,
    found: Result<T>,
    journeys: impl FnOnce(T) -> Result<Column>,
) -> Result<Option<Column>> {
    match found {
        Ok(browser) => journeys(browser).map(Some),
        Err(failure) if missing == Missing::Told => {
            println!(
                "one browser is left out, which `cargo xtask test kernels` insists on: {failure:#}"
            );
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}

fn in_chromium() -> Result<Column> {
    let mut tests = end_to_end::command(process::cargo())?;
    tests.env("CHROMEDRIVER", chromium::driver()?).arg("--show-output");
    run("Chromium", &mut tests)
}

fn in_old(program: PathBuf) -> Result<Column> {
    let name = program.parent().and_then(Path::file_name).unwrap_or_default();
    let mut tests = end_to_end::command(process::cargo())?;
    tests.env("MALL_KERNEL", "old-chromium").env("OLD_CHROMIUM", &program);
    run(&name.to_string_lossy(), tests.arg("--show-output").args(IN_OLD_ONES))
}

fn in_webkit(found: WebKit) -> Result<Column> {
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
