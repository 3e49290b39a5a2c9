//! The server as a process with real connections. Tests stop it in several ways.

use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use axum::http::Request;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::mall::{Answer, INDEX};

/// A running demo server.
pub struct Process {
    child: Child,
    /// The address on which it listens.
    pub address: String,
}

impl Process {
    /// Starts a server on a database, with its secret and files in a folder.
    pub async fn start(database_url: &str, folder: &Path) -> Self {
        Self::run(Self::command(database_url, folder)).await
    }

    /// Builds the command that starts a server. A test may add options.
    pub fn command(database_url: &str, folder: &Path) -> Command {
        let site = folder.join("site");
        std::fs::create_dir_all(&site).unwrap();
        std::fs::write(site.join("index.html"), INDEX).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_mall-server"));
        command.args(["serve", "--demo", "--port", "0", "--requests-per-second", "0"]);
        command.args(["--database-url", database_url]).arg("--data").arg(folder);
        command.arg("--assets").arg(site).env("RUST_LOG", "off").env_remove("MALL_SECRET");
        command
    }

    /// Runs a command and waits until the server listens.
    pub async fn run(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let started = async {
            while let Some(line) = lines.next_line().await.unwrap() {
                if let Some((_, rest)) = line.split_once("wallet: http://") {
                    return rest.trim_end_matches("/wallet").to_owned();
                }
            }
            panic!("the server ended before it listened")
        };
        let address = tokio::time::timeout(Duration::from_secs(30), started).await.unwrap();
        Self { child, address }
    }

    /// Kills it, as a power cut does.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Returns the id of its process.
    pub fn id(&self) -> u32 {
        self.child.id().unwrap()
    }

    /// Asks it to stop (SIGTERM).
    pub async fn terminate(&self) {
        let id = self.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
    }

    /// Waits for its exit status.
    pub async fn end(mut self) -> ExitStatus {
        tokio::time::timeout(Duration::from_secs(30), self.child.wait()).await.unwrap().unwrap()
    }
}

/// Sends a request, and repeats it while the server is busy, so that a slow disk does not fail a test's set-up.
pub async fn ask(address: &str, request: Request<String>) -> Answer {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let answer = send(address, request.clone()).await.unwrap();
        if answer.status != 503 || Instant::now() > deadline {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Sends a request over its own connection. Returns nothing when no whole response came back.
pub async fn send(address: &str, request: Request<String>) -> Option<Answer> {
    let stream = TcpStream::connect(address).await.ok()?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.ok()?;
    let connection = tokio::spawn(connection);
    let mut request = request.map(Full::<Bytes>::from);
    request.headers_mut().insert("host", address.parse().unwrap());
    let answer = sender.send_request(request).await.ok()?;
    let (parts, body) = answer.into_parts();
    let body = body.collect().await.ok()?.to_bytes();
    drop(sender);
    let _ = connection.await;
    Some(Answer { status: parts.status.as_u16(), headers: parts.headers, body: body.to_vec() })
}
