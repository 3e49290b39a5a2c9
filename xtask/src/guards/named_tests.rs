//! Finds the tests that a guard's entry names, in the sources, without compiling anything.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::list::Guard;
use crate::test::mini_program;
use crate::test_names::{rust_files, rust_tests};

/// Returns an error for each guard whose name does not pick exactly one test of its package and target.
pub fn problems(root: &Path, guards: &[Guard]) -> Result<Vec<String>> {
    let mut tests = BTreeMap::new();
    let mut problems = Vec::new();
    for guard in guards {
        let key = (&guard.package, &guard.target);
        let tests = match tests.entry(key) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(names(root, guard)?),
        };
        problems.extend(problem(guard, tests));
    }
    Ok(problems)
}

fn problem(guard: &Guard, tests: &[String]) -> Option<String> {
    let picked = tests.iter().filter(|test| test.contains(&guard.test)).count();
    let Guard { guard, package, target, test, .. } = guard;
    let place = match target {
        Some(target) => format!("the tests `{target}` of {package}"),
        None => format!("the unit tests of {package}"),
    };
    match picked {
        1 => None,
        0 => {
            Some(format!("the guard `{guard}` names the test `{test}`, which is not among {place}"))
        }
        count => Some(format!(
            "the guard `{guard}` names the test `{test}`, which picks {count} of {place}: write more of its name"
        )),
    }
}

/// Returns the names of all tests of the guard's package and target, each behind its file's: `claims::a_test`.
fn names(root: &Path, guard: &Guard) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for file in files(root, guard)? {
        let text = fs::read_to_string(&file)?;
        let tests = match guard.package.as_str() {
            mini_program::FOLDER => node_tests(&text),
            _ => rust_tests(&text),
        };
        let module = file.file_stem().unwrap_or_default().to_string_lossy();
        names.extend(tests.iter().map(|test| format!("{module}::{test}")));
    }
    Ok(names)
}

fn files(root: &Path, guard: &Guard) -> Result<Vec<PathBuf>> {
    let folder = root.join(guard.package_folder());
    let Some(target) = &guard.target else { return rust_files(&folder.join("src")) };
    if guard.package == mini_program::FOLDER {
        return Ok(vec![folder.join(format!("tests/{target}.test.js"))]);
    }
    let mut files = rust_files(&folder.join("tests").join(target))?;
    files.push(folder.join(format!("tests/{target}.rs")));
    files.retain(|file| file.exists());
    Ok(files)
}

/// Returns the names of tests in a script: the text in quotation marks behind `test(`.
fn node_tests(text: &str) -> Vec<String> {
    let name = |call: &str| {
        let quote = call.trim_start().chars().next()?;
        Some(call.trim_start()[1..].split(quote).next()?.to_owned())
    };
    text.split("test(").skip(1).filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::{node_tests, problem};
    use crate::guards::list::Guard;

    #[test]
    fn a_guard_names_one_test() {
        let tests = ["claims::stock_ends", "claims::stock_ends_at_night", "logins::stock_starts"];
        let problem = |test: &str| {
            let text = || String::new();
            let guard = Guard {
                guard: text(),
                file: text(),
                find: text(),
                replace: text(),
                package: text(),
                target: None,
                test: test.to_owned(),
            };
            problem(&guard, &tests.map(str::to_owned)).is_some()
        };
        assert!(!problem("stock_ends_at_night"));
        assert!(!problem("logins::stock"));
        assert!(problem("stock_ends"));
        assert!(problem("stock_was_renamed"));
    }

    #[test]
    fn scripts_name_their_tests_in_quotation_marks() {
        assert_eq!(node_tests("test('a b', () => {});\ntest(\n  \"c\", f);\n"), ["a b", "c"]);
    }
}
