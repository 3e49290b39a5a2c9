//! Changes of generated text, which are refused when its generator changed.

use anyhow::{Context, Result, bail};

/// Replaces a part that stands in the text once.
pub fn replace_once(text: &str, from: &str, to: &str) -> Result<String> {
    match text.matches(from).count() {
        1 => Ok(text.replacen(from, to, 1)),
        count => {
            bail!("the glue has `{from}` {count} times instead of once; its generator changed")
        }
    }
}

/// Replaces everything from `begin` to before `end`.
pub fn replace_between(text: &str, begin: &str, end: &str, with: &str) -> Result<String> {
    let missing = || format!("the glue has no `{begin}` before `{end}`; its generator changed");
    let (before, rest) = text.split_once(begin).with_context(missing)?;
    let (_, after) = rest.split_once(end).with_context(missing)?;
    Ok([before, with, end, after].concat())
}

#[cfg(test)]
mod tests {
    use super::{replace_between, replace_once};

    #[test]
    fn a_part_is_replaced_once_or_refused() {
        assert_eq!(replace_once("a b c", "b", "x").unwrap(), "a x c");
        assert!(replace_once("a b b", "b", "x").is_err() && replace_once("a", "b", "x").is_err());
        assert_eq!(replace_between("a b c d", "b", "d", "x ").unwrap(), "a x d");
        assert!(replace_between("a d b", "b", "d", "x").is_err());
    }
}
