//! Draws a Code 128 barcode as an SVG path, ISO/IEC 15417. Every till's scanner reads it.

/// The widths of each symbol's bars and spaces in modules, by the symbol's value: 0 to 102, then the starts
/// in the code sets A, B and C. ISO/IEC 15417, table 1.
const WIDTHS: [&str; 106] = [
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
    "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
    "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
    "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
    "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
    "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
    "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232",
];

const STOP: &str = "2331112";

const START_B: u8 = 104;
const START_C: u8 = 105;
/// In code set C: switches to set B.
const TO_B: u8 = 100;
/// In code set B: switches to set C.
const TO_C: u8 = 99;

/// The quiet zone on each side, in modules.
const QUIET_ZONE: usize = 10;

/// A barcode. One unit of the path is one module; the height is one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barcode {
    /// The width in modules, with the quiet zones.
    pub width: usize,
    /// The bars, as an SVG path.
    pub bars: String,
}

/// Encodes a text of printable ASCII; none for another text.
#[must_use]
pub fn barcode(text: &str) -> Option<Barcode> {
    if text.is_empty() || !text.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return None;
    }
    let (mut at, mut dark, mut bars) = (QUIET_ZONE, true, String::new());
    let symbols = symbols(text.as_bytes());
    let widths = symbols.iter().map(|symbol| WIDTHS[usize::from(*symbol)]).chain([STOP]);
    for width in widths.flat_map(str::bytes).map(|digit| usize::from(digit - b'0')) {
        if dark {
            bars += &format!("M{at} 0h{width}v1h-{width}z");
        }
        (at, dark) = (at + width, !dark);
    }
    Some(Barcode { width: at + QUIET_ZONE, bars })
}

/// Returns the symbols from the start to the check digit: pairs of digits in set C where that is shorter,
/// all else in set B.
fn symbols(text: &[u8]) -> Vec<u8> {
    let digits = |from: usize| text[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut in_pairs = digits(0) >= 4;
    let mut symbols = vec![if in_pairs { START_C } else { START_B }];
    let mut at = 0;
    while at < text.len() {
        let run = digits(at);
        // A switch costs a symbol, and in the middle of a text another one to switch back.
        let pays = run >= 6 || (run >= 4 && at + run == text.len());
        if in_pairs && run >= 2 {
            symbols.push((text[at] - b'0') * 10 + (text[at + 1] - b'0'));
            at += 2;
        } else if in_pairs {
            symbols.push(TO_B);
            in_pairs = false;
        } else if pays && run % 2 == 0 {
            symbols.push(TO_C);
            in_pairs = true;
        } else {
            symbols.push(text[at] - b' ');
            at += 1;
        }
    }
    // The start has weight 1, as the first symbol after it.
    let weights = std::iter::once(1).chain(1..);
    let sum: u32 =
        symbols.iter().zip(weights).map(|(symbol, weight)| u32::from(*symbol) * weight).sum();
    symbols.push((sum % 103) as u8);
    symbols
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{STOP, TO_B, TO_C, WIDTHS, barcode, symbols};

    #[test]
    fn every_symbol_follows_the_standard() {
        let sums = |widths: &str| {
            let widths = widths.bytes().map(|digit| digit - b'0');
            let bars: u8 = widths.clone().step_by(2).sum();
            (widths.sum::<u8>(), bars % 2)
        };
        // Eleven modules, an even number of them dark: so a scanner notices one that is misread.
        assert!(WIDTHS.iter().all(|widths| sums(widths) == (11, 0)));
        assert_eq!(WIDTHS.iter().collect::<BTreeSet<_>>().len(), WIDTHS.len());
        assert_eq!(sums(STOP).0, 13);
    }

    #[test]
    fn the_check_digit_matches_published_examples() {
        // Weights 1, 1, 2, 3 …: 104 + 48·1 + 42·2 + 42·3 + 17·4 + 18·5 + 19·6 + 35·7 = 879 = 8·103 + 55.
        assert_eq!(symbols(b"PJJ123C"), [104, 48, 42, 42, 17, 18, 19, 35, 55]);
        // 105 + 12·1 + 34·2 + 56·3 = 353 = 3·103 + 44.
        assert_eq!(symbols(b"123456"), [105, 12, 34, 56, 44]);
    }

    #[test]
    fn digits_are_paired_if_that_is_shorter() {
        let inside = |text: &[u8]| symbols(text)[1..symbols(text).len() - 1].to_vec();
        assert_eq!(inside(b"A1234"), [33, TO_C, 12, 34]);
        assert_eq!(inside(b"A12345"), [33, 17, TO_C, 23, 45]);
        assert_eq!(inside(b"A1234B"), [33, 17, 18, 19, 20, 34]);
        assert_eq!(inside(b"A123456B"), [33, TO_C, 12, 34, 56, TO_B, 34]);
        assert_eq!(inside(b"12345"), [12, 34, TO_B, 21]);
    }

    #[test]
    fn a_text_outside_the_code_set_makes_no_barcode() {
        for text in ["", "券", "A\n", "\u{7f}"] {
            assert_eq!(barcode(text), None, "{text:?}");
        }
    }

    /// Decodes symbols as a scanner does.
    fn read(symbols: &[u8]) -> String {
        let mut pairs = symbols[0] == 105;
        let mut text = String::new();
        for symbol in &symbols[1..symbols.len() - 1] {
            match (pairs, *symbol) {
                (true, TO_B) => pairs = false,
                (false, TO_C) => pairs = true,
                (true, pair) => text += &format!("{pair:02}"),
                (false, value) => text.push(char::from(value + b' ')),
            }
        }
        text
    }

    proptest! {
        #[test]
        fn every_barcode_reads_back_as_its_text(text in "[ -~]{1,40}|[0-9A-Z]{16}[0-9]{8}") {
            let symbols = symbols(text.as_bytes());
            prop_assert_eq!(read(&symbols), text.clone());
            let barcode = barcode(&text).expect("printable");
            prop_assert_eq!(barcode.width, 11 * symbols.len() + 13 + 20);
        }
    }
}
