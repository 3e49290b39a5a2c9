//! A server of the tests' own in a temporary folder, such as a database. It ends with xtask.

use std::ffi::OsStr;
use std::fs;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::process;

/// Waits until its input is closed, which happens when xtask ends in whatever way, also by Ctrl-C or
/// SIGKILL; then stops the server and removes the folder.
const KEEPER: &str = r#"
folder="$1"
shift
"$@" >"$folder/log" 2>&1 &
read -r _
kill -INT $!
wait
rm -rf "$folder"
"#;

/// The time between two looks whether a server is ready, and the most looks: 30 seconds in all.
const LOOK_INTERVAL: Duration = Duration::from_millis(100);
const MAX_LOOKS: u32 = 300;

/// A running server; stopped and removed when dropped.
pub struct Service {
    name: &'static str,
    keeper: Child,
    port: u16,
    folder: PathBuf,
}

impl Service {
    /// Starts a program that listens on a port, and waits until it is ready. Its folder also gets its log.
    pub fn start(
        name: &'static str,
        folder: PathBuf,
        port: u16,
        program: &Path,
        arguments: &[&OsStr],
        is_ready: impl Fn() -> bool,
    ) -> Result<Self> {
        let mut keeper = as_user("sh", &folder);
        keeper.args(["-c", KEEPER, "keeper"]).arg(&folder).arg(program).args(arguments);
        // It has a process group of its own, so that Ctrl-C reaches xtask only, whose end stops the server.
        let keeper = keeper.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        let service = Self { name, keeper, port, folder };
        for _ in 0..MAX_LOOKS {
            if is_ready() {
                return Ok(service);
            }
            sleep(LOOK_INTERVAL);
        }
        let log = fs::read_to_string(service.folder.join("log")).unwrap_or_default();
        bail!("{name} did not start within 30 seconds: {}", log.trim())
    }

    /// Returns the port on which it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Returns its folder.
    #[cfg(test)]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
        if self.folder.exists() {
            eprintln!("{}'s folder {} could not be removed", self.name, self.folder.display());
        }
    }
}

/// Makes a folder for a server of this process, which belongs to the user who runs the server.
pub fn make_folder(parent: &Path, name: &str) -> Result<PathBuf> {
    let folder = parent.join(format!("mall-coupons-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    if process::is_root() {
        process::run(process::command("chown").arg(user()).arg(&folder), "chown")?;
    }
    Ok(folder)
}

/// Returns a command that root runs as PostgreSQL's own user, because the servers refuse to run as root.
pub fn as_user(program: impl AsRef<OsStr>, folder: &Path) -> Command {
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
fn user() -> &'static str {
    let exists = process::ask(process::command("id").args(["-u", "postgres"])).is_some();
    if exists { "postgres" } else { "nobody" }
}

/// Returns a port on which nothing listens.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
