//! Short names between module and glue.
//!
//! Every function that the module imports from the glue has a name with a hash in both files, which does not compress.
//! Nobody reads the names, so they become `a`, `b`, `c`.

use anyhow::{Result, bail};
use wasm_bindgen_cli_support::Output;

/// Renames the imports of the module, and returns the glue with the new names.
pub fn shorten(output: &mut Output) -> Result<String> {
    let mut glue = output.js().to_owned();
    for (index, import) in output.wasm_mut().imports.iter_mut().enumerate() {
        let name = short_name(index);
        glue = rename_key(&glue, &import.name, &name)?;
        import.name = name;
    }
    Ok(glue)
}

/// Renames a key of the glue's object of functions.
fn rename_key(glue: &str, from: &str, to: &str) -> Result<String> {
    let key = format!("{from}: ");
    match glue.matches(&key).count() {
        1 => Ok(glue.replacen(&key, &format!("{to}: "), 1)),
        count => {
            bail!("the glue offers `{from}` {count} times instead of once; its generator changed")
        }
    }
}

/// Returns the name of a number: `a` to `z`, then `aa` and so on.
fn short_name(index: usize) -> String {
    let letter = char::from(b'a' + u8::try_from(index % 26).unwrap_or_default());
    match index / 26 {
        0 => letter.to_string(),
        more => short_name(more - 1) + &letter.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{rename_key, short_name};

    #[test]
    fn names_are_short_and_differ() {
        assert_eq!([0, 25, 26, 701, 702].map(short_name), ["a", "z", "aa", "zz", "aaa"]);
        assert_eq!((0..2000).map(short_name).collect::<BTreeSet<_>>().len(), 2000);
    }

    #[test]
    fn a_key_is_renamed_once_or_refused() {
        assert_eq!(
            rename_key("x: {__wbg_get_1: function() {}}", "__wbg_get_1", "a").unwrap(),
            "x: {a: function() {}}"
        );
        assert!(rename_key("__wbg_get_1: f, __wbg_get_1: g", "__wbg_get_1", "a").is_err());
        assert!(rename_key("nothing", "__wbg_get_1", "a").is_err());
    }
}
