//! Set-up, build, run and test of the whole project: `cargo xtask <command>`.

mod dist;
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
                     test [native|browser|e2e] | dist | size | tidy";

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
    let stage = if command == "test" { options::word(&mut arguments)? } else { None };
    options::none(&mut arguments)?;
    match command.as_str() {
        "test" => test::run(stage.as_deref()),
        "dist" => {
            dist::build().map(|folder| println!("the shipped page is in {}", folder.display()))
        }
        "size" => size::run(),
        "tidy" => tidy::run(),
        "help" => {
            println!("usage: {USAGE}");
            Ok(())
        }
        other => bail!("`{other}` is no command; usage: {USAGE}"),
    }
}
