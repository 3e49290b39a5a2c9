//! Posters as print shops and phones see them: another library draws the PDF, then the code is read.

mod names;
mod print;

use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use mall_contract::PlacementCode;
use resvg::usvg::roxmltree;

use super::card_sheet::CARD_MM;
use super::wall_poster::{CODE_SIDE, COUPON_EDGES, TEAR_LINE};
use super::{Format, OfferScope, PosterContent, card_sheet, poster};
use crate::brand::{Brand, Colour, Logo};
use crate::mall_file::Names;
use crate::placements::camera::GreyPicture;
use crate::placements::qr;
use crate::{catalogue, demo};

const FORMATS: [Format; 3] = [Format::A3, Format::A4, Format::A5];

fn names(zh: &str, en: Option<&str>) -> Names {
    Names { zh: zh.into(), en: en.map(str::to_owned) }
}

/// Returns the demo mall's colour and logo.
fn branded() -> Arc<Brand> {
    let mall = catalogue::read(demo::CATALOGUE).expect("the demo mall").mall;
    let brand = mall.brand.expect("a brand");
    let logo = Logo::from_stored(brand.logo.expect("a logo")).expect("a logo");
    Arc::new(Brand { colour: brand.colour, logo: Some(logo) })
}

fn content(brand: Arc<Brand>, bits: u32) -> PosterContent {
    let code = PlacementCode::from_bits(bits);
    PosterContent {
        mall: names("澄曦里", Some("Aurora Lane")),
        brand,
        name: names("中庭扶梯旁海报", Some("Poster by the atrium escalator")),
        floor: "L1".into(),
        place: "中庭下行扶梯左侧立架".into(),
        scope: OfferScope::Mall,
        url: format!("https://coupons.aurora-lane.example/q/{code}"),
        typing_address: "coupons.aurora-lane.example/scan".into(),
        code,
    }
}

/// Draws the pages of a PDF by a library that had no part in making it. `pixels` is per millimetre.
fn rasterized(pdf: &[u8], pixels: f32) -> Vec<GreyPicture> {
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
        GreyPicture::from_pixels(
            size,
            rgba.iter().map(|[red, green, blue, _]| [*red, *green, *blue]),
        )
    });
    pages.collect()
}

#[test]
fn a_posters_code_is_read_from_its_pdf_turned_blurred_and_in_half_light() {
    for brand in [branded(), Arc::default()] {
        let content = content(brand, 0x0012_3456);
        for format in FORMATS {
            let pdf = poster(&content, format).expect("drawn").pdf("t").expect("a PDF");
            // Each size has as many pixels: people stand further back from a larger poster.
            let wide = format.size()[0] as f32;
            let page = &rasterized(&pdf, 620.0 / wide)[0];
            assert!(page.size[0].abs_diff(620) < 3, "the page alone: {:?}", page.size);
            assert_eq!(page.decode(), [content.url.as_str()], "{format:?}");
            assert_eq!(page.blurred(1).decode(), [content.url.as_str()], "{format:?} blurred");
            assert_eq!(page.dimmed().decode(), [content.url.as_str()], "{format:?} dimmed");
            let all = page.rotated(23.0).blurred(1).dimmed();
            assert_eq!(all.decode(), [content.url.as_str()], "{format:?} turned, blurred, dimmed");
        }
    }
}

#[test]
fn the_code_of_each_card_on_a_sheet_is_read() {
    let contents: Vec<PosterContent> =
        (0..11).map(|bits| content(branded(), bits * 7919)).collect();
    let sheet = card_sheet(&contents).expect("drawn");
    let pages = rasterized(&sheet.pdf("t").expect("a PDF"), 5.0);
    assert_eq!(pages.len(), 2);
    for (number, content) in contents.iter().enumerate() {
        // A phone is held before one card.
        let [x, y] = [(number % 2) as f64 * CARD_MM[0], (number % 8 / 2) as f64 * CARD_MM[1]];
        let card =
            pages[number / 8].part([x * 5.0, y * 5.0], CARD_MM.map(|side| (side * 5.0) as usize));
        assert_eq!(card.decode(), [content.url.as_str()], "{number}");
        assert_eq!(
            card.rotated(-12.0).blurred(1).dimmed().decode(),
            [content.url.as_str()],
            "{number}"
        );
    }
    // The place of a twelfth card is empty.
    let empty = pages[1].part([110.0 * 5.0, 80.0 * 5.0], [400, 300]);
    assert!((0..300).all(|y| (0..400).all(|x| empty.at(f64::from(x), f64::from(y)) > 254.0)));
}

/// Returns everything that an SVG could load.
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
fn four_modules_around_the_code_are_white() {
    let content = content(branded(), 5);
    let drawing = poster(&content, Format::A4).expect("drawn");
    let page = &rasterized(&drawing.pdf("t").expect("a PDF"), 4.0)[0];
    let modules = qr::Code::encode(&content.url).expect("a code").side as f64;
    let (side, quiet) = (CODE_SIDE, 4.0 * CODE_SIDE / modules);
    let (left, top) = ((210.0 - side) / 2.0, (COUPON_EDGES[0] + TEAR_LINE - side) / 2.0);
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
    // The code begins behind the quiet zone.
    assert!(page.at((left + quiet + 0.5) * 4.0, (top + quiet + 0.5) * 4.0) < 10.0);
}

fn with_odd_names(name: &str) -> PosterContent {
    let reversed: String = name.chars().rev().collect();
    PosterContent {
        mall: names(name, Some(name)),
        name: names(name, Some(&reversed)),
        place: name.into(),
        scope: OfferScope::Store(names(name, None)),
        ..content(Arc::default(), 3)
    }
}

/// Writes posters and sheets into the folder that `LOOK` names, to look at them. `docs/images/poster.png` is one.
#[test]
#[ignore = "it writes pictures for people"]
fn look() {
    let folder = std::path::PathBuf::from(std::env::var("LOOK").expect("LOOK names a folder"));
    let write = |name: String, bytes| std::fs::write(folder.join(name), bytes).expect("written");
    let yellow = Brand { colour: Colour::parse("#ffd400").expect("a colour"), logo: None };
    let long = with_odd_names("红泥炉火锅城中庭南侧下行扶梯旁八号桌靠窗第二排亲子用餐区海报");
    for (name, content) in [
        ("branded", content(branded(), 0x0412_3456)),
        ("default", content(Arc::default(), 1)),
        ("long", PosterContent { brand: yellow.into(), ..long }),
    ] {
        let poster = poster(&content, Format::A4).expect("drawn");
        for (kind, drawing) in
            [("poster", poster), ("sheet", card_sheet(&vec![content; 11]).expect("drawn"))]
        {
            let svg = drawing.svg().expect("an SVG");
            write(format!("{name}-{kind}.png"), qr::png(&svg, 1).expect("a picture"));
            write(format!("{name}-{kind}.pdf"), drawing.pdf(name).expect("a PDF"));
        }
    }
}
