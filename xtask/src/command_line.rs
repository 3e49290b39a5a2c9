//! The command line: `cargo xtask COMMAND`, each command with options of its own.

use clap::{Parser, Subcommand};

use crate::{bench, fuzz, guards, run, test, tidy};

/// Build, run, test and measure Mall Coupons
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
pub struct CommandLine {
    #[command(subcommand)]
    pub command: Command,
}

/// A command and its options.
#[derive(Debug, Subcommand)]
pub enum Command {
    Run(run::Arguments),
    Test(test::Arguments),
    Bench(bench::Arguments),
    /// Build the page as it is shipped, into dist/
    Dist,
    /// Build the shipped page, weigh it and compare it with tests/budget.toml
    Size,
    Tidy(tidy::Arguments),
    Guards(guards::Arguments),
    Fuzz(fuzz::Arguments),
}
