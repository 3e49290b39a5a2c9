//! The programs that drive browsers; of ChromeDriver one for all tests of a run.

use std::env;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// Waits until its input is closed, which happens when the tests end in whatever way; then stops the
/// driver and all that it has started.
const KEEPER: &str = r#"
"$@" &
read -r _
kill 0
"#;

/// Where ChromeDriver answers.
pub fn chrome() -> &'static str {
    static DRIVER: OnceLock<(String, Child)> = OnceLock::new();
    let (url, _) = DRIVER.get_or_init(|| {
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
        (format!("http://127.0.0.1:{port}"), keeper)
    });
    url
}

/// The program of a driver, or of an old browser.
pub fn program(variable: &str) -> PathBuf {
    env::var_os(variable).unwrap_or_else(|| panic!("{variable}: `cargo xtask test` sets it")).into()
}

/// Starts a program that ends with these tests.
pub fn keep(program: &Path, port: &str) -> Child {
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
