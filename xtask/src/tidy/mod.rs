//! `cargo xtask tidy`: checks the rules of the structure in the source files. docs/architecture.md says why.

mod browser;
mod circles;
mod comments;
mod connections;
mod crates;
mod dependencies;
mod docs;
mod files;
mod finding;
mod ids;
mod imports;
mod layers;
mod mini_program;
mod names;
mod source;
mod sql;
mod styles;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};

use crate::guards;
use crate::test::kernels::journeys;
use finding::Finding;
use source::SourceFile;

/// A rule about one file.
type Rule = fn(&SourceFile) -> Vec<Finding>;

const RULES: [Rule; 16] = [
    browser::only_in_host,
    comments::subject_first,
    connections::not_held_by_handlers,
    docs::references,
    ids::typed,
    layers::http_at_the_edge,
    layers::paths_from_the_root,
    mini_program::pure_rules,
    names::are_nouns,
    sql::only_in_db,
    styles::known_to_old_kernels,
    files::name,
    files::length,
    files::unfinished,
    files::trailing_space,
    files::trailing_lines,
];

/// Check the structure's rules: layers, circles, names, lengths, dependencies, guards
#[derive(Args, Debug)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the circles of files that use each other, with every use
    Circles {
        /// Only circles with a file whose path contains this text
        #[arg(value_name = "TEXT", default_value = "", hide_default_value = true)]
        only: String,
    },
}

/// Checks all rules, or prints the requested list.
pub fn run(arguments: &Arguments) -> Result<()> {
    match &arguments.command {
        None => check(),
        Some(Command::Circles { only }) => {
            circles::list(&imports::all(&source::all()?), only);
            Ok(())
        }
    }
}

/// Checks all rules and names every place that breaks one.
pub fn check() -> Result<()> {
    let files = source::all()?;
    let mut findings = Vec::new();
    for file in &files {
        for rule in RULES {
            findings.extend(rule(file));
        }
    }
    findings.extend(crates::dependencies(&files)?);
    findings.extend(dependencies::all(&files)?);
    let uses = imports::all(&files);
    findings.extend(layers::uses(&uses));
    findings.extend(circles::findings(&uses));
    let stale = guards::problems()?.into_iter();
    findings.extend(stale.map(|what| Finding { place: "tests/guards.toml".to_owned(), what }));
    let unknown = journeys::problems()?.into_iter();
    let lists = "xtask/src/test/kernels/journeys.rs";
    findings.extend(unknown.map(|what| Finding { place: lists.to_owned(), what }));
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

/// Counts a rule's findings in a file of this name and text.
#[cfg(test)]
fn count(rule: Rule, path: &str, text: &str) -> usize {
    rule(&SourceFile { path: path.to_owned(), text: text.to_owned() }).len()
}
