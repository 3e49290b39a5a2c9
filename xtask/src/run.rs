//! `cargo xtask run`: the demo mall on this machine.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use crate::{page, process, progress, project};

/// Build page and server, fill a demo mall and serve it
///
/// The start page at http://127.0.0.1:8080/ leads to the shoppers' page, the till and the gallery.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Port to serve at
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Folder for the database and the server's secret [default: data/ of the project]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Database to use, `sqlite:` or `postgres:`, instead of SQLite in the data folder
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
}

/// Builds page and server, then becomes the server.
pub fn run(arguments: &Arguments) -> Result<()> {
    let data = match &arguments.data {
        Some(folder) => std::path::absolute(folder)?,
        None => project::path("data"),
    };
    let assets = page::build()?;
    let server = build_server()?;
    let mut serve = process::command(server);
    serve.args(["serve", "--demo", "--port", &arguments.port.to_string()]);
    serve.arg("--data").arg(data).arg("--assets").arg(assets);
    if let Some(url) = &arguments.database_url {
        serve.args(["--database-url", url]);
    }
    become_program(&mut serve)
}

/// Builds the server and returns its program.
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
