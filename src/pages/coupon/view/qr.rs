//! Draws a QR code as an SVG path.

use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};

/// The quiet zone around the code in modules, ISO/IEC 18004.
const QUIET_ZONE: usize = 4;

/// The versions to try, the smallest first. A coupon's text fits into version 3, also with its proof.
const VERSIONS: std::ops::RangeInclusive<i16> = 1..=6;

/// A QR code. One unit of the path is one module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// The length of a side in modules, with the quiet zone.
    pub side: usize,
    /// The dark modules, as an SVG path.
    pub dark: String,
}

/// Encodes a text of capital letters, digits and hyphens with error correction M. Returns none for another
/// text, or one that is too long.
///
/// It uses alphanumeric mode throughout. The best mode for each part would save no module here, and
/// choosing it is half of the encoder.
#[must_use]
pub fn qr(text: &str) -> Option<Qr> {
    let is_allowed = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
    if !text.bytes().all(is_allowed) {
        return None;
    }
    let code = VERSIONS.map(Version::Normal).find_map(|version| encode(text, version))?;
    let (width, modules) = (code.width(), code.into_colors());
    let mut dark = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|module| **module == Color::Dark).count();
            if run > 0 {
                dark += &format!("M{} {}h{run}v1h-{run}z", x + QUIET_ZONE, y + QUIET_ZONE);
            }
            x += run + 1;
        }
    }
    Some(Qr { side: width + 2 * QUIET_ZONE, dark })
}

fn encode(text: &str, version: Version) -> Option<QrCode> {
    let mut bits = Bits::new(version);
    bits.push_alphanumeric_data(text.as_bytes()).ok()?;
    bits.push_terminator(EcLevel::M).ok()?;
    QrCode::with_bits(bits, EcLevel::M).ok()
}

#[cfg(test)]
mod tests {
    use super::{Qr, qr};

    #[test]
    fn a_coupons_text_makes_a_small_code() {
        let side = |text| qr(text).map(|code| code.side);
        assert_eq!(side("7K01QD8M2ZWX3V5T-12345678"), Some(25 + 8));
        let proven = "7K01QD8M2ZWX3V5T-12345678-0000000000000123456789ABCDEF";
        assert_eq!(side(proven), Some(29 + 8));
    }

    /// Reads a code as a till does, at four pixels for each module.
    fn read(code: &Qr) -> String {
        let mut dark = vec![false; code.side * code.side];
        for run in code.dark.split('M').skip(1) {
            let numbers: Vec<usize> = run
                .split(|c: char| !c.is_ascii_digit())
                .filter_map(|number| number.parse().ok())
                .take(3)
                .collect();
            let from = numbers[1] * code.side + numbers[0];
            dark[from..from + numbers[2]].fill(true);
        }
        let size = 4 * code.side;
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(size, size, |x, y| {
            if dark[y / 4 * code.side + x / 4] { 0 } else { 255 }
        });
        let grids = picture.detect_grids();
        grids.first().expect("a code").decode().expect("readable").1
    }

    #[test]
    fn a_till_reads_the_drawn_code() {
        for text in ["7K01QD8M2ZWX3V5T-12345678", &"7K01QD8M-".repeat(6)] {
            assert_eq!(read(&qr(text).expect("a code")), text);
        }
    }

    #[test]
    fn another_text_makes_no_code() {
        assert_eq!(qr("7k01"), None);
        assert_eq!(qr("券"), None);
        assert_eq!(qr(&"A".repeat(500)), None);
    }

    #[test]
    fn the_finder_pattern_follows_the_quiet_zone() {
        let code = qr("7K01QD8M2ZWX3V5T-12345678").expect("a code");
        assert!(code.dark.starts_with("M4 4h7v1h-7z"), "{}", code.dark);
    }
}
