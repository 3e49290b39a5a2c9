//! The fonts that posters are set in, and what can be written with them.

use std::sync::{Arc, OnceLock};

use resvg::usvg::fontdb::{Database, Source};
use ttf_parser::Face;
use unicode_normalization::UnicodeNormalization;

/// Noto Sans SC; `fonts/README.md` tells what is in it.
const REGULAR: &[u8] = include_bytes!("../../../fonts/NotoSansSC-Regular.otf");
const BOLD: &[u8] = include_bytes!("../../../fonts/NotoSansSC-Bold.otf");

/// The name it is asked for by.
pub const FAMILY: &str = "Noto Sans CJK SC";

/// How strong letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// For reading.
    Regular,
    /// For what is read first.
    Bold,
}

impl Weight {
    /// As SVG and fonts number it.
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

/// How wide a letter is, in parts of the size of text. One of another font is taken to be wide.
pub fn width(letter: char, weight: Weight) -> f64 {
    let own = || {
        let face = weight.face()?;
        let glyph = face.glyph_index(letter)?;
        Some(f64::from(face.glyph_hor_advance(glyph)?) / f64::from(face.units_per_em()))
    };
    match letter {
        _ if is_mark(letter) => 0.0,
        _ => own().unwrap_or(1.1),
    }
}

/// Texts as they can be drawn, and the fonts for that.
pub struct Drawable {
    /// The fonts.
    pub fonts: Arc<Database>,
    /// Letters that no font has.
    pub missing: String,
}

/// Fonts for all letters of these texts. Those of the system are looked at only for a letter that the
/// built-in ones do not have.
pub fn for_texts<'a>(texts: impl Iterator<Item = &'a str>) -> Drawable {
    let mut others: Vec<char> =
        texts.flat_map(str::chars).filter(|letter| !is_built_in(*letter)).collect();
    others.sort_unstable();
    others.dedup();
    if others.is_empty() {
        return Drawable { fonts: built_in().clone(), missing: String::new() };
    }
    let fonts = with_system();
    let missing = others.into_iter().filter(|letter| !is_in(fonts, *letter)).collect();
    Drawable { fonts: fonts.clone(), missing }
}

/// A text without what paper has no use for: characters that control something, and pictures among the
/// letters that the built-in fonts do not have.
pub fn printable(text: &str) -> String {
    let no_use = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{20e3}')
            || matches!(letter, '\u{fffe}' | '\u{ffff}' | '\u{ad}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
            || (is_picture(letter) && !is_built_in(letter))
    };
    // An accent that stands alone is in no font, the letter that has it is.
    let text: String = text.nfc().filter(|letter| !no_use(*letter)).collect();
    // A joiner of pictures joins nothing any more.
    let text = text.trim_matches(['\u{200d}', ' ']);
    apostrophes(text)
}

/// Between Latin letters an apostrophe is narrow, which the same mark in a Chinese font is not.
fn apostrophes(text: &str) -> String {
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

/// Emoji and the like.
fn is_picture(letter: char) -> bool {
    matches!(letter, '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{e0000}'..='\u{e007f}')
}

/// Joiners and marks of direction, which no font need have.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{61c}')
}

fn is_built_in(letter: char) -> bool {
    is_mark(letter) || Weight::Regular.face().is_some_and(|face| face.glyph_index(letter).is_some())
}

fn is_in(fonts: &Database, letter: char) -> bool {
    let has = |font: &[u8], index| {
        Face::parse(font, index).is_ok_and(|face| face.glyph_index(letter).is_some())
    };
    fonts.faces().any(|face| fonts.with_face_data(face.id, has).unwrap_or_default())
}

fn built_in() -> &'static Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    FONTS.get_or_init(|| Arc::new(own()))
}

fn with_system() -> &'static Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut fonts = own();
        fonts.load_system_fonts();
        Arc::new(fonts)
    })
}

fn own() -> Database {
    let mut fonts = Database::new();
    for font in [REGULAR, BOLD] {
        fonts.load_font_source(Source::Binary(Arc::new(font)));
    }
    fonts
}

#[cfg(test)]
mod tests {
    use super::{Weight, for_texts, printable, width};

    #[test]
    fn names_of_shops_are_written_with_what_is_built_in() {
        let texts = ["扫码领券 喆囍 澄曦里 €¥", "Café Ångström № 7 (L1)", "鼎泰豐・麵の館"];
        let fonts = for_texts(texts.into_iter());
        assert_eq!((fonts.fonts.len(), fonts.missing.as_str()), (2, ""));
    }

    #[test]
    fn letters_that_no_font_has_are_named() {
        // Of the private part of Unicode, so that no system has it.
        assert_eq!(for_texts(["a\u{f8123}b\u{f8123}"].into_iter()).missing, "\u{f8123}");
    }

    #[test]
    fn what_paper_has_no_use_for_is_left_out() {
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
    fn letters_have_their_widths() {
        assert!((width('券', Weight::Bold) - 1.0).abs() < 1e-9);
        let narrow = width('i', Weight::Regular);
        assert!((0.1..0.4).contains(&narrow), "{narrow}");
        assert!(width('W', Weight::Bold) > width('W', Weight::Regular));
    }
}
