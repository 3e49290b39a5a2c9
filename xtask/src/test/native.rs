//! Format, lints, the structure's rules, and the tests that need no browser.

use anyhow::Result;

use super::part;
use super::postgres::{Commits, Postgres};
use crate::setup::lint_tools;
use crate::setup::std_source::Compiler;
use crate::{process, tidy};

/// What property tests begin their chance with, and the number here: a change is not refused for what
/// another one brought. Who looks for more sets the variable to other numbers.
const SEED: (&str, &str) = ("PROPTEST_RNG_SEED", "20261125");

/// What can be said without running the product.
pub fn checks() -> Result<()> {
    lint_tools::prepare()?;
    part("format", || {
        process::run(process::cargo().args(["fmt", "--all", "--check"]), "cargo fmt")
    })?;
    part("tidy", tidy::check)?;
    part("clippy", || {
        let mut clippy = process::cargo();
        clippy.args(["clippy", "--workspace", "--exclude", "wasm-test-runner", "--all-targets"]);
        process::run(clippy.args(["--", "-D", "warnings"]), "clippy")?;
        // Targets that plain `cargo test` leaves out are not among "all".
        let mut clippy = process::cargo();
        clippy.args(["clippy", "--workspace", "--exclude", "wasm-test-runner", "--test", "*"]);
        process::run(clippy.args(["--", "-D", "warnings"]), "clippy for the tests in browsers")
    })?;
    part("clippy for the browser", clippy_for_the_browser)
}

/// The same compiler flags as the browser tests', so that std is compiled once for both.
fn clippy_for_the_browser() -> Result<()> {
    let compiler = Compiler::prepare()?;
    if matches!(compiler, Compiler::Debian { .. }) {
        println!("skipped: Debian's compiler for the module comes without clippy");
        return Ok(());
    }
    let mut clippy = compiler.cargo("clippy", super::browser::BUILD_FOLDER, super::browser::FLAGS);
    clippy.args(["--package", "mall-coupons", "--package", "mall-scanner", "--lib"]);
    clippy.args(["--", "-D", "warnings"]);
    process::run(&mut clippy, "clippy for the browser")
}

/// The tests of all packages, with SQLite and with a PostgreSQL of their own.
pub fn tests() -> Result<()> {
    part("tests of the build's tools", || {
        process::run(process::cargo().args(["test", "--package", "xtask"]), "the tools' tests")
    })?;
    part("native tests", || {
        let postgres = Postgres::start(Commits::InMemory)?;
        let mut tests = process::cargo();
        tests.arg("test").args(super::PRODUCT).arg("--no-fail-fast");
        tests.env(Postgres::VARIABLE, postgres.url());
        if std::env::var_os(SEED.0).is_none() {
            tests.env(SEED.0, SEED.1);
        }
        process::run(&mut tests, "the native tests")
    })
}
