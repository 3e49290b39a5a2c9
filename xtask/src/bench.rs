//! `cargo xtask bench`: how fast page, server, reader of codes and tills are, beside peers where others do the same, and
//! what greedy callers cost honest ones.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::setup::{chromium, node};
use crate::test::postgres::{Commits, Postgres};
use crate::{dist, process, progress, project};

/// Measure page, server, scanner, till and greedy callers
#[derive(Args, Debug)]
pub struct Arguments {
    #[command(subcommand)]
    bench: Bench,
}

/// The benches.
#[derive(Debug, Subcommand)]
enum Bench {
    /// Measure a first visit of the claim page, beside other frameworks
    Page(Runs),
    /// Measure long lists, beside other frameworks
    Lists(Runs),
    /// Measure how many pages the server draws a second
    Server(Runs),
    /// Measure how fast QR codes are read, beside other libraries
    Scanner(Runs),
    /// Measure how many coupons tills take a second, with PostgreSQL on disk
    Till,
    /// Measure what greedy callers cost honest ones, and the memory that they make the server take
    Greedy(Runs),
}

#[derive(Args, Debug)]
struct Runs {
    /// Number of runs of each contender
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    runs: Option<u32>,
}

impl Bench {
    /// Returns the bench's name, and the number of runs if one is given.
    fn words(&self) -> (&'static str, Option<u32>) {
        match self {
            Self::Page(Runs { runs }) => ("page", *runs),
            Self::Lists(Runs { runs }) => ("lists", *runs),
            Self::Server(Runs { runs }) => ("server", *runs),
            Self::Scanner(Runs { runs }) => ("scanner", *runs),
            Self::Till => ("till", None),
            Self::Greedy(Runs { runs }) => ("greedy", *runs),
        }
    }
}

/// Builds a bench's parts as they are shipped, and measures.
pub fn run(arguments: &Arguments) -> Result<()> {
    // These open no page in a browser, so the server can start with the document of the sources.
    let assets = match arguments.bench {
        Bench::Till | Bench::Greedy(_) => project::root().to_owned(),
        _ => dist::build()?,
    };
    let (name, runs) = arguments.bench.words();
    let mut bench = build()?;
    bench.arg(name).args(runs.map(|runs| runs.to_string()));
    bench.env("MALL_ASSETS", assets).env("MALL_BENCH_RESULTS", results());
    match arguments.bench {
        Bench::Server(_) => process::run(&mut bench, "the bench"),
        Bench::Till | Bench::Greedy(_) => {
            let postgres = Postgres::start(Commits::OnDisk)?;
            bench.env("MALL_BENCH_POSTGRES", postgres.url());
            bench.env("MALL_SERVER", project::target().join("release/mall-server"));
            process::run(&mut bench, "the bench")
        }
        // Its peers are libraries for Node, not built into pages.
        Bench::Scanner(_) => {
            libraries()?;
            bench.env("MALL_PEERS", project::path(PEERS));
            process::run(&mut bench, "the bench")
        }
        Bench::Page(_) | Bench::Lists(_) => {
            bench.env("MALL_PEERS", peers()?).env("CHROMIUM", chromium::program()?);
            chromium::fonts()?;
            process::run(&mut bench, "the bench")
        }
    }
}

fn results() -> PathBuf {
    project::target().join("bench")
}

fn build() -> Result<std::process::Command> {
    progress::step("building the bench", || {
        let build = ["build", "--release", "--package", "mall-bench", "--package", "mall-server"];
        process::run(process::cargo().args(build), "building the bench")
    })?;
    Ok(process::command(project::target().join("release/mall-bench")))
}

/// The folder of the peers.
const PEERS: &str = "bench/peers";

fn libraries() -> Result<()> {
    node::packages(PEERS, "the peers' libraries", "the peers").map(drop)
}

/// Builds the peers and returns their folder.
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
