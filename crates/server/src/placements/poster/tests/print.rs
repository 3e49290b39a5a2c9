//! Boxes, fonts and text of a file, as print shops need them.

use lopdf::{Document, Object};
use mall_contract::PlacementCode;

use super::{FORMATS, branded, content, leads_out};
use crate::placements::camera::GreyPicture;
use crate::placements::poster::drawing::BLEED_MM;
use crate::placements::poster::{Format, card_sheet, poster};
use crate::placements::qr;

/// Returns a box of a page in millimetres: its left and lower edge, width and height.
fn millimetres(document: &Document, page: lopdf::ObjectId, name: &[u8]) -> [f64; 4] {
    let edges =
        document.get_dictionary(page).and_then(|page| page.get(name)).and_then(Object::as_array);
    let edges =
        edges.expect("a box").iter().map(|edge| f64::from(edge.as_float().expect("a number")));
    let edges: Vec<f64> = edges.map(|edge| edge / 72.0 * 25.4).collect();
    [edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1]]
}

#[test]
fn pages_have_their_size_and_the_bleed_that_print_shops_need() {
    let near =
        |one: [f64; 4], other: [f64; 4]| one.iter().zip(other).all(|(a, b)| (a - b).abs() < 0.02);
    for format in FORMATS {
        let [width, height] = format.size();
        let drawing = poster(&content(branded(), 1), format).expect("drawn");
        let document = Document::load_mem(&drawing.pdf("t").expect("a PDF")).expect("a PDF");
        let page = document.get_pages()[&1];
        let around =
            |space: f64| [10.0 - space, 10.0 - space, width + 2.0 * space, height + 2.0 * space];
        for (name, space) in
            [("MediaBox", 10.0), ("BleedBox", BLEED_MM), ("TrimBox", 0.0), ("CropBox", 0.0)]
        {
            let found = millimetres(&document, page, name.as_bytes());
            assert!(near(found, around(space)), "{format:?} {name}: {found:?}");
        }
        let svg = drawing.svg().expect("an SVG");
        let size =
            format!("width=\"{width}mm\" height=\"{height}mm\" viewBox=\"0 0 {width} {height}\"");
        assert!(svg.contains(&size), "{}", &svg[..300]);
    }
    let sheet = card_sheet(&[content(branded(), 1)]).expect("drawn").pdf("t").expect("a PDF");
    let document = Document::load_mem(&sheet).expect("a PDF");
    let found = millimetres(&document, document.get_pages()[&1], b"MediaBox");
    assert!(near(found, [0.0, 0.0, 210.0, 297.0]), "{found:?}");
}

#[test]
fn fonts_are_in_the_pdf_and_its_text_can_be_searched() {
    let drawing = poster(&content(branded(), 0x1234_5678), Format::A4).expect("drawn");
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
        // Six letters and a plus sign mark a part of a font: ISO 32000-1, 9.6.4.
        assert!(name.as_bytes()[6] == b'+' && name.contains("NotoSans"), "{name}");
        assert!(font.has(b"FontFile3") || font.has(b"FontFile2"), "{name} is not embedded");
    }
    assert!(pdf.len() < 300_000, "{} bytes: fonts are parts", pdf.len());
    let text = document.extract_text(&[1]).expect("a text").replace(['\n', ' '], "");
    let code = PlacementCode::from_bits(0x1234_5678);
    for words in
        [code.as_str(), "中庭扶梯旁海报", "Posterbytheatriumescalator", "澄曦里", "扫码领券", "L1"]
    {
        assert!(text.contains(words), "{words} in {text}");
    }
}

#[test]
fn an_svg_needs_no_other_file_and_its_code_can_be_read() {
    let content = content(branded(), 99);
    let svg = poster(&content, Format::A4).expect("drawn").svg().expect("an SVG");
    assert_eq!(leads_out(&svg), [""; 0]);
    // Print shops may have no font of it.
    let picture = qr::png(&svg, 1).expect("a picture");
    assert_eq!(GreyPicture::from_png(&picture).decode(), [content.url.as_str()]);
}

#[test]
fn the_same_paper_is_the_same_file() {
    let file =
        || poster(&content(branded(), 8), Format::A4).expect("drawn").pdf("t").expect("a PDF");
    assert_eq!(file(), file());
}
