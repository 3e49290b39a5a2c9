//! The mini-program's pages in WeChat's simulator, and the rules they follow.

use anyhow::Result;

use super::part::part;
use crate::setup::node;
use crate::{process, project};

/// The mini-program's folder.
pub const FOLDER: &str = "miniprogram";

/// Runs its tests with Node's own runner.
pub fn tests() -> Result<()> {
    part("mini-program tests", || {
        node::packages(FOLDER, "WeChat's simulator", "the mini-program's tests")?;
        let mut tests = process::command("node");
        tests.current_dir(project::path(FOLDER)).args(["--test", "--test-reporter=spec"]);
        process::run(&mut tests, "the mini-program's tests")
    })
}
