//! The page's components, tested in a real browser.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use super::part::part;
use crate::setup::std_source::Compiler;
use crate::setup::{chromium, lint_tools};
use crate::{process, project};

/// As the shipped module, but panics keep their text.
const FLAGS: &str = "-Ctarget-cpu=mvp";
/// The standard library with its `test`, also where no tests are compiled: libraries are then compiled once for both.
const STD: &str = "std,panic_abort,test";
/// The folder of the tests' build, below the target folder.
const BUILD_FOLDER: &str = "browser";

/// Builds the tests as WebAssembly and runs them in headless Chromium.
pub fn tests() -> Result<()> {
    build()?;
    run()
}

/// Builds the tests as WebAssembly.
pub fn build() -> Result<()> {
    part("build of the browser tests", || {
        let compiler = Compiler::prepare()?;
        lints(&compiler)?;
        process::run(command(&compiler).arg("--no-run"), "building the browser tests")
    })
}

/// Runs the tests that are built. They mostly wait for the page's own deadlines.
pub fn run() -> Result<()> {
    part("browser tests", || {
        let driver = chromium::driver()?;
        let mut tests = command(&Compiler::prepare()?);
        let runner = project::target().join("debug/wasm-test-runner");
        tests.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
        tests.env("CHROMEDRIVER", driver);
        tests.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings()?);
        // They take half a minute; a driver that starts on a busy disk takes a while, too.
        tests.env("WASM_BINDGEN_TEST_TIMEOUT", "300");
        tests.env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60");
        match process::run_beside_others(&mut tests, "browser tests")? {
            (_, true) => Ok(()),
            (_, false) => bail!("the browser tests failed; their messages are above"),
        }
    })
}

fn command(compiler: &Compiler) -> Command {
    let mut tests = cargo(compiler, "test");
    tests.args(["--package", "mall-coupons", "--test", "browser"]);
    tests
}

/// Writes the driver's settings with the browser of this machine, and returns their file.
fn settings() -> Result<PathBuf> {
    let text = fs::read_to_string(project::path("xtask/test-runner/webdriver.json"))?;
    let program = chromium::headless()?;
    let file = project::target().join(BUILD_FOLDER).join("webdriver.json");
    fs::write(&file, text.replace("/usr/bin/chromium", &program.to_string_lossy()))?;
    Ok(file)
}

/// Parts of the page that are shipped alone: each page, and each language, must compile without the others.
const SHIPPED_ALONE: [&str; 4] = ["wallet,zh", "scan,en", "coupon,zh", "till,en"];

/// Compiles and lints for WebAssembly what no other part of the tests does.
fn lints(compiler: &Compiler) -> Result<()> {
    let mut build = cargo(compiler, "build");
    process::run(build.args(["--package", "mall-scanner", "--lib"]), "the scanner")?;
    for features in SHIPPED_ALONE {
        let mut build = cargo(compiler, "build");
        build.args(["--package", "mall-coupons", "--lib", "--no-default-features"]);
        process::run(build.args(["--features", features]), features)?;
    }
    Ok(())
}

/// Returns the same compiler flags for all, so that std is compiled once for them. Debian's compiler has no linter.
fn cargo(compiler: &Compiler, subcommand: &str) -> Command {
    let mut cargo = compiler.cargo(subcommand, STD, BUILD_FOLDER, FLAGS);
    if matches!(compiler, Compiler::Own) {
        lint_tools::lint_in(&mut cargo);
    }
    cargo
}
