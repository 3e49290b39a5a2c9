//! `cargo xtask run`: the demo mall on this machine.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use lexopt::{Arg, Parser, ValueExt};

use crate::{page, process, progress, project};

/// What the command line asks for.
pub struct Options {
    port: u16,
    data: PathBuf,
    database_url: Option<String>,
}

impl Options {
    /// Reads the rest of the command line.
    pub fn read(arguments: &mut Parser) -> Result<Self> {
        let mut options = Self { port: 8080, data: project::path("data"), database_url: None };
        while let Some(argument) = arguments.next()? {
            match argument {
                Arg::Long("port") => options.port = arguments.value()?.parse()?,
                Arg::Long("data") => options.data = std::path::absolute(arguments.value()?)?,
                Arg::Long("database-url") => {
                    options.database_url = Some(arguments.value()?.string()?)
                }
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }
}

/// Builds page and server, then becomes the server.
pub fn run(options: &Options) -> Result<()> {
    let assets = page::build()?;
    let server = build_server()?;
    let mut serve = process::command(server);
    serve.args(["serve", "--demo", "--port", &options.port.to_string()]);
    serve.arg("--data").arg(&options.data).arg("--assets").arg(assets);
    if let Some(url) = &options.database_url {
        serve.args(["--database-url", url]);
    }
    become_program(&mut serve)
}

/// Builds the server and gives its program.
///
/// In cargo's development profile. The gallery's tests run this one, too; with the features that other tests bring, its
/// libraries are others.
pub fn build_server() -> Result<PathBuf> {
    progress::step("building the server", || {
        process::run(
            process::cargo().args(["build", "--package", "mall-server"]),
            "building the server",
        )
    })?;
    Ok(project::target().join("debug").join(format!("mall-server{}", std::env::consts::EXE_SUFFIX)))
}

/// Puts the program in this one's place, so that Ctrl-C and other signals reach it and nothing else.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(command.exec()).context("the server could not be started")
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<()> {
    let status = command.status().context("the server could not be started")?;
    anyhow::ensure!(status.success(), "the server ended with {status}");
    Ok(())
}
