//! Running a guard's test in the mini-program: with Node, and without any packages.

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result};

use super::list::Guard;
use super::outcome::Outcome;
use crate::process;

/// Runs the test of a guard in the mini-program's folder of the copy.
pub fn run(folder: &Path, guard: &Guard) -> Result<Outcome> {
    let target = guard.target.as_deref();
    let target = target.with_context(|| format!("the guard `{}` names no target", guard.guard))?;
    let mut node = process::command("node");
    node.current_dir(folder).args(["--test", "--test-reporter=tap"]);
    node.arg(format!("--test-name-pattern={}", guard.test));
    node.arg(format!("tests/{target}.test.js")).stderr(Stdio::null());
    let output = node.output().context("Node could not be started")?;
    Ok(outcome(&String::from_utf8_lossy(&output.stdout)))
}

fn outcome(report: &str) -> Outcome {
    let count = |name: &str| report.lines().find_map(|line| line.strip_prefix(name)?.parse().ok());
    if report.contains("error: 'test failed'") {
        // The file itself is the test that failed: it could not be read to its end.
        return Outcome::NotCompiled;
    }
    match (count("# pass "), count("# fail ")) {
        (Some(0), Some(0)) => Outcome::NoSuchTest,
        (Some(1..), Some(0)) => Outcome::Passed,
        (_, Some(1..)) => Outcome::Failed,
        _ => Outcome::NotCompiled,
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, outcome};

    #[test]
    fn a_report_is_read() {
        assert_eq!(outcome("# pass 1\n# fail 0\n"), Outcome::Passed);
        assert_eq!(outcome("# pass 1\n# fail 1\n"), Outcome::Failed);
        assert_eq!(outcome("# pass 0\n# fail 0\n# skipped 9\n"), Outcome::NoSuchTest);
        assert_eq!(outcome(""), Outcome::NotCompiled);
        let unread = "not ok 1 - a.test.js\n  error: 'test failed'\n# pass 0\n# fail 1\n";
        assert_eq!(outcome(unread), Outcome::NotCompiled);
    }
}
