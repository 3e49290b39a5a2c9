//! A PgBouncer before the tests' PostgreSQL, which lends connections for one transaction only.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::postgres::{Postgres, as_user, free_port, user};
use crate::setup::{apt, memory};
use crate::{process, progress};

/// Waits until its input is closed, which happens when xtask ends in whatever way; then stops the pooler and removes
/// the folder.
const KEEPER: &str = r#"
"$1" "$2/pgbouncer.ini" >"$2/log" 2>&1 &
read -r _
kill -INT $!
wait
rm -rf "$2"
"#;

/// A running pooler; stopped and removed when dropped.
pub struct PgBouncer {
    keeper: Child,
    port: u16,
}

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
        format!("postgres://mall@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// Debian installs it where only root's search path leads.
fn program() -> Option<PathBuf> {
    let usual = PathBuf::from("/usr/sbin/pgbouncer");
    process::find("pgbouncer").or_else(|| usual.exists().then_some(usual))
}

fn start(program: &PathBuf, postgres: &Postgres) -> Result<PgBouncer> {
    let folder = memory::folder().join(format!("mall-coupons-pgbouncer-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let port = free_port()?;
    // Its own default for drivers that send this parameter, like ours, is to refuse them.
    let settings = format!(
        "[databases]\n* = host=127.0.0.1 port={} user=mall\n\
         [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
         auth_type = any\npool_mode = transaction\nignore_startup_parameters = extra_float_digits\n",
        postgres.port()
    );
    fs::write(folder.join("pgbouncer.ini"), settings)?;
    if process::is_root() {
        process::run(process::command("chown").arg("-R").arg(user()).arg(&folder), "chown")?;
    }
    let mut keeper = as_user("sh", &folder);
    keeper.args(["-c", KEEPER, "keeper"]).arg(program).arg(&folder);
    let keeper = keeper.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
    let pooler = PgBouncer { keeper, port };
    for _ in 0..300 {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok(pooler);
        }
        sleep(Duration::from_millis(100));
    }
    let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
    bail!("PgBouncer did not start within 30 seconds: {}", log.trim())
}
