//! `cargo xtask tidy`: the structure's rules, read off the source files. docs/architecture.md says why.

mod browser;
mod dependencies;
mod files;
mod layers;
mod mini_program;
mod source;
mod sql;
mod styles;

use anyhow::{Result, bail};

use crate::guards;
use source::SourceFile;

/// A broken rule.
struct Finding {
    /// The file, and the line when there is one.
    place: String,
    /// What is wrong, and what to do instead.
    what: String,
}

/// A rule about one file.
type Rule = fn(&SourceFile) -> Vec<Finding>;

const RULES: [Rule; 10] = [
    browser::only_in_host,
    layers::uses,
    mini_program::pure_rules,
    sql::only_in_db,
    styles::known_to_old_kernels,
    files::name,
    files::length,
    files::unfinished,
    files::trailing_space,
    files::trailing_lines,
];

/// Checks all rules and names every place that breaks one.
pub fn run() -> Result<()> {
    let files = source::all()?;
    let mut findings = Vec::new();
    for file in &files {
        for rule in RULES {
            findings.extend(rule(file));
        }
    }
    findings.extend(dependencies::all(&files)?);
    let stale = guards::problems()?.into_iter();
    findings.extend(stale.map(|what| Finding { place: "tests/guards.toml".to_owned(), what }));
    for finding in &findings {
        println!("{}: {}", finding.place, finding.what);
    }
    match findings.len() {
        0 => {
            println!("{} files are tidy", files.len());
            Ok(())
        }
        1 => bail!("one rule is broken; the line above says where"),
        count => bail!("{count} rules are broken; the lines above say where"),
    }
}

/// How many findings a rule has for a file of this name and text.
#[cfg(test)]
fn count(rule: Rule, path: &str, text: &str) -> usize {
    rule(&SourceFile { path: path.to_owned(), text: text.to_owned() }).len()
}
