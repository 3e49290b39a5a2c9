//! `tests/guards.toml`: the guards, how each is taken out, and the test that must then fail.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::project;
use crate::test::mini_program;

const LIST: &str = "tests/guards.toml";

/// One guard.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guard {
    /// The fault that it prevents, in few words.
    pub guard: String,
    /// The file that it is in.
    pub file: String,
    /// The guard's text; it must stand in the file once.
    pub find: String,
    /// The text without the guard.
    pub replace: String,
    /// The package whose test proves it, or `miniprogram`.
    pub package: String,
    /// The test's file below the package's `tests/`, if it is no unit test.
    pub target: Option<String>,
    /// The test's name, or the part of it that picks it.
    pub test: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(default)]
    guard: Vec<Guard>,
}

impl Guard {
    /// Returns the folder of the guard's package, from the project's root.
    pub fn package_folder(&self) -> PathBuf {
        match self.package.as_str() {
            "mall-coupons" => PathBuf::new(),
            mini_program::FOLDER => PathBuf::from(mini_program::FOLDER),
            package => Path::new("crates").join(package.trim_start_matches("mall-")),
        }
    }

    /// Returns the file's text without the guard.
    pub fn removed_from(&self, text: &str) -> Result<String> {
        match text.matches(&self.find).count() {
            1 => Ok(text.replacen(&self.find, &self.replace, 1)),
            count => bail!(
                "the text of the guard `{}` is in {} {count} times, not once",
                self.guard,
                self.file
            ),
        }
    }
}

/// Reads the list.
pub fn read() -> Result<Vec<Guard>> {
    let text = fs::read_to_string(project::path(LIST))
        .with_context(|| format!("{LIST} cannot be read"))?;
    let list: List =
        basic_toml::from_str(&text).with_context(|| format!("{LIST} cannot be parsed"))?;
    Ok(list.guard)
}

#[cfg(test)]
mod tests {
    use super::List;

    #[test]
    fn a_guard_is_taken_out_where_it_stands_once() {
        let text = "[[guard]]\nguard = 'stock'\nfile = 'a.rs'\nfind = ' and left > 0'\nreplace = ''\n\
                    package = 'mall-server'\ntest = 'stock'\n";
        let list: List = basic_toml::from_str(text).unwrap();
        let guard = &list.guard[0];
        assert_eq!(guard.removed_from("where id = 1 and left > 0;").unwrap(), "where id = 1;");
        assert!(guard.removed_from("where id = 1").is_err());
        assert!(guard.removed_from(" and left > 0 and left > 0").is_err());
    }
}
