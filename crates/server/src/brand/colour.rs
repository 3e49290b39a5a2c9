//! A colour, and the colours of text that can be read on it.

use std::fmt;

/// The least contrast of text: WCAG 2.2, criterion 1.4.3.
const MIN_TEXT_CONTRAST: f64 = 4.5;

/// A colour of the sRGB space: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    pub const WHITE: Self = Self([255; 3]);
    /// The black of printed text.
    pub const INK: Self = Self([0x1d, 0x1a, 0x18]);

    /// Reads `#rrggbb`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let bits = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = bits.to_be_bytes();
        Some(Self([red, green, blue]))
    }

    /// Returns the relative luminance, 0 to 1: WCAG 2.2.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Returns the contrast, 1 to 21: WCAG 2.2.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Returns the colour of text on this one: white where its contrast suffices, else the one with more contrast.
    #[must_use]
    pub fn text_colour(self) -> Self {
        let (white, black) = (self.contrast(Self::WHITE), self.contrast(Self::INK));
        if white >= MIN_TEXT_CONTRAST || white >= black { Self::WHITE } else { Self::INK }
    }

    /// Returns this colour for text on white; black where this one is too light.
    #[must_use]
    pub fn on_white(self) -> Self {
        if self.contrast(Self::WHITE) >= MIN_TEXT_CONTRAST { self } else { Self::INK }
    }

    /// Mixes this colour with a share of another, 0 to 1.
    #[must_use]
    pub fn mix(self, other: Self, share: f64) -> Self {
        let part = |at: usize| {
            let (from, to) = (f64::from(self.0[at]), f64::from(other.0[at]));
            (from + (to - from) * share).round() as u8
        };
        Self([part(0), part(1), part(2)])
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Colour;

    #[test]
    fn a_colour_has_six_hexadecimal_digits() {
        for text in ["#b3261e", "#000000", "#ffffff"] {
            assert_eq!(Colour::parse(text).map(|c| c.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Colour::parse("#B3261E"), Some(Colour([0xb3, 0x26, 0x1e])));
        for invalid in
            ["", "b3261e", "#b32", "#b3261", "#b3261g", "#+3261e", "#b3261e0", "red", "#券"]
        {
            assert_eq!(Colour::parse(invalid), None, "{invalid}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let black = Colour([0; 3]);
        assert!((black.contrast(Colour::WHITE) - 21.0).abs() < 1e-9);
        // The lightest grey on which white text passes.
        assert!(Colour([0x76; 3]).contrast(Colour::WHITE) >= 4.5);
        assert!(Colour([0x77; 3]).contrast(Colour::WHITE) < 4.5);
    }

    #[test]
    fn text_is_white_on_dark_colours_and_black_on_light_ones() {
        for (colour, text) in [
            ("#b3261e", Colour::WHITE),
            ("#14324f", Colour::WHITE),
            ("#ffd400", Colour::INK),
            ("#ffffff", Colour::INK),
            ("#7fd1ae", Colour::INK),
        ] {
            let colour = Colour::parse(colour).expect("a colour");
            assert_eq!(colour.text_colour(), text, "{colour}");
        }
        assert_eq!(Colour([0xff, 0xd4, 0]).on_white(), Colour::INK);
    }

    proptest! {
        #[test]
        fn text_can_be_read_on_every_colour(parts: [u8; 3]) {
            let colour = Colour(parts);
            // Between black and white one always has 4.58; ink is a little lighter than black.
            prop_assert!(colour.contrast(colour.text_colour()) >= 4.1);
            prop_assert!(colour.on_white().contrast(Colour::WHITE) >= 4.5);
        }
    }
}
