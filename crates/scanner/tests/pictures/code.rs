//! What is in the pictures: codes with payloads as ours, as the field `qrcode` draws them.

use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};

use super::random::Random;

/// A code and what it says.
pub struct Code {
    /// What a reader must find.
    pub payload: Vec<u8>,
    /// How the payload is to be compared with what readers make of it.
    pub is_text: bool,
    /// Modules of a side.
    pub size: usize,
    dark: Vec<bool>,
}

/// The assigned number of UTF-8 among the extended channel interpretations.
const UTF_8: u32 = 26;

impl Code {
    /// A code of one of our kinds of payload.
    pub fn any(random: &mut Random, level: EcLevel) -> Self {
        match random.below(10) {
            0 => Self::of_bytes(chinese(random).into_bytes(), true, random.below(2) == 0, level),
            1 => Self::of_bytes(binary(random), false, false, level),
            _ => Self::of_address(address(random), level),
        }
    }

    /// A code of a placement's address.
    pub fn of_address(address: String, level: EcLevel) -> Self {
        let code = QrCode::with_error_correction_level(&address, level).expect("it is short");
        Self::drawn(address.into_bytes(), true, &code)
    }

    /// As bytes, because the field `qrcode` takes some of UTF-8's for Shift JIS.
    fn of_bytes(payload: Vec<u8>, is_text: bool, says_utf_8: bool, level: EcLevel) -> Self {
        let made = (1..=40).find_map(|version| {
            let mut bits = Bits::new(Version::Normal(version));
            if says_utf_8 {
                bits.push_eci_designator(UTF_8).ok()?;
            }
            bits.push_byte_data(&payload).ok()?;
            bits.push_terminator(level).ok()?;
            QrCode::with_bits(bits, level).ok()
        });
        Self::drawn(payload, is_text, &made.expect("it is short"))
    }

    fn drawn(payload: Vec<u8>, is_text: bool, code: &QrCode) -> Self {
        let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
        Self { payload, is_text, size: code.width(), dark }
    }

    /// Whether a module is dark; those beyond the code are light.
    pub fn is_dark(&self, x: i64, y: i64) -> bool {
        let inside = |at: i64| usize::try_from(at).ok().filter(|at| *at < self.size);
        inside(x).zip(inside(y)).is_some_and(|(x, y)| self.dark[y * self.size + x])
    }
}

/// Letters and digits that a placement's code has.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn letters(random: &mut Random, count: usize) -> String {
    (0..count).map(|_| char::from(LETTERS[random.below(LETTERS.len())])).collect()
}

/// An address of a placement, as long as it may become with parameters.
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
    // Not to be taken for text in any encoding: it begins with what UTF-8 never has.
    [0xff, 0xfe, 0x00].into_iter().chain((0..length).map(|_| random.next() as u8)).collect()
}
