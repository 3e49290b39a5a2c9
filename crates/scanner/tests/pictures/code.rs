//! The codes in the pictures, drawn by the crate `qrcode`.

use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};

use super::payload::Payload;
use super::random::Random;
use super::segments::{Segment, draw};

/// A code and its payload.
pub struct Code {
    /// The payload that a reader must find.
    pub payload: Payload,
    /// The number of modules on a side.
    pub size: usize,
    dark: Vec<bool>,
}

/// The assigned number of UTF-8 among the extended channel interpretations.
const UTF_8: u32 = 26;

impl Code {
    /// Makes a code with one of our kinds of payload.
    pub fn any(random: &mut Random, level: EcLevel) -> Self {
        match random.below(10) {
            0 => {
                let text = chinese(random).into_bytes();
                let named = (random.below(2) == 0).then_some(Segment::Encoding(UTF_8));
                let segments: Vec<_> =
                    named.into_iter().chain([Segment::Bytes(text.clone())]).collect();
                Self::with_segments(Payload::Plain(text), &segments, level)
            }
            1 => {
                let bytes = binary(random);
                let segments = [Segment::Bytes(bytes.clone())];
                Self::with_segments(Payload::Binary(bytes), &segments, level)
            }
            _ => Self::with_address(address(random), level),
        }
    }

    /// Makes a code of a placement's address.
    pub fn with_address(address: String, level: EcLevel) -> Self {
        let code = QrCode::with_error_correction_level(&address, level).expect("it is short");
        Self::new(Payload::Plain(address.into_bytes()), code.to_colors())
    }

    /// Makes a code of a version that is full of letters.
    pub fn of_version(version: i16, level: EcLevel, random: &mut Random) -> Self {
        let bits = Bits::new(Version::Normal(version)).max_len(level).expect("a version");
        // Mode and length take 20 bits.
        let text = letters(random, (bits - 20) / 8).into_bytes();
        let segments = [Segment::Bytes(text.clone())];
        Self::with_segments(Payload::Plain(text), &segments, level)
    }

    /// Makes the smallest code for these segments.
    pub fn with_segments(payload: Payload, segments: &[Segment], level: EcLevel) -> Self {
        let colors = (1..=40).find_map(|version| draw(segments, Version::Normal(version), level));
        Self::new(payload, colors.expect("it fits into a code"))
    }

    fn new(payload: Payload, colors: Vec<Color>) -> Self {
        let dark: Vec<bool> = colors.into_iter().map(|color| color == Color::Dark).collect();
        Self { payload, size: dark.len().isqrt(), dark }
    }

    /// Checks whether a module is dark. Modules beyond the code are light.
    pub fn is_dark(&self, x: i64, y: i64) -> bool {
        let inside = |at: i64| usize::try_from(at).ok().filter(|at| *at < self.size);
        inside(x).zip(inside(y)).is_some_and(|(x, y)| self.dark[y * self.size + x])
    }
}

/// The letters and digits of a placement's code.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn letters(random: &mut Random, count: usize) -> String {
    (0..count).map(|_| char::from(LETTERS[random.below(LETTERS.len())])).collect()
}

/// Makes an address of a placement, with parameters up to the longest.
pub fn address(random: &mut Random) -> String {
    let mut address = format!("https://coupons.example.com/q/{}", letters(random, 6));
    match random.below(4) {
        0 => address = address.to_ascii_uppercase(),
        1 => address += "?lang=en&text=large",
        2 => address += &format!("?source={}&signed={}", letters(random, 8), letters(random, 22)),
        _ => {}
    }
    address
}

fn chinese(random: &mut Random) -> String {
    let stores = ["极光咖啡", "小鹿童装", "星河影院", "四海火锅"];
    let store = stores[random.below(stores.len())];
    format!(
        "{store}：满{}减{}，扫码领券 {}",
        50 + random.below(9) * 10,
        5 + random.below(9),
        letters(random, 6)
    )
}

fn binary(random: &mut Random) -> Vec<u8> {
    let length = 16 + random.below(32);
    // It begins with bytes that UTF-8 never has, so it is not taken for text.
    [0xff, 0xfe, 0x00].into_iter().chain((0..length).map(|_| random.next() as u8)).collect()
}
