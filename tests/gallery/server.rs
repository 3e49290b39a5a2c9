//! A server program with the demo mall.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// A running server. Dropping it stops the server.
pub struct Server {
    child: Child,
    url: String,
    _data: TempDir,
}

impl Server {
    /// Starts a program that serves the files of a folder.
    pub fn start(program: &Path, site: &Path) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let mut child = Command::new(program)
            .args(["serve", "--demo", "--port", "0", "--requests-per-second", "0"])
            .arg("--data")
            .arg(data.path())
            .arg("--assets")
            .arg(site)
            .env("RUST_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let url = lines.map_while(Result::ok).find_map(|line| {
            let url = line.strip_prefix("Pay at a demo store:")?;
            Some(url.trim().trim_end_matches('/').to_owned())
        });
        Self { child, url: url.expect("the server says where it listens"), _data: data }
    }

    /// Returns an address of the server.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
