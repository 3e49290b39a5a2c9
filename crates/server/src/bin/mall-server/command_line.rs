//! The commands, and which options each has.

use clap::{Parser, Subcommand};

use crate::storage::Storage;
use crate::{import, key, placements, posters, serve, staff};

/// The reference server of Mall Coupons.
#[derive(Debug, Parser)]
#[command(name = "mall-server")]
pub struct CommandLine {
    /// The place of the database and of the secret.
    #[command(flatten)]
    pub storage: Storage,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// A command with its own options.
#[derive(Debug, Subcommand)]
pub enum Command {
    Serve(serve::Arguments),
    Import(import::Arguments),
    Placements(placements::Arguments),
    Posters(posters::Arguments),
    Key(key::Arguments),
    Staff(staff::Arguments),
}

#[cfg(test)]
mod tests;
