//! Turns encodings that browsers do not read into UTF-8.

use super::encoding::{CODE_PAGE_437, UTF_8, UTF_32_BE, UTF_32_LE};
use crate::content::Piece;

/// The characters of code page 437 from 128 on.
const UPPER_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌\
                         █▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// Returns a piece in an encoding that browsers read.
pub fn for_browsers(encoding: &'static str, bytes: Vec<u8>) -> Piece {
    let letters = |from: fn([u8; 4]) -> u32| -> String {
        let (letters, rest) = bytes.as_chunks::<4>();
        let whole = letters.iter().map(|letter| char::from_u32(from(*letter)));
        let broken = (!rest.is_empty()).then_some(None);
        whole.chain(broken).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    let text = match encoding {
        CODE_PAGE_437 => bytes.iter().map(|byte| of_code_page_437(*byte)).collect(),
        UTF_32_BE => letters(u32::from_be_bytes),
        UTF_32_LE => letters(u32::from_le_bytes),
        _ => return Piece { encoding, bytes },
    };
    Piece { encoding: UTF_8, bytes: text.into_bytes() }
}

fn of_code_page_437(byte: u8) -> char {
    let upper = byte.checked_sub(128).and_then(|at| UPPER_437.chars().nth(at.into()));
    upper.unwrap_or(byte.into())
}

#[cfg(test)]
mod tests {
    use super::{UPPER_437, for_browsers};
    use crate::decode::encoding::{CODE_PAGE_437, LATIN_1, UTF_32_BE, UTF_32_LE};

    #[test]
    fn other_encodings_become_utf_8() {
        assert_eq!(UPPER_437.chars().count(), 128);
        let table: [(&str, &[u8], &str); 5] = [
            (CODE_PAGE_437, b"\x80A\x9c \xdb\xe1\xff", "ÇA£ █ß\u{a0}"),
            (UTF_32_BE, &[0, 0, 0x52, 0x38, 0, 1, 0xf6, 0], "券😀"),
            (UTF_32_LE, &[0x38, 0x52, 0, 0, 0, 0xf6, 1, 0], "券😀"),
            // No character has this number, and the last is cut off.
            (UTF_32_BE, &[0, 0x11, 0, 0, 0], "\u{fffd}\u{fffd}"),
            (UTF_32_LE, b"", ""),
        ];
        for (encoding, bytes, text) in table {
            let piece = for_browsers(encoding, bytes.to_vec());
            assert_eq!((piece.encoding, piece.bytes.as_slice()), ("utf-8", text.as_bytes()));
        }
        assert_eq!(for_browsers(LATIN_1, vec![0xe9]).encoding, LATIN_1);
    }
}
