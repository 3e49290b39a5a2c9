//! `cargo xtask test`: everything a change must pass.

mod browser;
mod end_to_end;
mod gallery;
mod kernels;
pub mod mini_program;
mod native;
pub mod postgres;
mod visual;

use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::setup::lint_tools;
use crate::{dist, process, size};

/// The product's packages, as all its tests select them: each library is then compiled once for all of them. With another
/// selection cargo puts other features together. The build's tools are tested apart, for what they bring.
const PRODUCT: [&str; 3] = ["--workspace", "--exclude", "xtask"];

/// Returns a cargo command about the product's packages.
fn product(subcommand: &str) -> Command {
    product_by(process::cargo(), subcommand)
}

/// Returns the same by a program that runs cargo.
fn product_by(mut cargo: Command, subcommand: &str) -> Command {
    lint_tools::lint_in(&mut cargo);
    cargo.arg(subcommand).args(PRODUCT);
    cargo
}

/// Compiles and lints all programs and tests of the product, once for all stages.
fn build() -> Result<()> {
    part("build with lints", compile)
}

fn compile() -> Result<()> {
    let mut build = product("build");
    build.args(["--bin", "mall-server", "--bin", "wasm-test-runner"]);
    build.args(["--examples", "--tests"]);
    process::run(&mut build, "the build")?;
    // Targets that plain `cargo test` leaves out are not among all tests.
    process::run(product("build").args(["--test", "*"]), "the build of the tests in browsers")
}

/// Run all tests, or those of one stage
#[derive(Args, Debug)]
pub struct Arguments {
    /// Stage to run; all of them if none is given
    stage: Option<Stage>,
}

/// A part of the tests that can be run alone.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Stage {
    /// Format, lints, structure, and tests that need no browser
    Native,
    /// Tests of the mini-program, with Node
    MiniProgram,
    /// Tests of the page's components in Chromium
    Browser,
    /// The gallery's scenes against the rules of accessibility
    Gallery,
    /// The gallery's pictures against those of the base revision
    Visual,
    /// Journeys in today's Chromium
    E2e,
    /// All journeys on the shipped page in today's Chromium, Chromium 78 and 89 and WebKit
    Kernels,
}

/// Runs all stages, or the one given.
pub fn run(arguments: &Arguments) -> Result<()> {
    let Some(stage) = arguments.stage else { return all() };
    if !matches!(stage, Stage::MiniProgram) {
        native::checks()?;
        build()?;
    }
    match stage {
        Stage::Native => native::tests()?,
        Stage::MiniProgram => mini_program::tests()?,
        Stage::Browser => browser::tests()?,
        Stage::Gallery => gallery::tests()?,
        Stage::Visual => visual::tests()?,
        Stage::E2e => end_to_end::tests()?,
        Stage::Kernels => kernels::tests()?,
    }
    println!("\nthe stage passed");
    Ok(())
}

fn all() -> Result<()> {
    // The cheap stages first, so that a slip is known within seconds.
    native::checks()?;
    mini_program::tests()?;
    build()?;
    native::tests()?;
    browser::tests()?;
    gallery::tests()?;
    visual::tests()?;
    end_to_end::types()?;
    part("budgets", || size::check(&dist::build_for_tests()?))?;
    kernels::main_job()?;
    println!("\nall stages passed\n{}", durations());
    Ok(())
}

/// The parts that have passed so far, and how long each took.
static PASSED: Mutex<Vec<(String, Duration)>> = Mutex::new(Vec::new());

/// Runs one part of a stage under a headline, and says how long it took.
fn part(headline: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    println!("\n── {headline} ──");
    let started = Instant::now();
    work()?;
    let duration = started.elapsed();
    println!("── {headline}: passed in {:.1} s", duration.as_secs_f64());
    if let Ok(mut passed) = PASSED.lock() {
        passed.push((headline.to_owned(), duration));
    }
    Ok(())
}

/// Returns a table of how many seconds each part took.
fn durations() -> String {
    let passed = PASSED.lock().map(|passed| passed.clone()).unwrap_or_default();
    let whole: Duration = passed.iter().map(|(_, duration)| *duration).sum();
    let rows = passed.into_iter().chain([("everything".to_owned(), whole)]);
    let lines = rows.map(|(name, duration)| format!("{:>7.1} s  {name}\n", duration.as_secs_f64()));
    lines.collect()
}
