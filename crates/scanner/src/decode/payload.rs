//! Reads a code's data: segments of digits, of letters, of bytes (ISO/IEC 18004, section 7.4).

use super::encoding::{GB_18030, LATIN_1, SHIFT_JIS, guess, of_number};
use super::unicode::for_browsers;
use crate::content::{Content, Part};

/// A reader of bits, beginning with the first byte's highest.
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    /// Reads up to 16 bits as a number, or none if fewer are left.
    fn take(&mut self, count: usize) -> Option<usize> {
        let end = self.at + count;
        if end > self.bytes.len() * 8 {
            return None;
        }
        let bit = |at: usize| usize::from(self.bytes[at / 8] >> (7 - at % 8) & 1);
        let number = (self.at..end).fold(0, |number, at| number << 1 | bit(at));
        self.at = end;
        Some(number)
    }
}

/// The separator of fields in formats of industries.
const GROUP_SEPARATOR: u8 = 0x1d;

/// The characters of alphanumeric segments, in the order of their numbers.
const ALPHANUMERIC: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Returns the content: digits and letters as ASCII, bytes unchanged, Kanji as Shift JIS, Hanzi as GB 2312. Returns none if
/// the data are empty or no such segments.
pub fn content(version: usize, data: &[u8]) -> Option<Content> {
    let mut bits = Bits { bytes: data, at: 0 };
    let mut reading = Reading::default();
    // Larger codes have more bits for lengths.
    let length_bits = |bits: [usize; 3]| bits[usize::from(version > 9) + usize::from(version > 26)];
    // Too little room for another segment is an end too.
    while let Some(mode) = bits.take(4) {
        match mode {
            0 => break,
            1 => digits(&mut bits, length_bits([10, 12, 14]), reading.text(None))?,
            2 => letters(&mut bits, length_bits([9, 11, 13]), &mut reading)?,
            4 => bytes(&mut bits, length_bits([8, 16, 16]), &mut reading)?,
            8 => kanji(&mut bits, length_bits([8, 10, 12]), reading.text(Some(SHIFT_JIS)))?,
            // GB/T 18284, 6.4.6: a set of characters, which is GB 2312, and a length.
            13 if bits.take(4)? == 1 => {
                hanzi(&mut bits, length_bits([8, 10, 12]), reading.text(Some(GB_18030)))?;
            }
            3 => {
                let [number, count] = [bits.take(4)? as u8 + 1, bits.take(4)? as u8 + 1];
                // The parity of all codes together.
                bits.take(8)?;
                reading.part = Some(Part { number, count });
            }
            7 => {
                if reading.named.is_none() {
                    reading.before_named = reading.pieces.len();
                }
                reading.named = Some(encoding(&mut bits)?);
            }
            // FNC1: formats of industries.
            5 => reading.is_fnc1 = true,
            9 => {
                let indicator = bits.take(8)? as u8;
                application(indicator, reading.text(None));
                reading.is_fnc1 = true;
            }
            _ => return None,
        }
    }
    reading.finish()
}

/// The pieces so far.
#[derive(Default)]
struct Reading {
    /// Bytes with their encoding; none if it is not named.
    pieces: Vec<(Option<&'static str>, Vec<u8>)>,
    part: Option<Part>,
    /// The encoding of the next bytes. A number that we do not know leaves it to be guessed.
    named: Option<Option<&'static str>>,
    /// The number of pieces before the first number of an encoding.
    before_named: usize,
    is_fnc1: bool,
}

impl Reading {
    /// Returns the bytes of a piece in an encoding: those of the last piece if it has the same one.
    fn text(&mut self, encoding: Option<&'static str>) -> &mut Vec<u8> {
        let is_same = self.pieces.last().is_some_and(|last| last.0 == encoding);
        if !is_same {
            self.pieces.push((encoding, Vec::new()));
        }
        let last = self.pieces.len() - 1;
        &mut self.pieces[last].1
    }

    fn finish(self) -> Option<Content> {
        let of_characters = |(encoding, _): &(Option<&'static str>, Vec<u8>)| *encoding;
        let likely = self.pieces.iter().find_map(of_characters);
        let mut pieces = Vec::new();
        for (at, (encoding, bytes)) in self.pieces.into_iter().enumerate() {
            let encoding = encoding.unwrap_or_else(|| match guess(&bytes, likely) {
                // A code that names encodings begins with the standard's own (ISO/IEC 18004, 7.3.2).
                GB_18030 | SHIFT_JIS if at < self.before_named => LATIN_1,
                encoding => encoding,
            });
            if !bytes.is_empty() {
                pieces.push(for_browsers(encoding, bytes));
            }
        }
        (!pieces.is_empty()).then_some(Content { pieces, part: self.part })
    }
}

/// Writes the indicator of an industry's format: two digits, or a letter (ISO/IEC 18004, 7.4.9.3).
fn application(indicator: u8, text: &mut Vec<u8>) {
    match indicator {
        0..100 => text.extend([b'0' + indicator / 10, b'0' + indicator % 10]),
        165..=190 | 197..=222 => text.push(indicator - 100),
        _ => {}
    }
}

fn digits(bits: &mut Bits, length_bits: usize, text: &mut Vec<u8>) -> Option<()> {
    let mut left = bits.take(length_bits)?;
    while left > 0 {
        let group = left.min(3);
        let number = bits.take([0, 4, 7, 10][group])?;
        for place in (0..group).rev() {
            text.push(b'0' + (number / [1, 10, 100][place] % 10) as u8);
        }
        left -= group;
    }
    Some(())
}

fn letters(bits: &mut Bits, length_bits: usize, reading: &mut Reading) -> Option<()> {
    let mut left = bits.take(length_bits)?;
    let mut text = Vec::new();
    while left > 0 {
        let group = left.min(2);
        let number = bits.take([0, 6, 11][group])?;
        if group == 2 {
            text.push(*ALPHANUMERIC.get(number / 45)?);
        }
        text.push(ALPHANUMERIC[number % 45]);
        left -= group;
    }
    let mut letters = text.iter().copied().peekable();
    let is_fnc1 = reading.is_fnc1;
    let text = reading.text(None);
    while let Some(letter) = letters.next() {
        // In formats of industries one percent sign separates fields, and two are one.
        text.push(match letter {
            b'%' if is_fnc1 && letters.next_if_eq(&b'%').is_none() => GROUP_SEPARATOR,
            letter => letter,
        });
    }
    Some(())
}

fn bytes(bits: &mut Bits, length_bits: usize, reading: &mut Reading) -> Option<()> {
    let text = reading.text(reading.named.flatten());
    for _ in 0..bits.take(length_bits)? {
        text.push(bits.take(8)? as u8);
    }
    Some(())
}

fn kanji(bits: &mut Bits, length_bits: usize, text: &mut Vec<u8>) -> Option<()> {
    for _ in 0..bits.take(length_bits)? {
        let number = bits.take(13)?;
        let packed = ((number / 0xc0) << 8) | (number % 0xc0);
        // Two ranges of Shift JIS without the gap between them.
        let shift_jis = packed + if packed < 0x1f00 { 0x8140 } else { 0xc140 };
        text.extend([(shift_jis >> 8) as u8, shift_jis as u8]);
    }
    Some(())
}

fn hanzi(bits: &mut Bits, length_bits: usize, text: &mut Vec<u8>) -> Option<()> {
    for _ in 0..bits.take(length_bits)? {
        let number = bits.take(13)?;
        let packed = ((number / 0x60) << 8) | (number % 0x60);
        // Two ranges of GB 2312 without the gap between them.
        let gb_2312 = packed + if packed < 0x0a00 { 0xa1a1 } else { 0xa6a1 };
        text.extend([(gb_2312 >> 8) as u8, gb_2312 as u8]);
    }
    Some(())
}

/// Reads the number of an encoding, in one to three bytes.
fn encoding(bits: &mut Bits) -> Option<Option<&'static str>> {
    let first = bits.take(8)?;
    Some(of_number(match first {
        0..0x80 => first,
        0x80..0xc0 => (first & 0x3f) << 8 | bits.take(8)?,
        0xc0..0xe0 => (first & 0x1f) << 16 | bits.take(16)?,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::content;
    use crate::content::{Content, Part, Piece};

    /// Returns data of these numbers, each with its bits.
    fn data(numbers: &[(usize, usize)]) -> Vec<u8> {
        let bits = numbers
            .iter()
            .flat_map(|(number, bits)| (0..*bits).rev().map(move |at| (number >> at & 1) as u8));
        let bits: Vec<u8> = bits.collect();
        let byte = |bits: &[u8]| bits.iter().enumerate().map(|(at, bit)| bit << (7 - at)).sum();
        bits.chunks(8).map(byte).collect()
    }

    fn read(numbers: &[(usize, usize)]) -> Option<Content> {
        content(1, &data(numbers))
    }

    fn alone(encoding: &'static str, bytes: &[u8]) -> Option<Content> {
        Some(Content { pieces: vec![Piece { encoding, bytes: bytes.to_vec() }], part: None })
    }

    #[test]
    fn hanzi_are_gb_2312() {
        // 、 and 啊, from both ranges.
        let numbers = [(1, 13), ((0xb0 - 0xa6) * 0x60, 13)];
        let segment = [&[(13, 4), (1, 4), (2, 8)], &numbers[..], &[(0, 4)]].concat();
        assert_eq!(read(&segment), alone("gb18030", &[0xa1, 0xa2, 0xb0, 0xa1]));
        // There is no other set.
        assert_eq!(read(&[(13, 4), (2, 4), (1, 8), (1, 13), (0, 4)]), None);
    }

    #[test]
    fn a_part_of_several_codes_says_so() {
        let segment = [(3, 4), (1, 4), (2, 4), (0xa5, 8), (4, 4), (1, 8), (b'x'.into(), 8), (0, 4)];
        let content = read(&segment).expect("a content");
        assert_eq!(content.part, Some(Part { number: 2, count: 3 }));
        assert_eq!(content.to_frames(), [&[2, 3, 5], &b"utf-8"[..], &[0, 1, b'x']].concat());
    }

    #[test]
    fn bytes_before_a_named_encoding_are_the_standards_own() {
        // äö is 濫 in GB 18030.
        let bytes = [(4, 4), (2, 8), (0xe4, 8), (0xf6, 8)];
        let named = [(7, 4), (26, 8), (4, 4), (1, 8), (b'x'.into(), 8)];
        assert_eq!(read(&bytes), alone("gb18030", b"\xe4\xf6"));
        let content = read(&[&bytes[..], &named].concat()).expect("a content");
        assert_eq!(
            content.pieces[0],
            Piece { encoding: "iso-8859-1", bytes: b"\xe4\xf6".to_vec() }
        );
    }

    #[test]
    fn the_indicator_of_an_industry_is_part_of_the_text() {
        let byte = [(4, 4), (1, 8), (b'x'.into(), 8)];
        for (indicator, text) in
            [(37, b"37x".to_vec()), (165, b"Ax".to_vec()), (255, b"x".to_vec())]
        {
            let segment = [&[(9, 4), (indicator, 8)][..], &byte].concat();
            assert_eq!(read(&segment), alone("utf-8", &text));
        }
    }

    #[test]
    fn a_number_of_an_encoding_has_one_to_three_bytes() {
        let byte = [(4, 4), (1, 8), (0xb1, 8), (0, 4)];
        for number in [&[(20, 8)][..], &[(0x80, 8), (20, 8)], &[(0xc0, 8), (0, 8), (20, 8)]] {
            let segment = [&[(7, 4)], number, &byte].concat();
            assert_eq!(read(&segment), alone("shift_jis", &[0xb1]));
        }
        assert_eq!(read(&[&[(7, 4), (0xe0, 8)], &byte[..]].concat()), None);
    }
}
