//! The fonts of posters, and the characters that they have.

use std::sync::{Arc, OnceLock};

use mall_contract::{CallerRefusal, Refusal};
use resvg::usvg::fontdb::{Database, Source};
use ttf_parser::Face;
use unicode_normalization::UnicodeNormalization;

/// Noto Sans SC; `fonts/README.md` lists its characters.
const REGULAR: &[u8] = include_bytes!("../../../fonts/NotoSansSC-Regular.otf");
const BOLD: &[u8] = include_bytes!("../../../fonts/NotoSansSC-Bold.otf");

/// The name of the family in SVG.
pub const FAMILY: &str = "Noto Sans CJK SC";

/// The weight of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

impl Weight {
    /// Returns the number of the weight in SVG and fonts.
    pub const fn number(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Bold => 700,
        }
    }

    fn face(self) -> Option<&'static Face<'static>> {
        static FACES: OnceLock<[Option<Face<'static>>; 2]> = OnceLock::new();
        let [regular, bold] =
            FACES.get_or_init(|| [REGULAR, BOLD].map(|font| Face::parse(font, 0).ok()));
        match self {
            Self::Regular => regular.as_ref(),
            Self::Bold => bold.as_ref(),
        }
    }
}

/// Returns the width of a letter at text size 1. A letter of a system font counts as wide.
pub fn width(letter: char, weight: Weight) -> f64 {
    let own = || {
        let face = weight.face()?;
        let glyph = face.glyph_index(letter)?;
        Some(f64::from(face.glyph_hor_advance(glyph)?) / f64::from(face.units_per_em()))
    };
    match letter {
        _ if is_invisible(letter) => 0.0,
        _ => own().unwrap_or(1.1),
    }
}

/// The most characters that a refusal names.
const MAX_NAMED_CHARACTERS: usize = 20;

/// Returns fonts for all letters of these texts. Fonts of the system are read only for letters that the
/// built-in ones do not have.
///
/// # Errors
/// `no_glyph` with the letters that no font has.
pub fn for_texts<'a>(texts: impl Iterator<Item = &'a str>) -> Result<Arc<Database>, Refusal> {
    let mut others: Vec<char> =
        texts.flat_map(str::chars).filter(|letter| !is_built_in(*letter)).collect();
    others.sort_unstable();
    others.dedup();
    if others.is_empty() {
        return Ok(built_in().clone());
    }
    let fonts = with_system();
    let missing: Vec<char> = others.into_iter().filter(|letter| !is_in(fonts, *letter)).collect();
    if missing.is_empty() {
        Ok(fonts.clone())
    } else {
        Err(Refusal::Caller(CallerRefusal::NoGlyph {
            characters: missing.iter().take(MAX_NAMED_CHARACTERS).collect(),
        }))
    }
}

/// Returns a text without characters that cannot be printed: control characters, and emoji that the built-in
/// fonts do not have.
pub fn printable(text: &str) -> String {
    let unprintable = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{20e3}')
            || matches!(letter, '\u{fffe}' | '\u{ffff}' | '\u{ad}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
            || (is_emoji(letter) && !is_built_in(letter))
    };
    // No font has an accent alone; fonts have letters with accents.
    let text: String = text.nfc().filter(|letter| !unprintable(*letter)).collect();
    // Joiners of the emoji that were left out join nothing.
    let text = text.trim_matches(['\u{200d}', ' ']);
    narrow_apostrophes(text)
}

/// Makes apostrophes between Latin letters narrow: in a Chinese font that character is wide.
fn narrow_apostrophes(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let latin = |at: Option<usize>| {
        at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_alphabetic)
    };
    let narrow = |(at, letter): (usize, &char)| match letter {
        '\u{2019}' if latin(at.checked_sub(1)) && latin(Some(at + 1)) => '\'',
        letter => *letter,
    };
    letters.iter().enumerate().map(narrow).collect()
}

/// Checks whether a character is an emoji or a similar symbol.
fn is_emoji(letter: char) -> bool {
    matches!(letter, '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{e0000}'..='\u{e007f}')
}

/// Checks for joiners and direction marks, which need no glyph.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{61c}')
}

fn is_built_in(letter: char) -> bool {
    is_invisible(letter)
        || Weight::Regular.face().is_some_and(|face| face.glyph_index(letter).is_some())
}

fn is_in(fonts: &Database, letter: char) -> bool {
    let has = |font: &[u8], index| {
        Face::parse(font, index).is_ok_and(|face| face.glyph_index(letter).is_some())
    };
    fonts.faces().any(|face| fonts.with_face_data(face.id, has).unwrap_or_default())
}

fn built_in() -> &'static Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    FONTS.get_or_init(|| Arc::new(load_built_in()))
}

fn with_system() -> &'static Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut fonts = load_built_in();
        fonts.load_system_fonts();
        Arc::new(fonts)
    })
}

fn load_built_in() -> Database {
    let mut fonts = Database::new();
    for font in [REGULAR, BOLD] {
        fonts.load_font_source(Source::Binary(Arc::new(font)));
    }
    fonts
}

#[cfg(test)]
mod tests {
    use mall_contract::{CallerRefusal, Refusal};

    use super::{Weight, for_texts, printable, width};

    #[test]
    fn names_of_shops_are_drawn_with_the_built_in_fonts() {
        let texts = ["扫码领券 喆囍 澄曦里 €¥", "Café Ångström № 7 (L1)", "鼎泰豐・麵の館"];
        let fonts = for_texts(texts.into_iter());
        assert_eq!(fonts.map(|fonts| fonts.len()), Ok(2));
    }

    #[test]
    fn letters_without_a_font_are_named() {
        // Of the private part of Unicode, so that no system has it.
        let missing = for_texts(["a\u{f8123}b\u{f8123}"].into_iter()).err();
        assert_eq!(
            missing,
            Some(Refusal::Caller(CallerRefusal::NoGlyph { characters: "\u{f8123}".into() }))
        );
    }

    #[test]
    fn characters_without_use_on_paper_are_left_out() {
        for (text, printed) in [
            ("面馆🍜", "面馆"),
            ("👨\u{200d}👩\u{200d}👧 亲子", "亲子"),
            ("a\u{7}b\n", "ab"),
            ("7\u{fe0f}\u{20e3} 号", "7 号"),
            ("★ ①", "★ ①"),
            ("Cafe\u{301} \u{202e}x", "Café x"),
            ("Lane’s “End”", "Lane's “End”"),
        ] {
            assert_eq!(printable(text), printed);
        }
    }

    #[test]
    fn letters_have_the_fonts_widths() {
        assert!((width('券', Weight::Bold) - 1.0).abs() < 1e-9);
        let narrow = width('i', Weight::Regular);
        assert!((0.1..0.4).contains(&narrow), "{narrow}");
        assert!(width('W', Weight::Bold) > width('W', Weight::Regular));
    }
}
