//! `cargo xtask bench`: how fast page and server are, beside peers that show the same.

use std::path::PathBuf;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use crate::setup::{chromium, node};
use crate::{dist, process, progress, project};

/// What the command line asks for.
pub struct Options {
    bench: String,
    runs: Option<u32>,
}

impl Options {
    /// Reads the rest of the command line.
    pub fn read(arguments: &mut Parser) -> Result<Self> {
        let (mut bench, mut runs) = (None, None);
        while let Some(argument) = arguments.next()? {
            match argument {
                Arg::Value(word) if bench.is_none() => bench = Some(word.string()?),
                Arg::Long("runs") => runs = Some(arguments.value()?.parse()?),
                other => return Err(other.unexpected().into()),
            }
        }
        match bench {
            Some(bench) if ["page", "lists", "server"].contains(&bench.as_str()) => {
                Ok(Self { bench, runs })
            }
            Some(other) => bail!("`{other}` is no bench; there are page, lists and server"),
            None => bail!("which bench? There are page, lists and server"),
        }
    }
}

/// Builds what is measured, optimized as it is shipped, and measures.
pub fn run(options: &Options) -> Result<()> {
    let assets = dist::build()?;
    let mut bench = build()?;
    bench.arg(&options.bench).args(options.runs.map(|runs| runs.to_string()));
    bench.env("MALL_ASSETS", assets).env("MALL_BENCH_RESULTS", results());
    if options.bench != "server" {
        bench.env("MALL_PEERS", peers()?).env("CHROMEDRIVER", chromium::driver()?);
        chromium::fonts()?;
    }
    process::run(&mut bench, "the bench")
}

fn results() -> PathBuf {
    project::target().join("bench")
}

fn build() -> Result<std::process::Command> {
    progress::step("building the bench", || {
        let build = ["build", "--release", "--package", "mall-bench"];
        process::run(process::cargo().args(build), "building the bench")
    })?;
    Ok(process::command(project::target().join("release/mall-bench")))
}

/// Builds the peers and gives their folder.
fn peers() -> Result<PathBuf> {
    node::packages("bench/peers", "the peers' libraries", "building the peers")?;
    let folder = results().join("peers");
    progress::step("building the peers", || {
        let mut build = process::command("node");
        build.arg(project::path("bench/peers/build.mjs")).arg(&folder);
        process::run(&mut build, "building the peers")
    })?;
    Ok(folder)
}
