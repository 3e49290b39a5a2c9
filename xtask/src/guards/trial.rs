//! Building and running guards' tests in the copy of the sources.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::list::Guard;
use super::outcome::Outcome;
use super::script;
use crate::test::mini_program;
use crate::{process, project};

/// The copy of the sources in which tests are tried, and the database they use.
pub struct Trial<'a> {
    /// The copy of the sources.
    pub tree: &'a Path,
    /// The variables with the addresses of PostgreSQL and its pooler, where a test needs them.
    pub databases: Vec<(&'static str, String)>,
}

/// A program of tests, or the sources of scripts, which need no building.
pub enum Program {
    /// A built program.
    Built(PathBuf),
    /// The mini-program's scripts.
    Scripts,
    /// The sources do not compile; cargo has said why.
    NotCompiled,
}

impl Trial<'_> {
    /// Builds the program that has a guard's test. Cargo's messages are shown, or held back until the build fails.
    pub fn build(&self, guard: &Guard, shows_messages: bool) -> Result<Program> {
        if guard.package == mini_program::FOLDER {
            return Ok(Program::Scripts);
        }
        let mut cargo = self.cargo_test(guard);
        if shows_messages {
            cargo.stderr(Stdio::inherit());
        }
        let output = cargo.output().context("cargo could not be started")?;
        if !output.status.success() {
            eprint!("{}", String::from_utf8_lossy(&output.stderr));
            return Ok(Program::NotCompiled);
        }
        let program = executable(&String::from_utf8_lossy(&output.stdout));
        Ok(Program::Built(program.context("cargo names no program of tests")?))
    }

    /// Runs a guard's test.
    pub fn run(&self, guard: &Guard, program: &Program) -> Result<Outcome> {
        let folder = self.tree.join(guard.package_folder());
        let program = match program {
            Program::Built(program) => program,
            Program::Scripts => return script::run(&folder, guard),
            Program::NotCompiled => return Ok(Outcome::NotCompiled),
        };
        let mut tests = process::command(program);
        // A failure is wanted; its message would only frighten.
        tests.current_dir(folder).arg(&guard.test).stderr(Stdio::null());
        tests.envs(self.databases.iter().cloned());
        let output = tests.output()?;
        Ok(outcome(output.status.success(), &String::from_utf8_lossy(&output.stdout)))
    }

    /// Builds and runs a guard's test in sources without the guard. The copy is whole again afterwards.
    pub fn run_without(&self, guard: &Guard) -> Result<Outcome> {
        let file = self.tree.join(&guard.file);
        let whole = fs::read_to_string(&file)?;
        fs::write(&file, guard.removed_from(&whole)?)?;
        let outcome = self.build(guard, false).and_then(|program| self.run(guard, &program));
        fs::write(&file, whole)?;
        outcome
    }

    fn cargo_test(&self, guard: &Guard) -> Command {
        let mut cargo = process::cargo();
        cargo.current_dir(self.tree);
        cargo.env("CARGO_TARGET_DIR", project::target().join("guards/build"));
        // Each guard is one more build: without debug information it takes less.
        cargo.env("CARGO_PROFILE_DEV_DEBUG", "false");
        cargo.args(["test", "--no-run", "--message-format=json-render-diagnostics"]);
        cargo.args(["--package", &guard.package]);
        match &guard.target {
            Some(target) => cargo.args(["--test", target]),
            None => cargo.arg("--lib"),
        };
        cargo
    }
}

/// Returns the program of tests that cargo's messages name.
fn executable(messages: &str) -> Option<PathBuf> {
    // The profile says whether the program is one of tests. The target's field only says whether it could be.
    let is_test_artifact = |line: &&str| line.contains("\"test\":true},\"features\"");
    let path = |line: &str| {
        let (_, rest) = line.split_once("\"executable\":\"")?;
        Some(PathBuf::from(rest.split_once('"')?.0))
    };
    messages.lines().filter(is_test_artifact).find_map(path)
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
    use std::path::Path;

    use super::{Outcome, executable, outcome};

    #[test]
    fn a_filter_that_finds_nothing_is_no_pass() {
        assert_eq!(outcome(true, "\nrunning 0 tests\n\n"), Outcome::NoSuchTest);
        assert_eq!(outcome(true, "\nrunning 2 tests\n"), Outcome::Passed);
        assert_eq!(outcome(false, "\nrunning 1 test\n"), Outcome::Failed);
    }

    #[test]
    fn the_program_of_tests_is_distinguished_from_others() {
        let message = |test: bool, program: &str| {
            format!(
                "{{\"target\":{{\"test\":true}},\"profile\":{{\"test\":{test}}},\"features\":[],\"executable\":\"{program}\"}}\n"
            )
        };
        let messages = message(false, "/t/server") + &message(true, "/t/tests-1");
        assert_eq!(executable(&messages).as_deref(), Some(Path::new("/t/tests-1")));
        assert_eq!(executable(""), None);
    }
}
