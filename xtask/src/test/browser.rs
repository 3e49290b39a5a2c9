//! The page's components, tested in a real browser.

use anyhow::{Result, bail};

use super::part;
use crate::setup::chromium;
use crate::setup::std_source::Compiler;
use crate::{process, project};

/// As the shipped module, but panics keep their text.
pub const FLAGS: &str = "-Ctarget-cpu=mvp";
/// Where the tests are built, below the target folder.
pub const BUILD_FOLDER: &str = "browser";

/// Builds the tests as WebAssembly and runs them in headless Chromium.
pub fn tests() -> Result<()> {
    part("browser tests", || {
        if !project::path("tests/browser/main.rs").exists() {
            bail!("tests/browser/main.rs is missing: restore it from git");
        }
        let driver = chromium::driver()?;
        let build = ["build", "--package", "wasm-test-runner"];
        process::run(process::cargo().args(build), "building the browser tests' runner")?;
        let compiler = Compiler::prepare()?;
        let mut tests = compiler.cargo("test", BUILD_FOLDER, FLAGS);
        tests.args(["--package", "mall-coupons", "--test", "browser"]);
        let runner = project::target().join("debug/wasm-test-runner");
        tests.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
        tests.env("CHROMEDRIVER", driver);
        let settings = project::path("xtask/test-runner/webdriver.json");
        tests.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings);
        // They take half a minute; a driver that starts on a busy disk takes a while, too.
        tests.env("WASM_BINDGEN_TEST_TIMEOUT", "300");
        tests.env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60");
        process::run(&mut tests, "the browser tests")
    })
}
