//! The options that all benches share.

use std::path::PathBuf;

/// The options of a bench.
pub struct Options {
    /// The number of times that each contender is measured.
    pub runs: usize,
    /// The folder with the shipped page.
    pub site: PathBuf,
}
