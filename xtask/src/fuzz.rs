//! `cargo xtask fuzz`: random requests from the interface's own description.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::run::build_server;
use crate::setup::{memory, schemathesis};
use crate::{process, project};

/// The answers must be those of the description. A request may follow its description and still be refused, because it
/// names a store that does not exist. The hooks add the rights to each request, so nothing is learnt by leaving them out.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance,unsupported_method,\
                      allow_header_conformance";

/// Send random requests, made from docs/openapi.json, to a demo server and compare the answers with it
#[derive(Args, Debug)]
pub struct Arguments {
    /// Part of the interface; all of them if none is given
    part: Option<Part>,
    /// Number that the requests are made from: the same number makes the same requests
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Most random requests for each operation, besides those at the limits of its parameters
    #[arg(long, default_value_t = 100)]
    requests: u32,
}

/// A part of the interface, by who calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Pages, without any rights
    Public,
    /// Pages, with the session of a shopper who has a coupon
    Shopper,
    /// The till and the staff's own sessions, as a store's manager
    Staff,
    /// The mall's own system, with signatures
    Signed,
}

const PARTS: [Part; 4] = [Part::Public, Part::Shopper, Part::Staff, Part::Signed];

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Shopper => "shopper",
            Self::Staff => "staff",
            Self::Signed => "signed",
        }
    }

    /// Returns the options that pick its operations.
    fn operations(self) -> &'static [&'static str] {
        match self {
            // A stream of events has no end. The demo has no official account, and says so by 501.
            Self::Public | Self::Shopper => &[
                "--include-tag",
                "page",
                "--exclude-path",
                "/v1/coupons/{id}/events",
                "--exclude-path",
                "/v1/wechat/js-config",
            ],
            // The end of the session would end the test.
            Self::Staff => &[
                "--include-tag",
                "till",
                "--include-tag",
                "staff",
                "--exclude-path",
                "/v1/staff/session",
                "--exclude-path",
                "/v1/staff/sessions",
                "--exclude-path",
                "/v1/staff/password",
            ],
            Self::Signed => &["--include-tag", "mall system"],
        }
    }
}

/// Builds the server and sends the requests.
pub fn run(arguments: &Arguments) -> Result<()> {
    let parts = arguments.part.map_or(PARTS.to_vec(), |part| vec![part]);
    send(&parts, arguments.seed, arguments.requests)
}

fn send(parts: &[Part], seed: u32, requests: u32) -> Result<()> {
    let program = schemathesis::program()?;
    let server = Server::start()?;
    let mut differing = Vec::new();
    for part in parts {
        println!("\n{}:", part.name());
        let mut fuzz = process::command(&program);
        fuzz.arg("run").arg(format!("{}/v1/openapi.json", server.url));
        fuzz.args(["--phases", "coverage,fuzzing", "--checks", CHECKS, "--warnings", "off"]);
        fuzz.args(["--seed", &seed.to_string(), "--max-examples", &requests.to_string()]);
        fuzz.args(["--generation-database", "none", "--no-color"]).args(part.operations());
        fuzz.env("SCHEMATHESIS_HOOKS", project::path("xtask/fuzz/hooks.py"));
        // It writes a cache where it runs.
        fuzz.current_dir(&server.folder);
        fuzz.env("MALL_SERVER", &server.url).env("MALL_PART", part.name());
        fuzz.env("MALL_KEY", &server.key).env("MALL_KEY_SECRET", &server.key_secret);
        if !fuzz.status().context("schemathesis could not be started")?.success() {
            differing.push(part.name());
        }
    }
    if !differing.is_empty() {
        bail!(
            "answers differ from docs/openapi.json in: {}; the requests are above, with commands to repeat them",
            differing.join(", ")
        );
    }
    Ok(())
}

/// A demo server of its own, stopped and removed when dropped.
struct Server {
    child: Child,
    folder: PathBuf,
    url: String,
    key: String,
    key_secret: String,
}

impl Server {
    fn start() -> Result<Self> {
        let program = build_server()?;
        let folder = memory::folder().join(format!("mall-coupons-fuzz-{}", std::process::id()));
        let site = folder.join("site");
        fs::create_dir_all(&site)?;
        fs::copy(project::path("index.html"), site.join("index.html"))?;
        let mut serve = process::command(&program);
        serve.args(["serve", "--demo", "--port", "0", "--requests-per-second", "0", "--data"]);
        serve.arg(folder.join("data")).arg("--assets").arg(&site).env("RUST_LOG", "off");
        let mut child = serve.stdout(Stdio::piped()).spawn().context("the server did not start")?;
        let lines = BufReader::new(child.stdout.take().context("the server prints nothing")?);
        let mut server = Self {
            child,
            folder,
            url: String::new(),
            key: String::new(),
            key_secret: String::new(),
        };
        server.url = address(lines)?;
        let key = key(process::command(&program).arg("--data").arg(server.folder.join("data")))?;
        (server.key, server.key_secret) = key;
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Reads the server's address from the lines it prints.
fn address(lines: impl BufRead) -> Result<String> {
    for line in lines.lines() {
        let line = line?;
        if let Some((_, rest)) = line.split_once("wallet: ") {
            return Ok(rest.trim().trim_end_matches("/wallet").to_owned());
        }
    }
    bail!("the server ended before it listened")
}

/// Makes an API key of the demo mall, and returns its id and its secret.
fn key(command: &mut Command) -> Result<(String, String)> {
    let printed = process::ask(command.args(["key", "aurora"])).context("no API key was made")?;
    let word = |name: &str| {
        let line = printed.lines().find_map(|line| line.strip_prefix(name));
        line.map(|rest| rest.trim().to_owned()).with_context(|| format!("{name} is not printed"))
    };
    Ok((word("key:")?, word("secret:")?))
}
