//! Set-up, build, run, test and bench of the whole project: `cargo xtask <command>`.

mod bench;
mod dist;
mod guards;
mod options;
mod page;
mod process;
mod progress;
mod project;
mod run;
mod setup;
mod size;
mod test;
mod tidy;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "cargo xtask run [--port 8080] [--data DIR] [--database-url URL] | \
                     test [native|mini-program|browser|gallery|visual|e2e|kernels] | bench page|lists|server|scanner|till [--runs N] | \
                     dist | size | tidy | guards [NAME]";

fn main() -> ExitCode {
    match run_command() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure:#}");
            ExitCode::FAILURE
        }
    }
}

fn run_command() -> Result<()> {
    let mut arguments = lexopt::Parser::from_env();
    let Some(command) = options::word(&mut arguments)? else {
        println!("usage: {USAGE}");
        return Ok(());
    };
    if command == "run" {
        return run::run(&run::Options::read(&mut arguments)?);
    }
    if command == "bench" {
        return bench::run(&bench::Options::read(&mut arguments)?);
    }
    let takes_word = command == "test" || command == "guards";
    let word = if takes_word { options::word(&mut arguments)? } else { None };
    options::none(&mut arguments)?;
    match command.as_str() {
        "test" => test::run(word.as_deref()),
        "dist" => {
            dist::build().map(|folder| println!("the shipped page is in {}", folder.display()))
        }
        "size" => size::run(),
        "guards" => guards::run(word.as_deref()),
        "tidy" => tidy::run(),
        "help" => {
            println!("usage: {USAGE}");
            Ok(())
        }
        other => bail!("`{other}` is no command; usage: {USAGE}"),
    }
}
