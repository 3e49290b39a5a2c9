//! A PgBouncer before the tests' PostgreSQL, which lends connections for one transaction only.

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::postgres::Postgres;
use super::service::{self, Service};
use crate::setup::{apt, memory};
use crate::{process, progress};

/// A running pooler; stopped and removed when dropped.
pub struct PgBouncer(Service);

impl PgBouncer {
    /// The environment variable in which tests find the pooler.
    pub const VARIABLE: &str = "TEST_PGBOUNCER_URL";

    /// Starts one before a PostgreSQL, installing PgBouncer when it is missing.
    pub fn start(postgres: &Postgres) -> Result<Self> {
        let program = match program() {
            Some(program) => program,
            None => {
                apt::install(&["pgbouncer"], "testing with a pooler")?;
                program().context("PgBouncer was installed, but is not in /usr/sbin")?
            }
        };
        progress::step("starting PgBouncer", || start(&program, postgres))
    }

    /// Returns the address for tests.
    pub fn url(&self) -> String {
        format!("postgres://mall@127.0.0.1:{}/postgres", self.0.port())
    }
}

/// Debian installs it where only root's search path leads.
fn program() -> Option<PathBuf> {
    let usual = PathBuf::from("/usr/sbin/pgbouncer");
    process::find("pgbouncer").or_else(|| usual.exists().then_some(usual))
}

fn start(program: &Path, postgres: &Postgres) -> Result<PgBouncer> {
    let folder = service::make_folder(&memory::folder(), "pgbouncer")?;
    let port = service::free_port()?;
    // Its own default for drivers that send this parameter, like ours, is to refuse them.
    let settings = format!(
        "[databases]\n* = host=127.0.0.1 port={} user=mall\n\
         [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
         auth_type = any\npool_mode = transaction\nignore_startup_parameters = extra_float_digits\n",
        postgres.port()
    );
    let file = folder.join("pgbouncer.ini");
    fs::write(&file, settings)?;
    let is_ready = || TcpStream::connect(("127.0.0.1", port)).is_ok();
    let arguments = [file.as_os_str()];
    let service = Service::start("PgBouncer", folder.clone(), port, program, &arguments, is_ready)?;
    Ok(PgBouncer(service))
}
