//! Reads the names of tests off the sources, without compiling anything.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::page::files_below;
use crate::tokens::tokens;

/// Returns the Rust sources below a folder; none if it does not exist.
pub fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let is_rust = |file: &PathBuf| file.extension().is_some_and(|kind| kind == "rs");
    Ok(files_below(folder)?.into_iter().filter(is_rust).collect())
}

/// Returns the names of functions under an attribute such as `#[test]` or `#[tokio::test]`.
pub fn rust_tests(text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let mut names = Vec::new();
    let mut is_test = false;
    for (index, token) in tokens.iter().enumerate() {
        let attribute = tokens[..index].iter().rev().take_while(|token| !token.is("]"));
        if token.is("test") && attribute.clone().any(|token| token.is("#")) {
            is_test |= !attribute.clone().any(|token| token.is("cfg"));
        } else if token.is("fn") {
            names
                .extend(tokens.get(index + 1).filter(|_| is_test).map(|name| name.text.to_owned()));
            is_test = false;
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::rust_tests;

    #[test]
    fn tests_are_distinguished_from_other_functions() {
        let text = "#[cfg(test)]\nmod tests {\n    fn draw() {}\n    #[test]\n    fn one() { fn inside() {} }\n    \
                    proptest! { #[test] fn two(x in 0..9) {} }\n    #[tokio::test(flavor = \"x\")]\n    \
                    #[ignore]\n    async fn three() { let test = 1; test }\n    fn four() {}\n}\n";
        assert_eq!(rust_tests(text), ["one", "two", "three"]);
    }
}
