//! Codes that must be read, and pictures without a code.

#[allow(dead_code, reason = "the bench does more with them")]
mod pictures;

use encoding_rs::Encoding;
use mall_scanner::{Content, Effort, Grey, MAX_PIXELS};
use pictures::{Hard, Kind, Payload, Picture, Text, drawn, ordinary, picture};
use proptest::prelude::{ProptestConfig, any, prop_assert_eq, proptest};
use qrcode::{Color, QrCode};

const ADDRESS: &str = "https://coupons.example.com/q/7K01QD";

fn grey(picture: &Picture) -> Grey {
    Grey::new(picture.width, picture.height, picture.grey.clone()).expect("a picture")
}

fn read(picture: &Grey, effort: Effort) -> Option<Vec<u8>> {
    mall_scanner::read(picture, effort).map(|content| content.bytes())
}

/// Returns the payload's bytes.
fn bytes(picture: Picture) -> Option<Vec<u8>> {
    picture.payload.map(|payload| match payload {
        Payload::Binary(bytes) | Payload::Plain(bytes) => bytes,
        Payload::Text { text, .. } => text.into_bytes(),
    })
}

/// Returns the text as browsers decode it.
fn text(content: &Content) -> String {
    let decode = |encoding: &str, bytes: &[u8]| match Encoding::for_label(encoding.as_bytes()) {
        // By this label browsers read Windows-1252.
        _ if encoding == "iso-8859-1" => bytes.iter().copied().map(char::from).collect(),
        label => label.expect("a label of the standard").decode(bytes).0.into_owned(),
    };
    content.pieces.iter().map(|piece| decode(piece.encoding, &piece.bytes)).collect()
}

/// Draws a code with a number of pixels for each module.
fn draw(pixels: usize, dark: u8, light: u8) -> Grey {
    let code = QrCode::new(ADDRESS).expect("it is short");
    let side = code.width() + 8;
    let inside = |at: usize| (at / pixels).checked_sub(4).filter(|at| *at < code.width());
    let pixel = |at: usize| {
        let place = inside(at % (side * pixels)).zip(inside(at / (side * pixels)));
        let is_dark = place.is_some_and(|place| code[place] == Color::Dark);
        if is_dark { dark } else { light }
    };
    let pixels_of_all = (0..(side * pixels).pow(2)).map(pixel).collect();
    Grey::new(side * pixels, side * pixels, pixels_of_all).expect("a picture")
}

#[test]
fn a_drawn_code_is_read_in_any_size_and_inverted() {
    for pixels in [1, 2, 3, 5, 8, 13, 40] {
        for (dark, light) in [(0, 255), (100, 120), (255, 0)] {
            let payload = read(&draw(pixels, dark, light), Effort::Live(0));
            assert_eq!(payload.as_deref(), Some(ADDRESS.as_bytes()), "{pixels} {dark}");
        }
    }
}

#[test]
fn the_easier_pictures_of_each_kind_are_read() {
    for kind in Hard::ALL {
        for number in [0, 5, 9] {
            let picture = picture(Kind::Hard(kind), number);
            let payload = read(&grey(&picture), Effort::Still);
            assert_eq!(payload, bytes(picture), "{}, {number}", kind.name());
        }
    }
}

#[test]
fn each_text_is_read_exactly() {
    for way in Text::ALL {
        for number in 0..way.count() {
            let picture = drawn(way, number);
            let content = mall_scanner::read(&grey(&picture), Effort::Live(0)).expect("a code");
            let part = content.part.map(|part| (part.number, part.count));
            let read = Payload::Text { text: text(&content), part };
            assert_eq!(Some(read), picture.payload, "{}, {number}", way.name());
        }
    }
}

#[test]
fn large_codes_on_paper_that_bends_are_read_in_a_still_picture() {
    // Versions 25 and 40, with the highest bend.
    for number in [2, 47] {
        let picture = picture(Kind::Bent, number);
        assert_eq!(read(&grey(&picture), Effort::Still), bytes(picture), "{number}");
    }
}

#[test]
fn many_small_patterns_before_a_code_do_not_hide_it() {
    let (code, width) = (draw(4, 20, 230), 480);
    let mut pixels = vec![230; width * (200 + code.height())];
    for at in 0..26 * 11 {
        // Squares in squares of 14 pixels, in rows of 26.
        let (left, top) = (at % 26 * 18, at / 26 * 18);
        for inside in 0..14 * 14_usize {
            let (x, y) = (inside % 14, inside / 14);
            let ring = (x / 2).abs_diff(3).max((y / 2).abs_diff(3));
            pixels[(top + y) * width + left + x] = if ring == 2 { 230 } else { 20 };
        }
    }
    for y in 0..code.height() {
        pixels[(y + 200) * width + 100..][..code.width()].copy_from_slice(code.row(y));
    }
    let picture = Grey::new(width, 200 + code.height(), pixels).expect("a picture");
    assert_eq!(read(&picture, Effort::Live(0)).as_deref(), Some(ADDRESS.as_bytes()));
}

#[test]
fn an_ordinary_camera_picture_is_read_at_once_and_one_without_a_code_is_not() {
    for turn in 0..5 {
        for with_code in [true, false] {
            let picture = ordinary(with_code);
            assert_eq!(read(&grey(&picture), Effort::Live(turn)), bytes(picture));
        }
    }
}

#[test]
fn image_data_of_a_canvas_is_read() {
    let picture = ordinary(true);
    let rgba: Vec<u8> = picture.grey.iter().flat_map(|grey| [*grey, *grey, *grey, 255]).collect();
    let canvas = Grey::from_rgba(picture.width, picture.height, &rgba).expect("a picture");
    assert_eq!(read(&canvas, Effort::Still).as_deref(), Some(ADDRESS.as_bytes()));
    assert!(Grey::from_rgba(picture.width, picture.height, &rgba[1..]).is_none());
    assert!(Grey::from_rgba(picture.height + 1, picture.width, &rgba).is_none());
}

#[test]
fn a_picture_of_a_wrong_size_is_refused() {
    for (width, height, count) in [(0, 0, 0), (0, 5, 0), (2, 2, 3), (2, 2, 5), (usize::MAX, 2, 4)] {
        assert!(Grey::new(width, height, vec![0; count]).is_none(), "{width} × {height}: {count}");
        assert!(Grey::from_rgba(width, height, &vec![0; count * 4]).is_none());
    }
}

#[test]
fn a_picture_larger_than_cameras_take_is_refused() {
    let width = 1 << 12;
    assert!(Grey::new(width, MAX_PIXELS / width, vec![0; MAX_PIXELS]).is_some());
    assert!(Grey::new(width, MAX_PIXELS / width + 1, vec![0; MAX_PIXELS + width]).is_none());
}

#[test]
fn a_large_picture_is_read() {
    assert_eq!(read(&draw(60, 10, 240), Effort::Still).as_deref(), Some(ADDRESS.as_bytes()));
}

#[test]
fn a_small_code_in_a_large_picture_is_read() {
    let (code, width, height) = (draw(3, 30, 220), 2400, 1800);
    let mut pixels = vec![120; width * height];
    for y in 0..code.height() {
        pixels[(y + 700) * width + 1300..][..code.width()].copy_from_slice(code.row(y));
    }
    let picture = Grey::new(width, height, pixels).expect("a picture");
    assert_eq!(read(&picture, Effort::Still).as_deref(), Some(ADDRESS.as_bytes()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn noise_of_any_size_and_grain_has_no_code(
        width in 1..200_usize,
        height in 1..200_usize,
        grain in 1..9_usize,
        levels in 1..=255_u8,
        seed in any::<u64>(),
        turn in any::<u32>(),
    ) {
        let pixel = |at: usize| {
            let place = (at % width / grain) as u64 * 0x9e37_79b9 + (at / width / grain) as u64;
            let mixed = (place ^ seed).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            ((mixed >> 40) as u8) / levels * levels
        };
        let grey = Grey::new(width, height, (0..width * height).map(pixel).collect()).expect("a picture");
        prop_assert_eq!(read(&grey, Effort::Still), None);
        prop_assert_eq!(read(&grey, Effort::Live(turn)), None);
    }

    #[test]
    fn rings_and_stripes_have_no_code(
        side in 20..260_usize,
        step in 1..6_usize,
        tiles in 7..30_usize,
        seed in any::<u64>(),
    ) {
        // The patterns of a code's corners, set like tiles, with a few random pixels.
        let pixel = |at: usize| {
            let (x, y) = (at % side / step % tiles, at / side / step % tiles);
            let ring = x.abs_diff(3).max(y.abs_diff(3));
            let changed = (at as u64 ^ seed).wrapping_mul(0x94d0_49bb_1331_11eb) >> 58 == 0;
            if (matches!(ring, 0 | 1 | 3)) != changed { 20 } else { 230 }
        };
        let grey = Grey::new(side, side, (0..side * side).map(pixel).collect()).expect("a picture");
        prop_assert_eq!(read(&grey, Effort::Still), None);
    }
}
