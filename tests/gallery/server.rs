//! A server program with the demo mall.

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
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
        let told = BufReader::new(child.stdout.take().expect("piped")).lines();
        let url = told.map_while(Result::ok).find_map(|line| {
            let url = line.strip_prefix("Pay at a demo store:")?;
            Some(url.trim().trim_end_matches('/').to_owned())
        });
        Self { child, url: url.expect("the server says where it listens"), _data: data }
    }

    /// Returns the document at an address as the server sends it.
    pub fn document(&self, path: &str) -> String {
        let host = self.url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).expect("the server takes a call");
        // In HTTP/1.0 an answer arrives whole and ends with the connection.
        write!(stream, "GET {path} HTTP/1.0\r\nHost: {host}\r\nAccept: text/html\r\n\r\n")
            .expect("it can be asked");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (_, document) = answer.split_once("\r\n\r\n").expect("an answer of HTTP");
        document.to_owned()
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

/// Reads a path from an environment variable that `cargo xtask test` sets.
pub fn path_in(variable: &str) -> std::path::PathBuf {
    env::var_os(variable).unwrap_or_else(|| panic!("{variable}: `cargo xtask test` sets it")).into()
}
