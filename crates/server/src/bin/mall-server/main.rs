//! `mall-server`: serves pages and interface, and sets up malls, placements, keys and people.

mod command_line;
mod import;
mod import_table;
mod key;
mod outcome;
mod placements;
mod posters;
mod receipt;
mod serve;
mod staff;
mod storage;
mod strangers;
mod values;
mod wechat;

use std::io;
use std::process::ExitCode;

use clap::Parser;
use tokio::runtime::Runtime;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::prelude::*;

use command_line::{Command, CommandLine};
use outcome::Outcome;

fn main() -> ExitCode {
    let command_line = CommandLine::parse();
    start_log();
    match run(command_line) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("mall-server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Starts the log: lines of JSON on standard error, filtered by the variable `RUST_LOG`.
fn start_log() {
    let filter = std::env::var("RUST_LOG").ok().and_then(|filter| filter.parse().ok());
    let filter = filter.unwrap_or_else(|| Targets::new().with_default(LevelFilter::INFO));
    let lines = tracing_subscriber::fmt::layer().json().with_writer(io::stderr);
    tracing_subscriber::registry().with(lines.with_filter(filter)).init();
}

fn run(CommandLine { storage, command }: CommandLine) -> Outcome {
    Runtime::new()?.block_on(async {
        match command {
            Command::Serve(arguments) => serve::run(&storage, arguments).await,
            Command::Import(arguments) => import::run(&storage, &arguments).await,
            Command::Placements(arguments) => placements::run(&storage, &arguments).await,
            Command::Posters(arguments) => posters::run(&storage, arguments).await,
            Command::Key(arguments) => key::run(&storage, &arguments).await,
            Command::Staff(arguments) => staff::run(&storage, &arguments).await,
        }
    })
}
