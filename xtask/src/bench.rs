//! `cargo xtask bench`: how fast page, server, reader of codes and tills are, beside peers where others do the same.

use std::path::PathBuf;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use crate::setup::{chromium, node};
use crate::test::postgres::{Commits, Postgres};
use crate::{dist, process, progress, project};

/// What there is to measure.
const BENCHES: [&str; 5] = ["page", "lists", "server", "scanner", "till"];

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
            Some(bench) if bench == "till" && runs.is_some() => {
                bail!("`till` runs once, for a fixed time: it takes no `--runs`")
            }
            Some(bench) if BENCHES.contains(&bench.as_str()) => Ok(Self { bench, runs }),
            Some(other) => {
                bail!("`{other}` is no bench; there are page, lists, server, scanner and till")
            }
            None => bail!("which bench? There are page, lists, server, scanner and till"),
        }
    }
}

/// Builds what is measured, optimized as it is shipped, and measures.
pub fn run(options: &Options) -> Result<()> {
    // Tills have no page: the document as it stands in the sources starts the server too.
    let assets = if options.bench == "till" { project::root().to_owned() } else { dist::build()? };
    let mut bench = build()?;
    bench.arg(&options.bench).args(options.runs.map(|runs| runs.to_string()));
    bench.env("MALL_ASSETS", assets).env("MALL_BENCH_RESULTS", results());
    match options.bench.as_str() {
        "server" => {}
        "till" => {
            let postgres = Postgres::start(Commits::OnDisk)?;
            bench.env("MALL_BENCH_POSTGRES", postgres.url());
            return process::run(&mut bench, "the bench");
        }
        // Its peers are libraries for Node, not built into pages.
        "scanner" => {
            libraries()?;
            bench.env("MALL_PEERS", project::path(PEERS));
        }
        _ => {
            bench.env("MALL_PEERS", peers()?).env("CHROMEDRIVER", chromium::driver()?);
            chromium::fonts()?;
        }
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

/// Where the peers are.
const PEERS: &str = "bench/peers";

fn libraries() -> Result<()> {
    node::packages(PEERS, "the peers' libraries", "the peers").map(drop)
}

/// Builds the peers and gives their folder.
fn peers() -> Result<PathBuf> {
    libraries()?;
    let folder = results().join("peers");
    progress::step("building the peers", || {
        let mut build = process::command("node");
        build.arg(project::path(PEERS).join("build.mjs")).arg(&folder);
        process::run(&mut build, "building the peers")
    })?;
    Ok(folder)
}
