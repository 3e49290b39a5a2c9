//! Posters as print shops and phones see them: drawn anew from the PDF by another program, then read.

mod names;
mod print;

use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use mall_contract::PlacementCode;
use resvg::usvg::roxmltree;

use super::page::{CODE, COUPON, TEAR};
use super::sheet::CARD;
use super::{Format, Gives, Paper, cards, poster};
use crate::brand::{Brand, Colour, Logo};
use crate::mall_file::Names;
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
    let code = PlacementCode::from_bits(bits);
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
            write(format!("{name}-{kind}.png"), qr::png(&svg, 1).expect("a picture"));
            write(format!("{name}-{kind}.pdf"), drawing.pdf(name).expect("a PDF"));
        }
    }
}
