//! The programs that drive browsers: ChromeDriver, one for all journeys; WebKit's, one for each browser.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use crate::kernel::program;

/// Waits until its input is closed, which happens when the tests end in whatever way; then stops the
/// driver and all that it has started.
const KEEPER: &str = r#"
"$@" &
read -r _
kill 0
"#;

/// A driver that runs.
pub struct Driver {
    /// Where it answers.
    pub url: String,
    _keeper: Child,
}

/// Where ChromeDriver answers.
pub fn chrome() -> &'static str {
    static DRIVER: OnceLock<Driver> = OnceLock::new();
    let driver = DRIVER.get_or_init(|| {
        let mut keeper = keep(&program("CHROMEDRIVER"), "--port=0");
        let mut told = BufReader::new(keeper.stdout.take().expect("piped")).lines();
        let port = told
            .find_map(|line| {
                let line = line.ok()?;
                let port = line.split_once("successfully on port ")?.1;
                Some(port.trim_end_matches('.').to_owned())
            })
            .expect("the driver says its port");
        // What it says later is read and forgotten, so that it never waits for a reader.
        std::thread::spawn(move || told.for_each(drop));
        Driver { url: format!("http://127.0.0.1:{port}"), _keeper: keeper }
    });
    &driver.url
}

/// A driver of WebKit, which drives one browser. It may not answer yet.
pub fn webkit() -> Driver {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let port = free.expect("a port").port();
    let mut keeper = keep(&program("WEBKITDRIVER"), &format!("--port={port}"));
    drop(keeper.stdout.take());
    Driver { url: format!("http://127.0.0.1:{port}"), _keeper: keeper }
}

fn keep(program: &Path, port: &str) -> Child {
    Command::new("sh")
        .args(["-c", KEEPER, "keeper"])
        .arg(program)
        .arg(port)
        // In a group of its own, so that Ctrl-C reaches the tests only, whose end stops it.
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell")
}
