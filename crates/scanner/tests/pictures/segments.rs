//! Data of a code in segments of any mode. The crate `qrcode` takes some UTF-8 for Shift JIS, and has neither Hanzi mode nor
//! several codes for one text.

use qrcode::bits::Bits;
use qrcode::canvas::Canvas;
use qrcode::ec::construct_codewords;
use qrcode::{Color, EcLevel, Version};

/// A segment of data.
pub enum Segment {
    /// Bytes.
    Bytes(Vec<u8>),
    /// Characters of Shift JIS, in Kanji mode.
    Kanji(Vec<u8>),
    /// Characters of GB 2312, in Hanzi mode (GB/T 18284).
    Hanzi(Vec<u8>),
    /// The assigned number of the encoding of the next bytes (extended channel interpretation).
    Encoding(u32),
    /// The code's place among several, from 1, and how many there are (structured append).
    Part {
        /// From 1.
        number: u8,
        /// Up to 16.
        count: u8,
        /// The bytes of the whole text by exclusive or.
        parity: u8,
    },
}

/// Draws a code. Returns none if the segments do not fit.
pub fn draw(segments: &[Segment], version: Version, level: EcLevel) -> Option<Vec<Color>> {
    let room = Bits::new(version).max_len(level).ok()?;
    let mut data = Data::default();
    for segment in segments {
        data.push_segment(segment, version);
    }
    if data.0.len() > room {
        return None;
    }
    data.push(0, 4.min(room - data.0.len()));
    data.push(0, (8 - data.0.len() % 8) % 8);
    let fill = (room - data.0.len()) / 8;
    // Two bytes in turn fill a code (ISO/IEC 18004, 7.4.10).
    for at in 0..fill {
        data.push([0xec, 0x11][at % 2], 8);
    }
    let bytes: Vec<u8> = data.0.chunks(8).map(byte).collect();
    let (codewords, correction) = construct_codewords(&bytes, version, level).ok()?;
    let mut canvas = Canvas::new(version, level);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&codewords, &correction);
    Some(canvas.apply_best_mask().into_colors())
}

fn byte(bits: &[bool]) -> u8 {
    bits.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit))
}

/// Bits of data.
#[derive(Default)]
struct Data(Vec<bool>);

impl Data {
    fn push(&mut self, number: usize, bits: usize) {
        self.0.extend((0..bits).rev().map(|at| number >> at & 1 == 1));
    }

    fn push_segment(&mut self, segment: &Segment, version: Version) {
        let version = (version.width() - 17) / 4;
        let class = usize::from(version > 9) + usize::from(version > 26);
        match segment {
            Segment::Bytes(bytes) => {
                self.push(4, 4);
                self.push(bytes.len(), [8, 16, 16][class]);
                bytes.iter().for_each(|byte| self.push((*byte).into(), 8));
            }
            Segment::Kanji(bytes) => {
                self.push(8, 4);
                self.push_characters(bytes, [8, 10, 12][class], |character| {
                    let packed = character - if character < 0xe040 { 0x8140 } else { 0xc140 };
                    (packed >> 8) * 0xc0 + (packed & 0xff)
                });
            }
            Segment::Hanzi(bytes) => {
                self.push(13, 4);
                self.push(1, 4);
                self.push_characters(bytes, [8, 10, 12][class], |character| {
                    let packed = character - if character < 0xb0a1 { 0xa1a1 } else { 0xa6a1 };
                    (packed >> 8) * 0x60 + (packed & 0xff)
                });
            }
            Segment::Encoding(number) => {
                self.push(7, 4);
                self.push(*number as usize, 8);
            }
            Segment::Part { number, count, parity } => {
                self.push(3, 4);
                self.push(usize::from(number - 1), 4);
                self.push(usize::from(count - 1), 4);
                self.push((*parity).into(), 8);
            }
        }
    }

    /// Pushes characters of two bytes, each as 13 bits.
    fn push_characters(&mut self, bytes: &[u8], length_bits: usize, pack: fn(usize) -> usize) {
        self.push(bytes.len() / 2, length_bits);
        for pair in bytes.chunks(2) {
            self.push(pack(usize::from(pair[0]) << 8 | usize::from(pair[1])), 13);
        }
    }
}
