//! The programs of browsers and drivers, and how they end with the tests that started them.

use std::env;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Runs a program until the standard input closes, which happens however the tests end; then stops it and all that it
/// has started.
const KEEPER: &str = r#"
"$@" &
read -r _
kill 0
"#;

/// Returns the program that an environment variable names.
///
/// # Panics
///
/// Panics without the variable.
pub fn path(variable: &str) -> PathBuf {
    env::var_os(variable).unwrap_or_else(|| panic!("{variable}: `cargo xtask test` sets it")).into()
}

/// Starts a driver that ends with these tests.
pub fn keep(program: &Path, argument: &str) -> Child {
    shell(KEEPER).arg(program).arg(argument).spawn().expect("a shell")
}

/// Returns a shell that runs a script in a process group of its own, so that Ctrl-C reaches the tests only. Their end
/// stops it.
pub fn shell(script: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", script, "sh"]).process_group(0);
    shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    shell
}
