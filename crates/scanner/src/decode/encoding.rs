//! The encodings of bytes in a code: named by a number, or guessed.

pub const UTF_8: &str = "utf-8";
pub const SHIFT_JIS: &str = "shift_jis";
pub const GB_18030: &str = "gb18030";

/// Bytes with no encoding of their own: they become characters of the same numbers.
pub const LATIN_1: &str = "iso-8859-1";

// Browsers do not read these. `unicode.rs` turns them into UTF-8.
pub const CODE_PAGE_437: &str = "ibm437";
pub const UTF_32_BE: &str = "utf-32be";
pub const UTF_32_LE: &str = "utf-32le";

/// Returns the encoding of a number of extended channel interpretation (AIM ECI assignments); none for an unknown one.
pub fn of_number(number: usize) -> Option<&'static str> {
    const ISO_8859: [&str; 15] = [
        "iso-8859-2",
        "iso-8859-3",
        "iso-8859-4",
        "iso-8859-5",
        "iso-8859-6",
        "iso-8859-7",
        "iso-8859-8",
        "windows-1254",
        "iso-8859-10",
        "windows-874",
        LATIN_1,
        "iso-8859-13",
        "iso-8859-14",
        "iso-8859-15",
        "iso-8859-16",
    ];
    Some(match number {
        0 | 2 => CODE_PAGE_437,
        1 | 3 | 899 => LATIN_1,
        4..=18 => ISO_8859[number - 4],
        20 => SHIFT_JIS,
        21 => "windows-1250",
        22 => "windows-1251",
        23 => "windows-1252",
        24 => "windows-1256",
        25 => "utf-16be",
        26 | 27 | 170 => UTF_8,
        28 => "big5",
        29 | 31 | 32 => GB_18030,
        30 => "euc-kr",
        33 => "utf-16le",
        34 => UTF_32_BE,
        35 => UTF_32_LE,
        _ => return None,
    })
}

/// Guesses the encoding of bytes that no number names. Codes from China have GB 18030, those from Japan Shift JIS, and the
/// standard's own is Latin 1. `likely` is the encoding of other characters in the code.
pub fn guess(bytes: &[u8], likely: Option<&'static str>) -> &'static str {
    match bytes {
        _ if std::str::from_utf8(bytes).is_ok() => return UTF_8,
        [0xfe, 0xff, rest @ ..] if rest.len() % 2 == 0 => return "utf-16be",
        [0xff, 0xfe, rest @ ..] if rest.len() % 2 == 0 => return "utf-16le",
        _ => {}
    }
    match (japanese(bytes), chinese(bytes)) {
        (Some(_), _) if likely == Some(SHIFT_JIS) => SHIFT_JIS,
        (_, Some(_)) if likely == Some(GB_18030) => GB_18030,
        (Some(common), Some(found)) if common > found.common => SHIFT_JIS,
        (_, Some(Chinese { known: 1.., .. })) | (None, Some(_)) => GB_18030,
        (Some(_), _) => SHIFT_JIS,
        (None, None) => LATIN_1,
    }
}

/// Returns the number of common characters, if the bytes are Shift JIS: Kana, and Kanji of the first level.
fn japanese(bytes: &[u8]) -> Option<usize> {
    let (mut rest, mut common, mut narrow, mut longest) = (bytes, 0, 0, 0);
    while let [first, after @ ..] = rest {
        (rest, narrow) = match (first, after) {
            (0..=0x7f, _) => (after, 0),
            // Kana of half the width. A single one is likelier a letter with an accent.
            (0xa1..=0xdf, _) => (after, narrow + 1),
            (0x81..=0x9f | 0xe0..=0xef, [second @ (0x40..=0x7e | 0x80..=0xfc), after @ ..]) => {
                let is_common = matches!(
                    (first, second),
                    (0x82, 0x9f..=0xf1) | (0x83, 0x40..=0x96) | (0x88, 0x9f..) | (0x89..=0x97, _)
                );
                common += usize::from(is_common);
                (after, 0)
            }
            _ => return None,
        };
        longest = longest.max(narrow);
    }
    (common > 0 || longest > 2).then_some(common)
}

/// The characters of a text in GB 18030.
#[derive(Default)]
struct Chinese {
    /// The number of characters that GB 2312 has.
    known: usize,
    /// The number of them that are not rare (up to level 1).
    common: usize,
}

/// Counts characters, if the bytes are GB 18030. A character beyond GB 2312 that stands alone is likelier two letters, the
/// first with an accent.
fn chinese(bytes: &[u8]) -> Option<Chinese> {
    let (mut rest, mut found, mut in_row, mut longest) = (bytes, Chinese::default(), 0, 0);
    let (mut before, mut all_accented) = (0, true);
    while let [first, after @ ..] = rest {
        let accented = is_accented(before, rest);
        (rest, in_row) = match (first, after) {
            (0..=0x7f, _) => (after, 0),
            (0xa1..=0xf7, [0xa1..=0xfe, after @ ..]) => {
                found.known += usize::from(!accented);
                found.common += usize::from(*first < 0xd8);
                (after, in_row + 1)
            }
            (0x81..=0xfe, [0x40..=0x7e | 0x80..=0xfe, after @ ..]) => (after, in_row + 1),
            (0x81..=0xfe, [b'0'..=b'9', 0x81..=0xfe, b'0'..=b'9', after @ ..]) => {
                (after, in_row + 1)
            }
            _ => return None,
        };
        all_accented &= in_row == 0 || accented;
        (before, longest) = (*first, longest.max(in_row));
    }
    (found.known > 0 || longest > 1 && !all_accented).then_some(found)
}

/// Checks whether two bytes look like letters of a Western word: one with an accent before a plain one, or two small ones
/// with accents beside a plain one. As GB 18030 both are rare characters.
fn is_accented(before: u8, bytes: &[u8]) -> bool {
    let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_lowercase);
    match bytes {
        [0xc0..=0xff, second, ..] if second.is_ascii_alphabetic() => true,
        [0xdf..=0xff, 0xdf..=0xff, rest @ ..] => is_plain(Some(&before)) || is_plain(rest.first()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{CODE_PAGE_437, GB_18030, LATIN_1, SHIFT_JIS, UTF_8, UTF_32_BE, UTF_32_LE};
    use super::{guess, of_number};

    #[test]
    fn bytes_without_a_name_are_guessed() {
        let table: [(&[u8], &str); 19] = [
            ("四海火锅 7K01QD".as_bytes(), UTF_8),
            (b"https://a.example/", UTF_8),
            // 四海火锅
            (&[0xcb, 0xc4, 0xba, 0xa3, 0xbb, 0xf0, 0xb9, 0xf8], GB_18030),
            // 朱镕基, with a character beyond GB 2312.
            (&[0xd6, 0xec, 0xe9, 0x46, 0xbb, 0xf9], GB_18030),
            // 優勢, both beyond GB 2312.
            (&[0x83, 0x9e, 0x84, 0xdd], GB_18030),
            // 東京, コーヒー, ﾃｽﾄ
            (&[0x93, 0x8c, 0x8b, 0x9e], SHIFT_JIS),
            (&[0x83, 0x52, 0x81, 0x5b, 0x83, 0x71, 0x81, 0x5b], SHIFT_JIS),
            (&[0xc3, 0xbd, 0xc4], SHIFT_JIS),
            // 極光珈琲, half of them rare, and as GB 18030 all of them.
            (&[0x8b, 0xc9, 0x8c, 0xf5, 0xe0, 0xdb, 0xe0, 0xe8], SHIFT_JIS),
            (b"Caf\xe9 Cr\xe8me", LATIN_1),
            (b"Cr\xe8me", LATIN_1),
            (b"\xa35 off", LATIN_1),
            (b"Z\xfcrich", LATIN_1),
            (b"Gr\xf6\xdfe 20\xb0C", LATIN_1),
            (b"Cr\xe8me br\xfbl\xe9e", LATIN_1),
            // wifi码, A座
            (b"wifi\xc2\xeb", GB_18030),
            (b"A\xd7\xf9", GB_18030),
            (&[0xfe, 0xff, 0x52, 0x38], "utf-16be"),
            (&[0xff, 0xfe, 0x38, 0x52], "utf-16le"),
        ];
        for (bytes, encoding) in table {
            assert_eq!(guess(bytes, None), encoding, "{bytes:x?}");
        }
        // ｺｰﾋｰ and 喊税 are the same bytes. Other characters of the code decide.
        let both = [0xba, 0xb0, 0xcb, 0xb0];
        assert_eq!(guess(&both, None), GB_18030);
        assert_eq!(guess(&both, Some(SHIFT_JIS)), SHIFT_JIS);
    }

    #[test]
    fn an_assigned_number_names_an_encoding() {
        for (number, encoding) in [
            (0, CODE_PAGE_437),
            (2, CODE_PAGE_437),
            (3, LATIN_1),
            (4, "iso-8859-2"),
            (18, "iso-8859-16"),
            (20, SHIFT_JIS),
            (26, UTF_8),
            (29, GB_18030),
            (34, UTF_32_BE),
            (35, UTF_32_LE),
        ] {
            assert_eq!(of_number(number), Some(encoding));
        }
        for number in [19, 36, 900, 999_999] {
            assert_eq!(of_number(number), None);
        }
    }
}
