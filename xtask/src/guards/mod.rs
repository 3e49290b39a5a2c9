//! `cargo xtask guards`: takes each guard out of a copy of the sources and sees its test fail.
//!
//! A test that passes without what it is there for proves nothing.

mod copy;
mod list;
mod named_tests;
mod outcome;
mod script;
mod trial;

use std::fs;

use anyhow::{Result, bail};
use clap::Args;

use crate::project;
use crate::test::postgres::{Commits, Postgres};
use list::Guard;
use outcome::Outcome;
use trial::Trial;

/// Take each guard out of a copy of the sources and see its test fail
#[derive(Args, Debug)]
pub struct Arguments {
    /// Only guards whose name contains this text
    #[arg(value_name = "TEXT", default_value = "", hide_default_value = true)]
    only: String,
}

/// Tries all guards of `tests/guards.toml`, or those whose name contains the given text.
pub fn run(arguments: &Arguments) -> Result<()> {
    let mut guards = list::read()?;
    guards.retain(|guard| guard.guard.contains(&arguments.only));
    let tree = project::target().join("guards/tree");
    let postgres = Postgres::start(Commits::InMemory)?;
    let trial = Trial { tree: &tree, postgres: postgres.url() };
    copy::mirror(project::root(), &tree)?;
    // All tests with their guards first: that takes one build, and each guard then one more.
    let with: Vec<Outcome> = guards.iter().map(|guard| trial.run(guard)).collect::<Result<_>>()?;
    let mut rows = Vec::new();
    for (guard, with) in guards.iter().zip(with) {
        println!("→ {} …", guard.guard);
        let verdict = judge(&trial, guard, &with)?;
        println!("  {verdict}");
        rows.push((guard, verdict));
    }
    let proven = rows.iter().filter(|(_, verdict)| verdict == PROVEN).count();
    println!("\n{:<40} {:<40} verdict", "guard", "test");
    for (guard, verdict) in &rows {
        println!("{:<40} {:<40} {verdict}", guard.guard, guard.test);
    }
    println!("\n{proven} of {} guards are proven by their tests", rows.len());
    if proven < rows.len() {
        bail!("{} guards are not proven; the table says which", rows.len() - proven);
    }
    Ok(())
}

const PROVEN: &str = "proven: the test fails without it";

/// Takes a guard out, and puts it back behind its test: what is left in the copy is the sources as they
/// are, for the next guard, and for whoever looks into it.
fn judge(trial: &Trial, guard: &Guard, with: &Outcome) -> Result<String> {
    if *with != Outcome::Passed {
        return Ok(format!("the test does not pass with it: {}", with.in_words()));
    }
    let file = trial.tree.join(&guard.file);
    let whole = fs::read_to_string(&file)?;
    fs::write(&file, guard.removed_from(&whole)?)?;
    let without = trial.run(guard);
    fs::write(&file, whole)?;
    Ok(match without? {
        Outcome::Failed => PROVEN.to_owned(),
        Outcome::Passed => "NOT proven: the test passes without it".to_owned(),
        other => format!("NOT proven: {}", other.in_words()),
    })
}

/// Returns what no longer fits the sources: a guard's text that is gone, or a test that does not exist.
pub fn problems() -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for guard in list::read()? {
        let text = fs::read_to_string(project::path(&guard.file)).unwrap_or_default();
        problems.extend(guard.removed_from(&text).err().map(|failure| failure.to_string()));
        problems.extend(named_tests::problem(project::root(), &guard)?);
    }
    Ok(problems)
}
