//! Set-up, build, run and test of the whole project: `cargo xtask <command>`.

mod dist;
mod options;
mod page;
mod process;
mod progress;
mod project;
mod run;
mod setup;

use std::process::ExitCode;

use anyhow::Result;

const USAGE: &str = "cargo xtask run [--port 8080] [--data DIR] [--database-url URL] | dist";

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
    let command = options::word(&mut arguments)?;
    match command.as_deref() {
        Some("run") => run::run(&run::Options::read(&mut arguments)?),
        Some("dist") => {
            options::none(&mut arguments)?;
            dist::build().map(|_| ())
        }
        None | Some("help") => {
            println!("usage: {USAGE}");
            Ok(())
        }
        Some(other) => anyhow::bail!("`{other}` is not a command; usage: {USAGE}"),
    }
}
