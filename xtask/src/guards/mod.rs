//! `cargo xtask guards`: takes each guard out of a copy of the sources and sees its test fail.
//!
//! A test that passes without the guard it is there for proves nothing.

mod copy;
mod list;
mod named_tests;
mod outcome;
mod proven;
mod script;
mod trial;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::Args;

use crate::project;
use crate::test::pgbouncer::PgBouncer;
use crate::test::postgres::{Commits, Postgres};
use list::Guard;
use outcome::{Outcome, Verdict};
use proven::Proven;
use trial::Trial;

/// Take each guard out of a copy of the sources and see its test fail
///
/// A guard that was proven with the same sources before is not tried again, so an interrupted run goes on.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Only guards whose name contains this text
    #[arg(value_name = "TEXT", default_value = "", hide_default_value = true)]
    only: String,
    /// Try guards that were proven before, too
    #[arg(long)]
    again: bool,
}

/// Tries all guards of `tests/guards.toml`, or those whose name contains the given text.
pub fn run(arguments: &Arguments) -> Result<()> {
    let mut guards = list::read()?;
    guards.retain(|guard| guard.guard.contains(&arguments.only));
    if guards.is_empty() {
        bail!("no guard's name in tests/guards.toml contains `{}`", arguments.only);
    }
    let tree = project::target().join("guards/tree");
    copy::mirror(project::root(), &tree)?;
    let mut proven = Proven::read(arguments.again)?;
    let total = guards.len();
    let open = without_proven(guards, &tree, &proven)?;
    if open.len() < total {
        println!(
            "{} of {total} guards were proven before; --again tries them again",
            total - open.len()
        );
    }
    if open.is_empty() {
        return Ok(());
    }
    let needs_database = open.iter().any(|(guard, _)| guard.package == "mall-server");
    let postgres = needs_database.then(|| Postgres::start(Commits::InMemory)).transpose()?;
    let pooler = postgres.as_ref().map(PgBouncer::start).transpose()?;
    let databases = postgres.iter().map(|server| (Postgres::VARIABLE, server.url()));
    let poolers = pooler.iter().map(|pooler| (PgBouncer::VARIABLE, pooler.url()));
    let databases = databases.chain(poolers).collect();
    let failed = try_all(&Trial { tree: &tree, databases }, &open, &mut proven)?;
    for (guard, verdict) in &failed {
        println!("\n{}\n  test: {}\n  {verdict}", guard.guard, guard.test);
    }
    println!("\n{} of {total} guards are proven by their tests", total - failed.len());
    match failed.len() {
        0 => Ok(()),
        1 => bail!("one guard is not proven; it is named above"),
        count => bail!("{count} guards are not proven; they are named above"),
    }
}

/// Leaves out the guards that are remembered as proven. The others come with the hash to remember.
fn without_proven(
    guards: Vec<Guard>,
    tree: &Path,
    proven: &Proven,
) -> Result<Vec<(Guard, String)>> {
    let mut sources = BTreeMap::new();
    let mut open = Vec::new();
    for guard in guards {
        if !sources.contains_key(&guard.package) {
            sources.insert(guard.package.clone(), proven::hash_of_sources(tree, &guard.package)?);
        }
        let hash = proven::hash(&guard, &sources[&guard.package]);
        if !proven.contains(&hash) {
            open.push((guard, hash));
        }
    }
    Ok(open)
}

/// Tries guards, those of one program of tests after another, and returns those that are not proven.
fn try_all<'a>(
    trial: &Trial,
    guards: &'a [(Guard, String)],
    proven: &mut Proven,
) -> Result<Vec<(&'a Guard, Verdict)>> {
    let mut programs: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for guard in guards {
        programs.entry((&guard.0.package, &guard.0.target)).or_default().push(guard);
    }
    let mut failed = Vec::new();
    let (mut count, mut elapsed) = (0, Duration::ZERO);
    for ((package, target), guards_of_program) in programs {
        println!(
            "→ building the tests {} of {package} …",
            target.as_deref().unwrap_or("in the sources")
        );
        // All tests with their guards first: one build is enough for them.
        let program = trial.build(&guards_of_program[0].0, true)?;
        let with: Vec<Outcome> = guards_of_program
            .iter()
            .map(|(guard, _)| trial.run(guard, &program))
            .collect::<Result<_>>()?;
        for ((guard, hash), with) in guards_of_program.into_iter().zip(with) {
            let started = Instant::now();
            let verdict = Verdict::new(with, || trial.run_without(guard))?;
            count += 1;
            elapsed += started.elapsed();
            let remaining = elapsed / count * (u32::try_from(guards.len())? - count);
            println!(
                "{count}/{}: {}: {verdict} ({:.0} s; about {} min left)",
                guards.len(),
                guard.guard,
                started.elapsed().as_secs_f64(),
                remaining.as_secs().div_ceil(60),
            );
            match verdict {
                Verdict::Proven => proven.add(hash.clone())?,
                _ => failed.push((guard, verdict)),
            }
        }
    }
    Ok(failed)
}

/// Returns the entries that no longer fit the sources: a guard's text is gone, or its test does not exist.
pub fn problems() -> Result<Vec<String>> {
    let guards = list::read()?;
    let mut problems = named_tests::problems(project::root(), &guards)?;
    for guard in guards {
        let text = fs::read_to_string(project::path(&guard.file)).unwrap_or_default();
        problems.extend(guard.removed_from(&text).err().map(|failure| failure.to_string()));
    }
    Ok(problems)
}
