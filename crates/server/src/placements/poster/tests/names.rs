//! Names that are long, odd, or in letters that no font has.

use std::sync::Arc;

use mall_contract::{CallerRefusal, Refusal};
use proptest::prelude::*;
use resvg::usvg::roxmltree;

use super::{content, leads_out, rasterized, with_odd_names};
use crate::brand::{Brand, Colour};
use crate::placements::poster::{Format, MAX_CARDS, card_sheet, poster};

#[test]
fn odd_names_are_drawn_whole_and_well_formed() {
    let wide = "囍".repeat(60);
    let latin = "W".repeat(60);
    let names = [
        "<script>alert(1)</script>",
        "a & b; &lt; &#0; ]]>",
        "\"quoted\" 'twice'",
        "\u{200f}קפה\u{200e} x\u{202e}y",
        "🍜面馆👨\u{200d}👩\u{200d}👧",
        "🍜",
        "\u{1}\u{7}\u{fffe}",
        " ",
        &wide,
        &latin,
    ];
    for name in names {
        let content = with_odd_names(name);
        // Not every system has a Hebrew font.
        let drawing = match poster(&content, Format::A5) {
            Err(Refusal::Caller(CallerRefusal::NoGlyph { characters })) => {
                assert!(name.contains('ק') && characters.contains('ק'), "{name}: {characters}");
                continue;
            }
            result => result.expect("drawn"),
        };
        assert_eq!(leads_out(&drawing.svg().expect("an SVG")), [""; 0], "{name}");
        drawing.pdf(name).expect("a PDF");
        card_sheet(&[content]).expect("drawn").svg().expect("an SVG");
    }
}

#[test]
fn long_names_stay_on_the_page() {
    let wide = "囍".repeat(60);
    let mut content = with_odd_names(&wide);
    content.floor = "M".repeat(20);
    content.brand =
        Arc::new(Brand { colour: Colour::parse("#ffd400").expect("a colour"), logo: None });
    let page =
        &rasterized(&poster(&content, Format::A4).expect("drawn").pdf("t").expect("a PDF"), 3.0)[0];
    // Nothing in the margin is as dark as text.
    let right = (page.size[0] - 45) as f64;
    let dark = (0..page.size[1])
        .filter(|y| (0..44).any(|x| page.at(right + f64::from(x), *y as f64) < 100.0));
    assert_eq!(dark.count(), 0);
}

#[test]
fn a_name_that_cannot_be_drawn_is_refused() {
    let missing = with_odd_names("面\u{f8123}馆");
    let no_glyph = Refusal::Caller(CallerRefusal::NoGlyph { characters: "\u{f8123}".into() });
    assert_eq!(poster(&missing, Format::A4).err(), Some(no_glyph.clone()));
    assert_eq!(card_sheet(&[missing]).err(), Some(no_glyph));
    assert_eq!(card_sheet(&[]).err(), Some(Refusal::Caller(CallerRefusal::UnknownPlacement)));
    let many = vec![content(Arc::default(), 1); MAX_CARDS + 1];
    let too_long = Refusal::Caller(CallerRefusal::SheetTooLong { count: 501, limit: 500 });
    assert_eq!(card_sheet(&many).err(), Some(too_long));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_name_is_drawn_or_refused(name in "\\PC{0,60}", floor in "\\PC{1,20}") {
        let mut content = with_odd_names(&name);
        content.floor = floor;
        match poster(&content, Format::A4) {
            Ok(drawing) => prop_assert!(roxmltree::Document::parse(&drawing.canonical_svg()).is_ok()),
            Err(refusal) => prop_assert_eq!(refusal.code(), "no_glyph"),
        }
    }
}
