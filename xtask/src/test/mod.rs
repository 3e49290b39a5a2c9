//! `cargo xtask test`: everything a change must pass.

mod browser;
mod end_to_end;
mod gallery;
mod kernels;
pub mod mini_program;
mod native;
pub mod postgres;
mod visual;

use std::time::Instant;

use anyhow::Result;
use clap::{Args, ValueEnum};

use kernels::Missing;

/// The product's packages, as all its tests select them: each library is then compiled once for all of them. With another
/// selection cargo puts other features together. The build's tools are tested apart, for what they bring.
const PRODUCT: [&str; 5] = ["--workspace", "--exclude", "xtask", "--exclude", "wasm-test-runner"];

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
    /// Journeys through the shipped page in today's Chromium
    E2e,
    /// Journeys in today's Chromium, Chromium 78 and 89 and WebKit
    Kernels,
}

/// Runs all stages, or the one given.
pub fn run(arguments: &Arguments) -> Result<()> {
    let Some(stage) = arguments.stage else { return all() };
    match stage {
        Stage::Native => {
            native::checks()?;
            native::tests()?;
        }
        Stage::MiniProgram => mini_program::tests()?,
        Stage::Browser => browser::tests()?,
        Stage::Gallery => gallery::tests()?,
        Stage::Visual => visual::tests()?,
        Stage::E2e => end_to_end::tests()?,
        Stage::Kernels => kernels::tests(Missing::Fails)?,
    }
    println!("\nthe stage passed");
    Ok(())
}

fn all() -> Result<()> {
    // The cheap stages first, so that a slip is known within seconds.
    native::checks()?;
    mini_program::tests()?;
    native::tests()?;
    browser::tests()?;
    gallery::tests()?;
    visual::tests()?;
    end_to_end::types()?;
    // Those in today's Chromium are the end-to-end stage.
    kernels::tests(Missing::Told)?;
    println!("\nall stages passed");
    Ok(())
}

/// Runs one part of a stage under a headline, and says how long it took.
fn part(headline: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    println!("\n── {headline} ──");
    let started = Instant::now();
    work()?;
    println!("── {headline}: passed in {:.1} s", started.elapsed().as_secs_f64());
    Ok(())
}
