//! Cargo commands about the product's packages.

use std::process::Command;

use crate::process;
use crate::setup::lint_tools;

/// The product's packages, as all its tests select them: each library is then compiled once for all of them. With another
/// selection cargo puts other features together. The build's tools are tested apart, for what they bring.
const PRODUCT: [&str; 3] = ["--workspace", "--exclude", "xtask"];

/// Returns a cargo command about the product's packages.
pub fn product(subcommand: &str) -> Command {
    product_by(process::cargo(), subcommand)
}

/// Returns a cargo command about the product's packages, run by a program that runs cargo.
pub fn product_by(mut cargo: Command, subcommand: &str) -> Command {
    lint_tools::lint_in(&mut cargo);
    cargo.arg(subcommand).args(PRODUCT);
    cargo
}
