//! Decodes dark and light modules to the payload.

mod blocks;
mod correction;
mod encoding;
mod field;
mod format;
mod payload;
mod unicode;

use crate::content::Content;
use crate::layout::{reserved, version};
use blocks::{blocks, misdecode_protection};
use correction::correct;
use format::Format;
use payload::content;

/// The darkness of each module, row by row. Above 0 it is dark, and further from 0 means surer.
pub struct Grid<'a> {
    /// The number of modules on a side.
    pub side: usize,
    /// The darkness of each module.
    pub modules: &'a [f32],
}

/// Shares of the correcting codewords that are spent on unsure codewords, instead of on errors with unknown places.
const ERASURE_SHARES: [f32; 3] = [0.0, 0.35, 0.6];

/// The number of correcting codewords that are reserved when unsure codewords count as unknown, so that noise is not
/// read as a code.
const ERASURE_RESERVE: usize = 2;

/// Decodes the modules if their errors can be corrected.
pub fn decode(grid: &Grid) -> Option<Content> {
    let at =
        |x: usize, y: usize| grid.modules.get(y * grid.side + x).is_some_and(|dark| *dark > 0.0);
    let straight = format::read(grid.side, at);
    // The code may be seen in a mirror, or through the window it is stuck to.
    let mirrored = format::read(grid.side, |x, y| at(y, x));
    let errors = |format: &Option<Format>| format.map_or(u32::MAX, |format| format.errors);
    let is_mirrored = errors(&mirrored) < errors(&straight);
    let format = if is_mirrored { mirrored } else { straight }?;
    let codewords = codewords(grid, format.mask, is_mirrored);
    ERASURE_SHARES.iter().find_map(|share| {
        let data = correct_blocks(&codewords, grid.side, format, *share)?;
        content(version(grid.side), &data)
    })
}

/// A codeword, with the sureness of its least sure module.
type Codeword = (u8, f32);

/// Returns all codewords in their drawn order: up and down in columns of two, from the right.
fn codewords(grid: &Grid, mask: u8, mirrored: bool) -> Vec<Codeword> {
    let side = grid.side;
    let reserved = reserved(side);
    let (mut codewords, mut byte, mut sure, mut count) = (Vec::new(), 0_u8, f32::MAX, 0);
    // Skips the column of the timing pattern.
    let columns = (0..side / 2)
        .map(|pair| side - 1 - 2 * pair)
        .map(|right| if right > 6 { right } else { right - 1 });
    for (pair, right) in columns.enumerate() {
        for step in 0..side {
            let y = if pair % 2 == 0 { side - 1 - step } else { step };
            for x in [right, right.saturating_sub(1)] {
                if reserved[y * side + x] {
                    continue;
                }
                let module = grid.modules[if mirrored { x * side + y } else { y * side + x }];
                byte = byte << 1 | u8::from((module > 0.0) != is_masked(mask, x, y));
                (sure, count) = (sure.min(module.abs()), count + 1);
                if count == 8 {
                    codewords.push((byte, sure));
                    (byte, sure, count) = (0, f32::MAX, 0);
                }
            }
        }
    }
    codewords
}

/// Checks whether a mask changes a module (ISO/IEC 18004, table 10).
fn is_masked(mask: u8, x: usize, y: usize) -> bool {
    0 == match mask {
        0 => (x + y) % 2,
        1 => y % 2,
        2 => x % 3,
        3 => (x + y) % 3,
        4 => (x / 3 + y / 2) % 2,
        5 => x * y % 2 + x * y % 3,
        6 => (x * y % 2 + x * y % 3) % 2,
        _ => ((x + y) % 2 + x * y % 3) % 2,
    }
}

/// Returns the corrected data of all blocks.
fn correct_blocks(
    codewords: &[Codeword],
    side: usize,
    format: Format,
    erasure_share: f32,
) -> Option<Vec<u8>> {
    let version = version(side);
    let blocks: Vec<_> = blocks(version, format.level, codewords.len())?.collect();
    let (count, shortest) = (blocks.len(), blocks.first()?.data);
    let longer = blocks.iter().filter(|block| block.data > shortest).count();
    let all_data: usize = blocks.iter().map(|block| block.data).sum();
    let mut data = Vec::with_capacity(all_data);
    for (at, block) in blocks.iter().enumerate() {
        // Blocks take turns. Shorter ones have no data in the last turn.
        let of_data = (0..shortest).map(|turn| turn * count + at);
        let last = (block.data > shortest).then(|| shortest * count + at - (count - longer));
        let of_correction = (0..block.correction).map(|turn| all_data + turn * count + at);
        let places = of_data.chain(last).chain(of_correction);
        let (mut bytes, sure): (Vec<u8>, Vec<f32>) =
            places.map(|place| codewords.get(place).copied().unwrap_or_default()).unzip();
        let erased = least_sure(&sure, (block.correction as f32 * erasure_share) as usize);
        let reserve = if erased.is_empty() {
            misdecode_protection(version, format.level)
        } else {
            misdecode_protection(version, format.level) + ERASURE_RESERVE
        };
        correct(&mut bytes, block.correction, &erased, reserve)?;
        data.extend(&bytes[..block.data]);
    }
    Some(data)
}

/// Returns the places of the least sure codewords.
fn least_sure(sure: &[f32], count: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..sure.len()).collect();
    places.sort_unstable_by(|one, other| sure[*one].total_cmp(&sure[*other]));
    places.truncate(count);
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, any, prop_assert_eq, proptest};
    use qrcode::bits::Bits;
    use qrcode::{Color, EcLevel, QrCode, Version};

    use super::{Grid, decode};
    use crate::content::Content;

    fn modules(code: &QrCode) -> Vec<f32> {
        code.to_colors()
            .into_iter()
            .map(|color| if color == Color::Dark { 1.0 } else { -1.0 })
            .collect()
    }

    fn content(code: &QrCode) -> Option<Content> {
        decode(&Grid { side: code.width(), modules: &modules(code) })
    }

    fn read(code: &QrCode) -> Option<Vec<u8>> {
        content(code).map(|content| content.bytes())
    }

    /// Draws a code with these segments, and reads its pieces.
    fn pieces(push: impl FnOnce(&mut Bits)) -> Vec<(&'static str, Vec<u8>)> {
        let mut bits = Bits::new(Version::Normal(5));
        push(&mut bits);
        bits.push_terminator(EcLevel::L).unwrap();
        let code = QrCode::with_bits(bits, EcLevel::L).unwrap();
        let pieces = content(&code).expect("a content").pieces;
        pieces.into_iter().map(|piece| (piece.encoding, piece.bytes)).collect()
    }

    #[test]
    fn every_version_and_level_is_read_as_drawn_by_another_program() {
        for version in 1..=40 {
            for level in [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H] {
                let room = Version::Normal(version);
                let mut bits = Bits::new(room);
                let text: Vec<u8> =
                    (0..usize::from(version as u16) * 3).map(|at| b'a' + (at % 26) as u8).collect();
                bits.push_byte_data(&text).unwrap();
                bits.push_terminator(level).unwrap();
                let code = QrCode::with_bits(bits, level).unwrap();
                assert_eq!(read(&code).as_deref(), Some(text.as_slice()), "{version} {level:?}");
            }
        }
    }

    #[test]
    fn digits_letters_kanji_and_all_together_are_read() {
        for text in [
            "0123456789012",
            "31",
            "7",
            "COUPONS $5 OFF: A/B",
            "A1-",
            "https://a.example/Q/0123456789ABC",
        ] {
            let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
            assert_eq!(read(&code).as_deref(), Some(text.as_bytes()), "{text}");
        }
        let shift_jis = [0x93, 0x5f, 0xe4, 0xaa];
        let read = pieces(|bits| bits.push_kanji_data(&shift_jis).unwrap());
        assert_eq!(read, [("shift_jis", shift_jis.to_vec())]);
    }

    #[test]
    fn each_piece_has_its_encoding() {
        let tokyo = [0x93, 0x8c, 0x8b, 0x9e];
        let read = pieces(|bits| {
            bits.push_byte_data("券".as_bytes()).unwrap();
            bits.push_numeric_data(b"12").unwrap();
            bits.push_eci_designator(20).unwrap();
            bits.push_byte_data(&tokyo).unwrap();
            bits.push_kanji_data(&tokyo).unwrap();
            bits.push_eci_designator(3).unwrap();
            bits.push_byte_data(b"Caf\xe9").unwrap();
            bits.push_alphanumeric_data(b"A").unwrap();
        });
        let [first, number] = [[0xe5, 0x88, 0xb8, b'1', b'2'].to_vec(), b"A".to_vec()];
        let both = [tokyo, tokyo].concat();
        assert_eq!(
            read,
            [
                ("utf-8", first),
                ("shift_jis", both),
                ("iso-8859-1", b"Caf\xe9".to_vec()),
                ("utf-8", number)
            ]
        );
        // A number that we do not know, in three bytes.
        let guessed = pieces(|bits| {
            bits.push_eci_designator(200_000).unwrap();
            bits.push_byte_data(&tokyo).unwrap();
        });
        assert_eq!(guessed, [("shift_jis", tokyo.to_vec())]);
    }

    #[test]
    fn fields_of_industries_are_separated() {
        let read = pieces(|bits| {
            bits.push_fnc1_first_position().unwrap();
            bits.push_alphanumeric_data(b"10A%%B%21C").unwrap();
        });
        assert_eq!(read, [("utf-8", b"10A%B\x1d21C".to_vec())]);
    }

    #[test]
    fn a_mirrored_code_is_read() {
        let code = QrCode::with_error_correction_level("https://a.example/", EcLevel::Q).unwrap();
        let (side, modules) = (code.width(), modules(&code));
        let turned: Vec<f32> =
            (0..side * side).map(|at| modules[at % side * side + at / side]).collect();
        let content = decode(&Grid { side, modules: &turned }).expect("a content");
        assert_eq!(content.bytes(), b"https://a.example/");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn any_modules_are_handled(version in 1..=40_usize, seed in any::<u64>(), good in 0..=100_u64) {
            // From pure noise to a code with some noise.
            let side = 17 + 4 * version;
            let text = "x".repeat(version * 2);
            let code = QrCode::with_version(text.as_bytes(), Version::Normal(version as i16), EcLevel::L).unwrap();
            let mut random = seed;
            let mut next = || { random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1); random >> 33 };
            let modules: Vec<f32> = modules(&code).into_iter()
                .map(|module| if next() % 100 < good { module } else { next() as f32 - (1_u32 << 30) as f32 })
                .collect();
            let read = decode(&Grid { side, modules: &modules }).map(|content| content.bytes());
            if good == 100 {
                prop_assert_eq!(read.as_deref(), Some(text.as_bytes()));
            }
        }
    }
}
