//! Text files as editors and spreadsheets write them.

use std::path::Path;
use std::{fmt, fs, io};

/// The reason why a file is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotUnicode {
    /// The first line that cannot be read, from 1.
    pub line: usize,
}

impl fmt::Display for NotUnicode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} is not in UTF-8; save the file as UTF-8", self.line)
    }
}

impl std::error::Error for NotUnicode {}

/// Reads a file as [`decode`] does.
///
/// # Errors
/// When the file cannot be read, or is no text.
pub fn read(path: &Path) -> io::Result<String> {
    decode(&fs::read(path)?).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// Reads UTF-8, with or without a byte-order mark, and UTF-16 with one, as Windows and spreadsheets write them. Other
/// encodings have no mark, so they cannot be told from one another.
///
/// # Errors
/// The first line that is neither.
pub fn decode(file: &[u8]) -> Result<String, NotUnicode> {
    match file {
        [0xef, 0xbb, 0xbf, text @ ..] => utf8(text),
        [0xff, 0xfe, text @ ..] => utf16(text, u16::from_le_bytes),
        [0xfe, 0xff, text @ ..] => utf16(text, u16::from_be_bytes),
        text => utf8(text),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, NotUnicode> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            Err(NotUnicode { line: before.iter().filter(|byte| **byte == b'\n').count() + 1 })
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, NotUnicode> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let lines = |text: &str| text.matches('\n').count() + 1;
    for character in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match character {
            Ok(character) => text.push(character),
            Err(_) => return Err(NotUnicode { line: lines(&text) }),
        }
    }
    if rest.is_empty() { Ok(text) } else { Err(NotUnicode { line: lines(&text) }) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{NotUnicode, decode};

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn a_line_that_is_no_text_is_named() {
        // 中庭 in GB 18030.
        assert_eq!(decode(b"a\nb\n\xd6\xd0\xcd\xa5\n"), Err(NotUnicode { line: 3 }));
        let mut half = utf16("\u{feff}a\nb", u16::to_le_bytes);
        half.pop();
        assert_eq!(decode(&half), Err(NotUnicode { line: 2 }));
        assert_eq!(decode(b"\xff\xfe\x0a\x00\x00\xd8"), Err(NotUnicode { line: 2 }));
        assert_eq!(decode(b""), Ok(String::new()));
    }

    proptest! {
        #[test]
        fn marks_are_read_and_left_out(text in "[^\u{feff}]{0,40}") {
            let marked = format!("\u{feff}{text}");
            for file in [
                text.clone().into_bytes(),
                marked.clone().into_bytes(),
                utf16(&marked, u16::to_le_bytes),
                utf16(&marked, u16::to_be_bytes),
            ] {
                prop_assert_eq!(decode(&file), Ok(text.clone()));
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = decode(&bytes);
        }
    }
}
