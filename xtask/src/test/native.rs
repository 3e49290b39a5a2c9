//! Format, lints, the structure's rules, and the tests that need no browser.

use anyhow::Result;

use super::part::part;
use super::pgbouncer::PgBouncer;
use super::postgres::{Commits, Postgres};
use super::product::product;
use crate::setup::{lint_tools, memory};
use crate::{process, tidy};

/// The seed of property tests: the variable, and its number here. A fixed seed judges a change by its own effects. Other
/// numbers search further.
const SEED: (&str, &str) = ("PROPTEST_RNG_SEED", "20261125");

/// Tests that run at the same time: they wait for databases and deadlines as much as they work.
const CONCURRENT_TESTS: &str = "4";

/// Checks what can be read off the sources.
pub fn checks() -> Result<()> {
    lint_tools::prepare()?;
    part("format", || {
        process::run(process::cargo().args(["fmt", "--all", "--check"]), "cargo fmt")
    })?;
    part("tidy", tidy::check)
}

/// Runs the tests of all packages, with SQLite and with a PostgreSQL of their own.
pub fn tests() -> Result<()> {
    part("tests of the build's tools", || {
        let mut tests = process::cargo();
        lint_tools::lint_in(&mut tests);
        process::run(tests.args(["test", "--package", "xtask"]), "the tools' tests")
    })?;
    part("native tests", || {
        let postgres = Postgres::start(Commits::InMemory)?;
        let mut tests = product("test");
        tests.arg("--no-fail-fast").args(["--", "--test-threads", CONCURRENT_TESTS]);
        let pooler = PgBouncer::start(&postgres)?;
        tests.env(PgBouncer::VARIABLE, pooler.url());
        tests.env(Postgres::VARIABLE, postgres.url()).env("TMPDIR", memory::folder());
        if std::env::var_os(SEED.0).is_none() {
            tests.env(SEED.0, SEED.1);
        }
        process::run(&mut tests, "the native tests")
    })
}
