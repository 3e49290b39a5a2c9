//! The QR code of a placement, as SVG and as PNG.

use std::fmt::Write;
use std::ops::Range;

use qrcode::{Color, EcLevel, QrCode};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::brand::Brand;

/// Light modules around the code: ISO/IEC 18004 asks for four.
const QUIET_ZONE: usize = 4;

/// The share of the code's width that the mark covers. That is 5 % of the area; the highest error correction
/// restores 30 %.
const MARK_SHARE: f64 = 0.22;

/// The share of the mark's place that stays white on each side.
const MARK_MARGIN: f64 = 0.07;

/// The id of the mark's symbol in a document that has a code.
pub const MARK_ID: &str = "mark";

/// The error of a text that is longer than a QR code holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

/// A QR code. Its unit is one module.
pub struct Code {
    /// The modules of a side, with the quiet zone.
    pub side: usize,
    dark: String,
    mark: usize,
}

impl Code {
    /// Encodes a text.
    ///
    /// # Errors
    /// [`TooLong`].
    pub fn encode(text: &str) -> Result<Self, TooLong> {
        // The highest level, because the mark covers a part.
        let code = QrCode::with_error_correction_level(text, EcLevel::H).map_err(|_| TooLong)?;
        let (width, modules) = (code.width(), code.to_colors());
        let mark = (width as f64 * MARK_SHARE / 2.0).floor() as usize * 2 + 1;
        let middle = (width - mark) / 2..(width + mark) / 2;
        let mut dark = String::new();
        for (y, row) in modules.chunks(width).enumerate() {
            let covered = if middle.contains(&y) { middle.clone() } else { 0..0 };
            for run in dark_runs(row, &covered) {
                let (x, y) = (run.start + QUIET_ZONE, y + QUIET_ZONE);
                // Writing to a string cannot fail.
                let _ = write!(dark, "M{x} {y}h{length}v1h-{length}z", length = run.len());
            }
        }
        Ok(Self { side: width + 2 * QUIET_ZONE, dark, mark })
    }

    /// Returns the SVG shapes, on white. The mark in the middle is the symbol [`MARK_ID`].
    #[must_use]
    pub fn shapes(&self) -> String {
        let Self { side, dark, mark } = self;
        let begin = (side - mark) / 2;
        let margin = *mark as f64 * MARK_MARGIN;
        let (inner, size) = (begin as f64 + margin, *mark as f64 - 2.0 * margin);
        format!(
            "<path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
             <path fill=\"#000\" shape-rendering=\"crispEdges\" d=\"{dark}\"/>\
             <use xlink:href=\"#{MARK_ID}\" x=\"{inner}\" y=\"{inner}\" width=\"{size}\" height=\"{size}\"/>"
        )
    }
}

/// Draws a QR code with a mall's mark in its middle, as an SVG document.
///
/// # Errors
/// [`TooLong`].
pub fn svg(text: &str, brand: &Brand) -> Result<String, TooLong> {
    let code = Code::encode(text)?;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         viewBox=\"0 0 {side} {side}\"><defs>{mark}</defs>{shapes}</svg>",
        side = code.side,
        mark = brand.symbol(MARK_ID),
        shapes = code.shapes()
    ))
}

/// Returns the runs of dark modules in a row, without those that the mark covers.
fn dark_runs(row: &[Color], covered: &Range<usize>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let dark = |(x, module): &(usize, &Color)| **module == Color::Dark && !covered.contains(x);
    for (x, _) in row.iter().enumerate().filter(dark) {
        match runs.last_mut() {
            Some(run) if run.end == x => run.end = x + 1,
            _ => runs.push(x..x + 1),
        }
    }
    runs
}

/// Renders an SVG document as PNG, with this many pixels for each of its units; none for a document that is not valid
/// or too large.
#[must_use]
pub fn png(svg: &str, pixels: u32) -> Option<Vec<u8>> {
    let tree = Tree::from_str(svg, &Options::default()).ok()?;
    let size = tree.size().to_int_size().scale_by(pixels as f32)?;
    let mut picture = Pixmap::new(size.width(), size.height())?;
    let scale = Transform::from_scale(pixels as f32, pixels as f32);
    resvg::render(&tree, scale, &mut picture.as_mut());
    picture.encode_png().ok()
}

#[cfg(test)]
mod tests {
    use super::{TooLong, png, svg};
    use crate::brand::{Brand, Colour, Logo};
    use crate::placements::camera::GreyPicture;

    const ADDRESS: &str = "https://coupons.aurora-lane.example/q/7K01QD";

    fn picture(pixels: u32, brand: &Brand) -> GreyPicture {
        GreyPicture::from_png(
            &png(&svg(ADDRESS, brand).expect("a code"), pixels).expect("a picture"),
        )
    }

    fn with_logo(inside: &str) -> Brand {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\">{inside}</svg>"
        );
        let logo = Logo::parse(&svg).expect("a logo");
        Brand { colour: Colour([0, 0, 0]), logo: Some(logo) }
    }

    #[test]
    fn a_code_with_its_mark_is_read_back() {
        for pixels in [3, 8, 20] {
            assert_eq!(picture(pixels, &Brand::default()).decode(), [ADDRESS], "{pixels}");
        }
    }

    #[test]
    fn a_code_is_read_turned_blurred_and_in_half_light() {
        let picture = picture(8, &Brand::default());
        for degrees in [7.0, 31.0, 45.0, 90.0, 178.0] {
            assert_eq!(picture.rotated(degrees).decode(), [ADDRESS], "{degrees}°");
        }
        for radius in [1, 2, 3] {
            assert_eq!(picture.blurred(radius).decode(), [ADDRESS], "{radius}");
        }
        assert_eq!(picture.dimmed().decode(), [ADDRESS]);
        assert_eq!(picture.rotated(20.0).blurred(1).dimmed().decode(), [ADDRESS]);
    }

    #[test]
    fn a_logo_of_any_size_stays_in_its_place() {
        // Black to all its edges and far beyond, and a chequered one that looks like modules.
        let huge = "<rect x=\"-900\" y=\"-900\" width=\"2000\" height=\"2000\"/>";
        let squares: String = (0..50)
            .map(|at| {
                format!("<rect x=\"{}\" y=\"{}\" width=\"1\" height=\"1\"/>", at % 5 * 2, at / 5)
            })
            .collect();
        let wide = "<path d=\"M-50 4h100v2h-100z\"/>";
        for inside in [huge, &squares, wide] {
            let picture = picture(8, &with_logo(inside));
            assert_eq!(picture.decode(), [ADDRESS], "{inside}");
            assert_eq!(picture.rotated(20.0).blurred(1).dimmed().decode(), [ADDRESS], "{inside}");
        }
        let [side, _] = picture(4, &Brand::default()).size;
        let dark = |brand: &Brand| {
            let picture = picture(4, brand);
            let all = (0..side * side).map(|at| picture.at((at % side) as f64, (at / side) as f64));
            all.filter(|grey| *grey < 128.0).count() as f64
        };
        let gain = dark(&with_logo(huge)) - dark(&with_logo("<path d=\"M4 4h.01v.01z\"/>"));
        let share = gain / (side * side) as f64;
        assert!((0.02..0.05).contains(&share), "{share} of the code is the mark's");
    }

    #[test]
    fn a_code_has_its_mark_and_its_quiet_zone() {
        let picture = picture(4, &Brand::default());
        let side = picture.size[0] as f64;
        for at in 0..picture.size[0] {
            for edge in [0.0, 15.0, side - 16.0, side - 1.0] {
                assert!(picture.at(at as f64, edge) > 254.0 && picture.at(edge, at as f64) > 254.0);
            }
        }
        let middle = picture.at(side / 2.0, side / 2.0);
        assert!((40.0..200.0).contains(&middle), "neither black nor white: {middle}");
    }

    #[test]
    fn a_text_too_long_for_a_code_is_refused() {
        assert_eq!(svg(&"x".repeat(4000), &Brand::default()), Err(TooLong));
    }
}
