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

use anyhow::{Result, bail};

use kernels::Missing;

/// The product's packages, as all its tests select them: each library is then compiled once for all of them. With another
/// selection cargo puts other features together. The build's tools are tested apart, for what they bring.
const PRODUCT: [&str; 5] = ["--workspace", "--exclude", "xtask", "--exclude", "wasm-test-runner"];

/// Runs all stages, or the one named.
pub fn run(stage: Option<&str>) -> Result<()> {
    match stage {
        None => {
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
        }
        Some("native") => {
            native::checks()?;
            native::tests()?;
            println!("\nthe native stage passed");
        }
        Some("mini-program") => {
            mini_program::tests()?;
            println!("\nthe mini-program stage passed");
        }
        Some("browser") => {
            browser::tests()?;
            println!("\nthe browser stage passed");
        }
        Some("e2e") => {
            end_to_end::tests()?;
            println!("\nthe e2e stage passed");
        }
        Some("kernels") => {
            kernels::tests(Missing::Fails)?;
            println!("\nthe kernels stage passed");
        }
        Some("gallery") => {
            gallery::tests()?;
            println!("\nthe gallery stage passed");
        }
        Some("visual") => {
            visual::tests()?;
            println!("\nthe visual stage passed");
        }
        Some(other) => {
            bail!(
                "`{other}` is no stage of the tests; there are native, mini-program, browser, gallery, \
                 visual, e2e and kernels"
            )
        }
    }
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
