//! Posters as print shops and phones see them: drawn anew from the PDF by another program, then read.

use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use lopdf::{Document, Object};
use mall_contract::{PlacementCode, Refusal};
use proptest::prelude::*;
use resvg::usvg::roxmltree;

use super::output::BLEED;
use super::page::{CODE, COUPON, TEAR};
use super::sheet::CARD;
use super::{Format, Gives, MOST_CARDS, Paper, cards, poster};
use crate::brand::{Brand, Colour, Logo};
use crate::catalogue::Names;
use crate::placements::camera::Grey;
use crate::placements::qr;
use crate::{catalogue, demo};

const FORMATS: [Format; 3] = [Format::A3, Format::A4, Format::A5];

fn names(zh: &str, en: Option<&str>) -> Names {
    Names { zh: zh.into(), en: en.map(str::to_owned) }
}

/// The demo mall's colour and logo.
fn branded() -> Arc<Brand> {
    let mall = catalogue::read(demo::CATALOGUE).expect("the demo mall").mall;
    let brand = mall.brand.expect("a brand");
    let logo = Logo::stored(brand.logo.expect("a logo")).expect("a logo");
    Arc::new(Brand { colour: brand.colour, logo: Some(logo) })
}

fn paper(brand: Arc<Brand>, bits: u32) -> Paper {
    let code = PlacementCode::of_bits(bits);
    Paper {
        mall: names("澄曦里", Some("Aurora Lane")),
        brand,
        name: names("中庭扶梯旁海报", Some("Poster by the atrium escalator")),
        floor: "L1".into(),
        place: "中庭下行扶梯左侧立架".into(),
        gives: Gives::Any,
        url: format!("https://coupons.aurora-lane.example/q/{code}"),
        typed_at: "coupons.aurora-lane.example/scan".into(),
        code,
    }
}

/// Pages of a PDF as a rasterizer that had no part in making it draws them, so many pixels to a millimetre.
fn rasterized(pdf: &[u8], pixels: f32) -> Vec<Grey> {
    let pdf = Pdf::new(pdf.to_vec()).expect("a PDF");
    let scale = pixels * 25.4 / 72.0;
    let settings = PixmapSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: hayro::vello_cpu::color::palette::css::WHITE,
    };
    let (interpreter, rendering) = (InterpreterSettings::default(), RenderSettings::default());
    let pages = pdf.pages().iter().map(|page| {
        let cache = RenderCache::new();
        let picture = render(page, &cache, &interpreter, &rendering, &settings);
        let size = [usize::from(picture.width()), usize::from(picture.height())];
        let rgba = picture.data_as_u8_slice().as_chunks::<4>().0;
        Grey::of_pixels(size, rgba.iter().map(|[red, green, blue, _]| [*red, *green, *blue]))
    });
    pages.collect()
}

#[test]
fn a_poster_reads_from_its_pdf_turned_blurred_and_in_half_light() {
    for brand in [branded(), Arc::default()] {
        let paper = paper(brand, 0x0012_3456);
        for format in FORMATS {
            let pdf = poster(&paper, format).expect("drawn").pdf("t").expect("a PDF");
            // As many pixels on the page whatever its size: one stands back from a large one.
            let wide = format.size()[0] as f32;
            let page = &rasterized(&pdf, 620.0 / wide)[0];
            assert!(page.size[0].abs_diff(620) < 3, "the page alone: {:?}", page.size);
            assert_eq!(page.reads(), [paper.url.as_str()], "{format:?}");
            assert_eq!(page.blurred(1).reads(), [paper.url.as_str()], "{format:?} blurred");
            assert_eq!(page.dimmed().reads(), [paper.url.as_str()], "{format:?} dimmed");
            let all = page.rotated(23.0).blurred(1).dimmed();
            assert_eq!(all.reads(), [paper.url.as_str()], "{format:?} turned, blurred, dimmed");
        }
    }
}

#[test]
fn each_card_of_a_sheet_reads() {
    let papers: Vec<Paper> = (0..11).map(|bits| paper(branded(), bits * 7919)).collect();
    let sheet = cards(&papers).expect("drawn");
    let pages = rasterized(&sheet.pdf("t").expect("a PDF"), 5.0);
    assert_eq!(pages.len(), 2);
    for (number, paper) in papers.iter().enumerate() {
        // A phone is held before one card.
        let [x, y] = [(number % 2) as f64 * CARD[0], (number % 8 / 2) as f64 * CARD[1]];
        let card =
            pages[number / 8].part([x * 5.0, y * 5.0], CARD.map(|side| (side * 5.0) as usize));
        assert_eq!(card.reads(), [paper.url.as_str()], "{number}");
        assert_eq!(
            card.rotated(-12.0).blurred(1).dimmed().reads(),
            [paper.url.as_str()],
            "{number}"
        );
    }
    // Where the twelfth would be, nothing is.
    let empty = pages[1].part([110.0 * 5.0, 80.0 * 5.0], [400, 300]);
    assert!((0..300).all(|y| (0..400).all(|x| empty.at(f64::from(x), f64::from(y)) > 254.0)));
}

/// A box of a page in millimetres: its left and lower edge, width and height.
fn millimetres(document: &Document, page: lopdf::ObjectId, name: &[u8]) -> [f64; 4] {
    let edges =
        document.get_dictionary(page).and_then(|page| page.get(name)).and_then(Object::as_array);
    let edges =
        edges.expect("a box").iter().map(|edge| f64::from(edge.as_float().expect("a number")));
    let edges: Vec<f64> = edges.map(|edge| edge / 72.0 * 25.4).collect();
    [edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1]]
}

#[test]
fn pages_have_their_size_and_around_it_what_print_shops_need() {
    let near =
        |one: [f64; 4], other: [f64; 4]| one.iter().zip(other).all(|(a, b)| (a - b).abs() < 0.02);
    for format in FORMATS {
        let [width, height] = format.size();
        let drawing = poster(&paper(branded(), 1), format).expect("drawn");
        let document = Document::load_mem(&drawing.pdf("t").expect("a PDF")).expect("a PDF");
        let page = document.get_pages()[&1];
        let around =
            |space: f64| [10.0 - space, 10.0 - space, width + 2.0 * space, height + 2.0 * space];
        for (name, space) in
            [("MediaBox", 10.0), ("BleedBox", BLEED), ("TrimBox", 0.0), ("CropBox", 0.0)]
        {
            let found = millimetres(&document, page, name.as_bytes());
            assert!(near(found, around(space)), "{format:?} {name}: {found:?}");
        }
        let svg = drawing.svg().expect("an SVG");
        let size =
            format!("width=\"{width}mm\" height=\"{height}mm\" viewBox=\"0 0 {width} {height}\"");
        assert!(svg.contains(&size), "{}", &svg[..300]);
    }
    let sheet = cards(&[paper(branded(), 1)]).expect("drawn").pdf("t").expect("a PDF");
    let document = Document::load_mem(&sheet).expect("a PDF");
    let found = millimetres(&document, document.get_pages()[&1], b"MediaBox");
    assert!(near(found, [0.0, 0.0, 210.0, 297.0]), "{found:?}");
}

#[test]
fn fonts_are_in_the_pdf_and_its_text_can_be_searched() {
    let drawing = poster(&paper(branded(), 0x1234_5678), Format::A4).expect("drawn");
    let pdf = drawing.pdf("海报").expect("a PDF");
    let document = Document::load_mem(&pdf).expect("a PDF");
    let fonts: Vec<_> = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .filter(|object| {
            object
                .get(b"Type")
                .is_ok_and(|kind| kind.as_name().is_ok_and(|n| n == b"FontDescriptor"))
        })
        .collect();
    assert_eq!(fonts.len(), 2, "two weights");
    for font in fonts {
        let name = font.get(b"FontName").and_then(Object::as_name).expect("a name");
        let name = String::from_utf8_lossy(name);
        // Six letters and a plus sign say that it is a part of the font.
        assert!(name.as_bytes()[6] == b'+' && name.contains("NotoSans"), "{name}");
        assert!(font.has(b"FontFile3") || font.has(b"FontFile2"), "{name} is not embedded");
    }
    assert!(pdf.len() < 300_000, "{} bytes: fonts are parts", pdf.len());
    let text = document.extract_text(&[1]).expect("a text").replace(['\n', ' '], "");
    let code = PlacementCode::of_bits(0x1234_5678);
    for words in
        [code.as_str(), "中庭扶梯旁海报", "Posterbytheatriumescalator", "澄曦里", "扫码领券", "L1"]
    {
        assert!(text.contains(words), "{words} in {text}");
    }
}

/// All that an SVG might load.
fn leads_out(svg: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).expect("well-formed");
    let attributes = document.descendants().flat_map(|node| node.attributes().collect::<Vec<_>>());
    let elements = document.descendants().map(|node| node.tag_name().name().to_owned());
    let strange = elements.filter(|name| {
        ["image", "script", "style", "text", "foreignObject", "a"].contains(&name.as_str())
    });
    let outside = |value: &str| {
        value.contains("url(") && !value.contains("url(#")
            || value.contains("//")
            || value.contains("data:")
    };
    attributes
        .filter(|attribute| {
            outside(attribute.value())
                || attribute.name() == "href" && !attribute.value().starts_with('#')
        })
        .map(|attribute| attribute.value().to_owned())
        .chain(strange)
        .collect()
}

#[test]
fn an_svg_needs_nothing_else_and_reads() {
    let paper = paper(branded(), 99);
    let svg = poster(&paper, Format::A4).expect("drawn").svg().expect("an SVG");
    assert_eq!(leads_out(&svg), [""; 0]);
    // Without any font, as a print shop may open it.
    let picture = qr::png(&svg, 2).expect("a picture");
    assert_eq!(Grey::of(&picture).reads(), [paper.url.as_str()]);
}

/// Where the QR code lies, of the white card around it the quiet zone is kept.
#[test]
fn four_modules_around_the_code_are_white() {
    let paper = paper(branded(), 5);
    let drawing = poster(&paper, Format::A4).expect("drawn");
    let page = &rasterized(&drawing.pdf("t").expect("a PDF"), 4.0)[0];
    let modules = qr::Code::of(&paper.url).expect("a code").side as f64;
    let (side, quiet) = (CODE, 4.0 * CODE / modules);
    let (left, top) = ((210.0 - side) / 2.0, (COUPON[0] + TEAR - side) / 2.0);
    let mut at = 0.0;
    while at < side {
        for inset in [0.3, quiet / 2.0, quiet - 0.4] {
            for (x, y) in [(at, inset), (at, side - inset), (inset, at), (side - inset, at)] {
                let grey = page.at((left + x) * 4.0, (top + y) * 4.0);
                assert!(grey > 250.0, "{grey} at {x}, {y}");
            }
        }
        at += 0.5;
    }
    // And there the code begins.
    assert!(page.at((left + quiet + 0.5) * 4.0, (top + quiet + 0.5) * 4.0) < 10.0);
}

fn odd(name: &str) -> Paper {
    let mut paper = paper(Arc::default(), 3);
    paper.mall = names(name, Some(name));
    paper.name = names(name, Some(&name.chars().rev().collect::<String>()));
    paper.place = name.into();
    paper.gives = Gives::Store(names(name, None));
    paper
}

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
        let paper = odd(name);
        // A system may have no Hebrew.
        let drawing = match poster(&paper, Format::A5) {
            Err(Refusal::NoGlyph { characters }) => {
                assert!(name.contains('ק') && characters.contains('ק'), "{name}: {characters}");
                continue;
            }
            drawn => drawn.expect("drawn"),
        };
        assert_eq!(leads_out(&drawing.svg().expect("an SVG")), [""; 0], "{name}");
        drawing.pdf(name).expect("a PDF");
        cards(&[paper]).expect("drawn").svg().expect("an SVG");
    }
}

#[test]
fn long_names_keep_to_the_page() {
    let wide = "囍".repeat(60);
    let mut paper = odd(&wide);
    paper.floor = "M".repeat(20);
    paper.brand =
        Arc::new(Brand { colour: Colour::parse("#ffd400").expect("a colour"), logo: None });
    let page =
        &rasterized(&poster(&paper, Format::A4).expect("drawn").pdf("t").expect("a PDF"), 3.0)[0];
    // Beyond the margin nothing is as dark as text.
    let right = (page.size[0] - 45) as f64;
    let dark = (0..page.size[1])
        .filter(|y| (0..44).any(|x| page.at(right + f64::from(x), *y as f64) < 100.0));
    assert_eq!(dark.count(), 0);
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let missing = odd("面\u{f8123}馆");
    let no_glyph = Refusal::NoGlyph { characters: "\u{f8123}".into() };
    assert_eq!(poster(&missing, Format::A4).err(), Some(no_glyph.clone()));
    assert_eq!(cards(&[missing]).err(), Some(no_glyph));
    assert_eq!(cards(&[]).err(), Some(Refusal::UnknownPlacement));
    let many = vec![paper(Arc::default(), 1); MOST_CARDS + 1];
    let too_long = Refusal::SheetTooLong { count: 501, limit: 500 };
    assert_eq!(cards(&many).err(), Some(too_long));
}

#[test]
fn the_same_paper_is_the_same_file() {
    let file = || poster(&paper(branded(), 8), Format::A4).expect("drawn").pdf("t").expect("a PDF");
    assert_eq!(file(), file());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_name_is_too_odd(name in "\\PC{0,60}", floor in "\\PC{1,20}") {
        let mut paper = odd(&name);
        paper.floor = floor;
        match poster(&paper, Format::A4) {
            Ok(drawing) => prop_assert!(roxmltree::Document::parse(&drawing.essence()).is_ok()),
            Err(refusal) => prop_assert_eq!(refusal.code(), "no_glyph"),
        }
    }
}

/// Writes posters and sheets to the folder that `LOOK` names, to be looked at; `docs/images/poster.png` is one of
/// them.
#[test]
#[ignore = "it is for looking at"]
fn look() {
    let folder = std::path::PathBuf::from(std::env::var("LOOK").expect("LOOK names a folder"));
    let write = |name: String, bytes| std::fs::write(folder.join(name), bytes).expect("written");
    let yellow = Brand { colour: Colour::parse("#ffd400").expect("a colour"), logo: None };
    let long = odd("红泥炉火锅城中庭南侧下行扶梯旁八号桌靠窗第二排亲子用餐区海报");
    for (name, paper) in [
        ("branded", paper(branded(), 0x0412_3456)),
        ("plain", paper(Arc::default(), 1)),
        ("long", Paper { brand: yellow.into(), ..long }),
    ] {
        let poster = poster(&paper, Format::A4).expect("drawn");
        for (kind, drawing) in
            [("poster", poster), ("sheet", cards(&vec![paper; 11]).expect("drawn"))]
        {
            let svg = drawing.svg().expect("an SVG");
            write(format!("{name}-{kind}.png"), qr::png(&svg, 4).expect("a picture"));
            write(format!("{name}-{kind}.pdf"), drawing.pdf(name).expect("a PDF"));
        }
    }
}
