//! A PostgreSQL of the tests' and the bench's own, in a temporary folder.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::service::{self, Service};
use crate::setup::{apt, memory};
use crate::{process, progress};

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

/// A running PostgreSQL; stopped and removed when dropped.
pub struct Postgres(Service);

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
        format!("postgres://mall@127.0.0.1:{}/postgres", self.0.port())
    }

    /// Returns the port on which it listens.
    pub fn port(&self) -> u16 {
        self.0.port()
    }
}

fn start(programs: &Path, commits: Commits) -> Result<Postgres> {
    let folder = service::make_folder(&commits.folder(), "postgres")?;
    let mut initdb = service::as_user(programs.join("initdb"), &folder);
    initdb.args([
        "--username=mall",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]);
    let data = folder.join("data");
    let output = initdb.arg("--pgdata").arg(&data).output()?;
    if !output.status.success() {
        let _ = fs::remove_dir_all(&folder);
        bail!("initdb failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let port = service::free_port()?;
    let (number, fsync) = (port.to_string(), commits.fsync());
    let settings = [
        format!("fsync={fsync}"),
        format!("full_page_writes={fsync}"),
        "max_connections=300".to_owned(),
        format!("max_wal_size={}", commits.wal_size()),
    ];
    let mut arguments: Vec<&OsStr> =
        vec!["-D".as_ref(), data.as_ref(), "-p".as_ref(), number.as_ref(), "-k".as_ref()];
    arguments.extend([folder.as_os_str(), "-h".as_ref(), "127.0.0.1".as_ref()]);
    arguments.extend(settings.iter().flat_map(|setting| [OsStr::new("-c"), setting.as_ref()]));
    let is_ready = || {
        let mut ready = process::command(programs.join("pg_isready"));
        process::ask(ready.args(["--host", "127.0.0.1", "--port", &number])).is_some()
    };
    let program = programs.join("postgres");
    let service =
        Service::start("PostgreSQL", folder.clone(), port, &program, &arguments, is_ready)?;
    Ok(Postgres(service))
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

        let (port, folder) = (postgres.port(), postgres.0.folder().to_owned());
        assert!(folder.exists());
        drop(postgres);
        assert!(!folder.exists());
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    }
}
