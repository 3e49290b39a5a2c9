//! Running one guard's test in the copy.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::list::Guard;
use super::outcome::Outcome;
use super::script;
use crate::test::mini_program;
use crate::test::postgres::Postgres;
use crate::{process, project};

/// Where tests are run, and with which database.
pub struct Trial<'a> {
    /// The copy of the sources.
    pub tree: &'a Path,
    /// PostgreSQL's address.
    pub postgres: String,
}

impl Trial<'_> {
    /// Builds and runs the guard's test.
    pub fn run(&self, guard: &Guard) -> Result<Outcome> {
        if guard.package == mini_program::FOLDER {
            return script::run(&self.tree.join(mini_program::FOLDER), guard);
        }
        let built = self
            .cargo_test(guard, &["--no-run", "--quiet"])
            .status()
            .context("cargo could not be started")?;
        if !built.success() {
            return Ok(Outcome::NotCompiled);
        }
        // Its words are about a failure that is wanted; they would only frighten.
        let output = self.cargo_test(guard, &[&guard.test]).stderr(Stdio::null()).output()?;
        Ok(outcome(output.status.success(), &String::from_utf8_lossy(&output.stdout)))
    }

    fn cargo_test(&self, guard: &Guard, arguments: &[&str]) -> Command {
        let mut cargo = process::cargo();
        cargo
            .current_dir(self.tree)
            .env("CARGO_TARGET_DIR", project::target().join("guards/build"));
        cargo.args(["test", "--package", &guard.package]);
        match &guard.target {
            Some(target) => cargo.args(["--test", target]),
            None => cargo.arg("--lib"),
        };
        cargo.args(arguments).env(Postgres::VARIABLE, &self.postgres);
        cargo
    }
}

fn outcome(success: bool, output: &str) -> Outcome {
    let ran =
        output.lines().any(|line| line.starts_with("running ") && !line.starts_with("running 0 "));
    match (ran, success) {
        (false, _) => Outcome::NoSuchTest,
        (true, true) => Outcome::Passed,
        (true, false) => Outcome::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, outcome};

    #[test]
    fn a_filter_that_finds_nothing_is_no_pass() {
        assert_eq!(outcome(true, "\nrunning 0 tests\n\n"), Outcome::NoSuchTest);
        assert_eq!(outcome(true, "\nrunning 2 tests\n"), Outcome::Passed);
        assert_eq!(outcome(false, "\nrunning 1 test\n"), Outcome::Failed);
    }
}
