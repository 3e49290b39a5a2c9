//! Reading the command line.

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt};

/// The next plain word, if there is one.
pub fn word(arguments: &mut Parser) -> Result<Option<String>> {
    match arguments.next()? {
        None => Ok(None),
        Some(Arg::Value(word)) => Ok(Some(word.string()?)),
        Some(Arg::Short('h') | Arg::Long("help")) => Ok(Some("help".to_owned())),
        Some(other) => Err(other.unexpected().into()),
    }
}

/// Refuses whatever is left on the command line.
pub fn none(arguments: &mut Parser) -> Result<()> {
    match arguments.next()? {
        None => Ok(()),
        Some(Arg::Value(word)) => bail!("`{}` is one argument too many", word.to_string_lossy()),
        Some(other) => Err(other.unexpected().into()),
    }
}
