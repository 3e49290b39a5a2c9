//! The format information: a code's error correction and mask (ISO/IEC 18004, section 7.9).

use super::blocks::Level;

/// The format information.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// The level of error correction.
    pub level: Level,
    /// The mask, 0 to 7.
    pub mask: u8,
    /// The number of wrong modules among the 30 of both copies.
    pub errors: u32,
}

/// The mask of the format information, which keeps it from being all light.
const FORMAT_MASK: u32 = 0x5412;
/// The generator polynomial: x¹⁰ + x⁸ + x⁵ + x⁴ + x² + x + 1.
const GENERATOR: u32 = 0x537;
/// The largest number of wrong modules. With more, the format could be any.
const MAX_ERRORS: u32 = 9;

/// Reads both copies. `dark` takes a column and a row.
pub fn read(side: usize, dark: impl Fn(usize, usize) -> bool) -> Option<Format> {
    let mut copies = [0; 2];
    for bit in 0..15 {
        let [first, second] = positions(side, bit);
        copies[0] |= u32::from(dark(first.0, first.1)) << bit;
        copies[1] |= u32::from(dark(second.0, second.1)) << bit;
    }
    let errors = |data: u32| copies.iter().map(|copy| (copy ^ encode(data)).count_ones()).sum();
    let (errors, data) = (0..32).map(|data| (errors(data), data)).min()?;
    let level = [Level::M, Level::L, Level::H, Level::Q][data as usize >> 3];
    (errors <= MAX_ERRORS).then_some(Format { level, mask: (data & 7) as u8, errors })
}

/// Returns the column and row of a bit in both copies.
fn positions(side: usize, bit: usize) -> [(usize, usize); 2] {
    let first = match bit {
        0..=5 => (8, bit),
        6 | 7 => (8, bit + 1),
        8 => (7, 8),
        _ => (14 - bit, 8),
    };
    let second = if bit < 8 { (side - 1 - bit, 8) } else { (8, side + bit - 15) };
    [first, second]
}

/// Encodes five bits as fifteen.
fn encode(data: u32) -> u32 {
    let rest = (0..10).fold(data, |rest, _| (rest << 1) ^ ((rest >> 9) * GENERATOR));
    ((data << 10) | rest) ^ FORMAT_MASK
}
