//! A PostgreSQL of the tests' and the bench's own, in a temporary folder.

use std::fs;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::setup::{apt, memory};
use crate::{process, progress};

/// Waits until its input is closed, which happens when xtask ends in whatever way, also by Ctrl-C or
/// SIGKILL; then stops the server and removes the folder.
const KEEPER: &str = r#"
"$1/postgres" -D "$2/data" -p "$3" -k "$2" -h 127.0.0.1 \
    -c "fsync=$4" -c "full_page_writes=$4" -c max_connections=300 -c "max_wal_size=$5" >"$2/log" 2>&1 &
read -r _
kill -INT $!
wait
rm -rf "$2"
"#;

/// The durability that a commit waits for.
#[derive(Clone, Copy)]
pub enum Commits {
    /// For nothing: the tests kill *our* server to see that nothing acknowledged is lost, never the
    /// database or the machine.
    InMemory,
    /// For the disk, as PostgreSQL is shipped and a mall runs it.
    OnDisk,
}

impl Commits {
    fn fsync(self) -> &'static str {
        match self {
            Self::InMemory => "off",
            Self::OnDisk => "on",
        }
    }

    /// Returns the size to which the log of changes grows. Memory is not filled with it.
    fn wal_size(self) -> &'static str {
        match self {
            Self::InMemory => "64MB",
            Self::OnDisk => "1GB",
        }
    }

    fn folder(self) -> PathBuf {
        match self {
            Self::InMemory => memory::folder(),
            Self::OnDisk => std::env::temp_dir(),
        }
    }
}

/// A running server; stopped and removed when dropped.
pub struct Postgres {
    keeper: Child,
    port: u16,
    folder: PathBuf,
}

impl Postgres {
    /// The environment variable in which tests find the server.
    pub const VARIABLE: &str = "TEST_POSTGRES_URL";

    /// Starts one, installing PostgreSQL when it is missing.
    pub fn start(commits: Commits) -> Result<Self> {
        let programs = match programs() {
            Some(folder) => folder,
            None => {
                apt::install(&["postgresql"], "testing with PostgreSQL")?;
                programs().context(
                    "PostgreSQL was installed, but its programs are not in /usr/lib/postgresql",
                )?
            }
        };
        progress::step("starting PostgreSQL", || start(&programs, commits))
    }

    /// Returns the address for tests. Its user is a superuser, because tests make databases of their own.
    pub fn url(&self) -> String {
        format!("postgres://mall@127.0.0.1:{}/postgres", self.port)
    }

    /// Returns the port on which it listens.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
        if self.folder.exists() {
            eprintln!("PostgreSQL's folder {} could not be removed", self.folder.display());
        }
    }
}

fn start(programs: &Path, commits: Commits) -> Result<Postgres> {
    let folder = commits.folder().join(format!("mall-coupons-postgres-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    if process::is_root() {
        process::run(process::command("chown").arg(user()).arg(&folder), "chown")?;
    }
    let mut initdb = as_user(programs.join("initdb"), &folder);
    initdb.args([
        "--username=mall",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]);
    let output = initdb.arg("--pgdata").arg(folder.join("data")).output()?;
    if !output.status.success() {
        let _ = fs::remove_dir_all(&folder);
        bail!("initdb failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let port = free_port()?;
    let mut keeper = as_user("sh", &folder);
    keeper.args(["-c", KEEPER, "keeper"]).arg(programs).arg(&folder);
    keeper.args([&port.to_string(), commits.fsync(), commits.wal_size()]);
    // It has a process group of its own, so that Ctrl-C reaches xtask only, whose end stops the server.
    let keeper = keeper.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
    let postgres = Postgres { keeper, port, folder };
    wait_until_ready(programs, port, &postgres.folder)?;
    Ok(postgres)
}

fn wait_until_ready(programs: &Path, port: u16, folder: &Path) -> Result<()> {
    let port = port.to_string();
    for _ in 0..300 {
        let mut ready = process::command(programs.join("pg_isready"));
        if process::ask(ready.args(["--host", "127.0.0.1", "--port", &port])).is_some() {
            return Ok(());
        }
        sleep(Duration::from_millis(100));
    }
    let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
    bail!("PostgreSQL did not start within 30 seconds: {}", log.trim())
}

/// Returns a command that root runs as PostgreSQL's own user, because PostgreSQL refuses to run as root.
pub fn as_user(program: impl AsRef<std::ffi::OsStr>, folder: &Path) -> Command {
    let mut command = if process::is_root() {
        let mut command = process::command("setpriv");
        command.args([&format!("--reuid={}", user()), "--clear-groups", "--"]).arg(program);
        command
    } else {
        process::command(program)
    };
    command.current_dir(folder);
    command
}

/// Returns the name of PostgreSQL's own user, if the system has it.
pub fn user() -> &'static str {
    let exists = process::ask(process::command("id").args(["-u", "postgres"])).is_some();
    if exists { "postgres" } else { "nobody" }
}

/// Returns the folder with PostgreSQL's programs; the newest version if there are several.
fn programs() -> Option<PathBuf> {
    let complete =
        |folder: &PathBuf| folder.join("initdb").exists() && folder.join("pg_isready").exists();
    // In the search path there may be a link to the folder's program.
    let linked = process::find("initdb").and_then(|initdb| fs::canonicalize(initdb).ok());
    let linked = linked.and_then(|initdb| initdb.parent().map(Path::to_owned));
    linked.filter(complete).or_else(|| {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
        let number = |folder: &PathBuf| folder.parent()?.file_name()?.to_str()?.parse::<u32>().ok();
        let folders = versions.filter_map(|entry| Some(entry.ok()?.path().join("bin")));
        folders.filter(complete).max_by_key(number)
    })
}

/// Returns a port on which nothing listens.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::{Commits, Postgres, programs};
    use crate::process;

    #[test]
    fn a_database_server_answers_and_leaves_no_files() {
        let postgres = Postgres::start(Commits::OnDisk).unwrap();
        let psql = programs().unwrap().join("psql");
        let answer =
            process::ask(process::command(psql).args([&postgres.url(), "-Atc", "show fsync"]));
        assert_eq!(answer.as_deref(), Some("on"));

        let (port, folder) = (postgres.port, postgres.folder.clone());
        assert!(folder.exists());
        drop(postgres);
        assert!(!folder.exists());
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    }
}
