//! Builds, runs, tests and measures the whole project: `cargo xtask COMMAND`.

mod bench;
mod command_line;
mod dist;
mod fuzz;
mod guards;
mod page;
mod process;
mod progress;
mod project;
mod run;
mod setup;
mod size;
mod test;
mod test_names;
mod tidy;
mod tokens;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use command_line::{Command, CommandLine};

fn main() -> ExitCode {
    match run(CommandLine::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    match command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Dist => {
            let folder = dist::build()?;
            println!("the shipped page is in {}", folder.display());
            Ok(())
        }
        Command::Size => size::run(),
        Command::Tidy(arguments) => tidy::run(&arguments),
        Command::Guards(arguments) => guards::run(&arguments),
        Command::Fuzz(arguments) => fuzz::run(&arguments),
    }
}
