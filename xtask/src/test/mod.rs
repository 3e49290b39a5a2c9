//! `cargo xtask test`: everything a change must pass.

mod browser;
mod end_to_end;
mod gallery;
pub mod kernels;
pub mod mini_program;
mod native;
mod part;
pub mod pgbouncer;
pub mod postgres;
mod product;
mod service;
mod visual;

use std::time::Instant;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::{dist, process, size};
use part::{durations, part, side_by_side};
use product::product;

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
    let started = Instant::now();
    // The cheap stages come first, so that a small mistake is found within seconds.
    native::checks()?;
    mini_program::tests()?;
    build()?;
    native::tests()?;
    browser::build()?;
    side_by_side(browser::run, gallery::tests)?;
    visual::tests()?;
    end_to_end::types()?;
    part("budgets", || size::check(&dist::build_for_tests()?))?;
    kernels::main_job()?;
    println!("\nall stages passed\n{}", durations(started.elapsed()));
    Ok(())
}
