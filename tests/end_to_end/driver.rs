//! The program that drives browsers: one for all journeys.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// Waits until its input is closed, which happens when the tests end in whatever way; then stops the
/// driver. Browsers end with the pipe that ties them to it.
const KEEPER: &str = r#"
"$1" --port=0 &
read -r _
kill $!
"#;

struct Driver {
    url: String,
    _keeper: Child,
}

/// Where the driver answers.
pub fn url() -> &'static str {
    static DRIVER: OnceLock<Driver> = OnceLock::new();
    &DRIVER.get_or_init(start).url
}

fn start() -> Driver {
    let program = std::env::var("CHROMEDRIVER").expect("CHROMEDRIVER: `cargo xtask test` sets it");
    let mut keeper = Command::new("sh")
        .args(["-c", KEEPER, "keeper", &program])
        // In a group of its own, so that Ctrl-C reaches the tests only, whose end stops it.
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell");
    let mut told = BufReader::new(keeper.stdout.take().expect("piped")).lines();
    let port = told
        .find_map(|line| {
            let line = line.ok()?;
            Some(line.split_once("successfully on port ")?.1.trim_end_matches('.').to_owned())
        })
        .expect("the driver says its port");
    // What it says later is read and forgotten, so that it never waits for a reader.
    std::thread::spawn(move || told.for_each(drop));
    Driver { url: format!("http://127.0.0.1:{port}"), _keeper: keeper }
}
