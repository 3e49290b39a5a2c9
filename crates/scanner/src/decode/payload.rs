//! Reads a code's data: segments of digits, of letters, of bytes (ISO/IEC 18004, section 7.4).

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

/// The characters of alphanumeric segments, in the order of their numbers.
const ALPHANUMERIC: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Returns the payload: digits and letters as ASCII, bytes unchanged, Kanji as Shift JIS. Returns none if the data are
/// empty or no such segments.
pub fn payload(version: usize, data: &[u8]) -> Option<Vec<u8>> {
    let mut bits = Bits { bytes: data, at: 0 };
    let mut payload = Vec::new();
    // Larger codes have more bits for lengths.
    let length_bits = |bits: [usize; 3]| bits[usize::from(version > 9) + usize::from(version > 26)];
    // Too little room for another segment is an end too.
    while let Some(mode) = bits.take(4) {
        match mode {
            0 => break,
            1 => digits(&mut bits, length_bits([10, 12, 14]), &mut payload)?,
            2 => letters(&mut bits, length_bits([9, 11, 13]), &mut payload)?,
            4 => bytes(&mut bits, length_bits([8, 16, 16]), &mut payload)?,
            8 => kanji(&mut bits, length_bits([8, 10, 12]), &mut payload)?,
            // Structured append: one of several codes.
            3 => drop(bits.take(16)?),
            // The encoding of the bytes. The caller finds it out.
            7 => encoding(&mut bits)?,
            // FNC1: formats of industries.
            5 => {}
            9 => drop(bits.take(8)?),
            _ => return None,
        }
    }
    (!payload.is_empty()).then_some(payload)
}

fn digits(bits: &mut Bits, length_bits: usize, payload: &mut Vec<u8>) -> Option<()> {
    let mut left = bits.take(length_bits)?;
    while left > 0 {
        let group = left.min(3);
        let number = bits.take([0, 4, 7, 10][group])?;
        for place in (0..group).rev() {
            payload.push(b'0' + (number / [1, 10, 100][place] % 10) as u8);
        }
        left -= group;
    }
    Some(())
}

fn letters(bits: &mut Bits, length_bits: usize, payload: &mut Vec<u8>) -> Option<()> {
    let mut left = bits.take(length_bits)?;
    while left > 0 {
        let group = left.min(2);
        let number = bits.take([0, 6, 11][group])?;
        if group == 2 {
            payload.push(*ALPHANUMERIC.get(number / 45)?);
        }
        payload.push(ALPHANUMERIC[number % 45]);
        left -= group;
    }
    Some(())
}

fn bytes(bits: &mut Bits, length_bits: usize, payload: &mut Vec<u8>) -> Option<()> {
    for _ in 0..bits.take(length_bits)? {
        payload.push(bits.take(8)? as u8);
    }
    Some(())
}

fn kanji(bits: &mut Bits, length_bits: usize, payload: &mut Vec<u8>) -> Option<()> {
    for _ in 0..bits.take(length_bits)? {
        let number = bits.take(13)?;
        let packed = ((number / 0xc0) << 8) | (number % 0xc0);
        // Two ranges of Shift JIS without the gap between them.
        let shift_jis = packed + if packed < 0x1f00 { 0x8140 } else { 0xc140 };
        payload.extend([(shift_jis >> 8) as u8, shift_jis as u8]);
    }
    Some(())
}

fn encoding(bits: &mut Bits) -> Option<()> {
    match bits.take(8)? {
        0..0x80 => Some(()),
        0x80..0xc0 => bits.take(8).map(drop),
        0xc0..0xe0 => bits.take(16).map(drop),
        _ => None,
    }
}
