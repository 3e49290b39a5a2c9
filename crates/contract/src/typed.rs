//! Text as people type it, in the one form in which texts are compared.
//!
//! Chinese keyboards type letters, digits, dashes and blanks twice as wide. Messages and tables add characters that
//! nobody sees.

use serde::{Deserialize, Deserializer};

/// Returns a text in the form in which texts are compared: characters as in [`characters`], without blanks at its ends.
#[must_use]
pub fn normalize(text: &str) -> String {
    characters(text).collect::<String>().trim().to_owned()
}

/// Returns the characters of a text: wide ones as ASCII, each blank as a space, each dash as a hyphen, and none that
/// nobody sees. Control characters stay, so that they are refused.
pub fn characters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !is_invisible(*c)).map(to_plain)
}

/// Reads a text of JSON in the form in which texts are compared.
///
/// # Errors
/// When it is no text.
pub fn deserialize<'a, D: Deserializer<'a>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer).map(|text| normalize(&text))
}

fn to_plain(c: char) -> char {
    match c {
        // The full-width forms of `!` to `~`, in Unicode's block FF00.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '￥' => '¥',
        // Hyphens and dashes, the minus, and the small hyphens of Unicode's blocks 2000, 2200 and FE50.
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        c if c.is_whitespace() && !c.is_control() => ' ',
        c => c,
    }
}

/// Checks whether a character has no width: a soft hyphen, a joiner, a mark of direction, or a byte-order mark.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::normalize;

    #[test]
    fn wide_characters_dashes_and_blanks_are_as_from_any_keyboard() {
        for (typed, plain) in [
            ("Ｋ２ＶＡ－７３ｎ９", "K2VA-73n9"),
            ("K2VA—73N9–1−2‐3", "K2VA-73N9-1-2-3"),
            ("\u{3000}Ａ\u{a0}1\u{3000}", "A 1"),
            ("\u{feff}A\u{200b}1\u{202c}\r\n", "A1"),
            ("￥１２．５０", "¥12.50"),
            ("小王（早班）", "小王(早班)"),
            ("コーヒー", "コーヒー"),
        ] {
            assert_eq!(normalize(typed), plain, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn a_plain_text_stays_as_it_is(text in ".*") {
            let plain = normalize(&text);
            prop_assert_eq!(normalize(&plain), plain);
        }

        #[test]
        fn ascii_stays_as_it_is(text in "[!-~]{0,20}") {
            prop_assert_eq!(normalize(&text), text);
        }
    }
}
