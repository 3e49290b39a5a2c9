//! The QR code of a placement, as a drawing and as a picture.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// Light modules around the code: ISO/IEC 18004 asks for four.
const QUIET: usize = 4;

/// How much of the code's width its middle gives up for a mark: 5 % of its area, of which the highest
/// error correction restores 30 %.
const MARK: f64 = 0.22;

/// The page's own mark, a coupon, on a square of one unit.
const COUPON: &str = "M.1.26h.8v.16a.08.08 0 0 0 0 .16v.16h-.8v-.16a.08.08 0 0 0 0-.16z";

/// A code cannot be drawn: its text is longer than a QR code holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

/// A text as a QR code with a mark in its middle: an SVG document, a unit for a module.
///
/// # Errors
/// [`TooLong`].
pub fn svg(text: &str) -> Result<String, TooLong> {
    // The highest level, because the mark takes its part.
    let code = QrCode::with_error_correction_level(text, EcLevel::H).map_err(|_| TooLong)?;
    let (width, modules) = (code.width(), code.to_colors());
    let mut dark = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        for run in runs(row) {
            let (x, y) = (run.start + QUIET, y + QUIET);
            // A string takes everything.
            let _ = write!(dark, "M{x} {y}h{length}v1h-{length}z", length = run.len());
        }
    }
    let side = width + 2 * QUIET;
    let mark = (width as f64 * MARK / 2.0).floor() * 2.0 + 1.0;
    let begin = (side as f64 - mark) / 2.0;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         <path shape-rendering=\"crispEdges\" d=\"{dark}\"/>\
         <g transform=\"translate({begin} {begin}) scale({mark})\">\
         <path fill=\"#fff\" d=\"M0 0h1v1H0z\"/><path fill=\"#c8321a\" d=\"{COUPON}\"/></g></svg>"
    ))
}

/// Where dark modules of a row begin and end.
fn runs(row: &[Color]) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for (x, _) in row.iter().enumerate().filter(|(_, module)| **module == Color::Dark) {
        match runs.last_mut() {
            Some(run) if run.end == x => run.end = x + 1,
            _ => runs.push(x..x + 1),
        }
    }
    runs
}

/// A drawing as a PNG, so many pixels for each of its units; nothing where memory does not suffice.
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
    use resvg::tiny_skia::Pixmap;

    use super::{TooLong, png, svg};

    const ADDRESS: &str = "https://coupons.aurora-lane.example/q/7K01QD";

    /// A picture in greys, as a camera sees it.
    #[derive(Clone)]
    struct Grey {
        side: usize,
        pixels: Vec<f64>,
    }

    impl Grey {
        fn of(png: &[u8]) -> Self {
            let picture = Pixmap::decode_png(png).expect("a picture");
            let grey = |p: &resvg::tiny_skia::PremultipliedColorU8| {
                f64::from(p.red()) * 0.3 + f64::from(p.green()) * 0.6 + f64::from(p.blue()) * 0.1
            };
            Self {
                side: picture.width() as usize,
                pixels: picture.pixels().iter().map(grey).collect(),
            }
        }

        /// What is at a place; white beyond the edges.
        fn at(&self, x: f64, y: f64) -> f64 {
            let inside = |v: f64| v >= 0.0 && v < self.side as f64;
            if inside(x) && inside(y) {
                self.pixels[y as usize * self.side + x as usize]
            } else {
                255.0
            }
        }

        fn map(&self, side: usize, pixel: impl Fn(f64, f64) -> f64) -> Self {
            let place = |at: usize| ((at % side) as f64, (at / side) as f64);
            let pixels = (0..side * side).map(place).map(|(x, y)| pixel(x, y)).collect();
            Self { side, pixels }
        }

        fn rotated(&self, degrees: f64) -> Self {
            let (sin, cos) = degrees.to_radians().sin_cos();
            // So large that no corner is cut off.
            let side = (self.side as f64 * 1.5) as usize;
            let (middle, before) = (side as f64 / 2.0, self.side as f64 / 2.0);
            self.map(side, |x, y| {
                let (x, y) = (x - middle, y - middle);
                self.at(x * cos + y * sin + before, y * cos - x * sin + before)
            })
        }

        fn blurred(&self, radius: i32) -> Self {
            let around = || (-radius..=radius).map(f64::from);
            let count = f64::from((2 * radius + 1).pow(2));
            self.map(self.side, |x, y| {
                around()
                    .flat_map(|dx| around().map(move |dy| (dx, dy)))
                    .map(|(dx, dy)| self.at(x + dx, y + dy))
                    .sum::<f64>()
                    / count
            })
        }

        /// In the half light of a basement: little contrast, and grain.
        fn dimmed(&self) -> Self {
            self.map(self.side, |x, y| {
                let grain = ((x * 12.9898 + y * 78.233).sin() * 43_758.547).fract() * 8.0;
                40.0 + self.at(x, y) * 0.3 + grain
            })
        }

        fn reads(&self) -> Option<String> {
            let pixel = |x: usize, y: usize| self.pixels[y * self.side + x].clamp(0.0, 255.0) as u8;
            let mut picture =
                rqrr::PreparedImage::prepare_from_greyscale(self.side, self.side, pixel);
            let grids = picture.detect_grids();
            grids.first()?.decode().ok().map(|(_, text)| text)
        }
    }

    fn picture(pixels: u32) -> Grey {
        Grey::of(&png(&svg(ADDRESS).expect("a code"), pixels).expect("a picture"))
    }

    #[test]
    fn what_was_drawn_reads_back_with_its_mark() {
        for pixels in [3, 8, 20] {
            assert_eq!(picture(pixels).reads().as_deref(), Some(ADDRESS), "{pixels}");
        }
    }

    #[test]
    fn it_reads_turned_blurred_and_in_half_light() {
        let picture = picture(8);
        for degrees in [7.0, 31.0, 45.0, 90.0, 178.0] {
            assert_eq!(picture.rotated(degrees).reads().as_deref(), Some(ADDRESS), "{degrees}°");
        }
        for radius in [1, 2, 3] {
            assert_eq!(picture.blurred(radius).reads().as_deref(), Some(ADDRESS), "{radius}");
        }
        assert_eq!(picture.dimmed().reads().as_deref(), Some(ADDRESS));
        let all = picture.rotated(20.0).blurred(1).dimmed();
        assert_eq!(all.reads().as_deref(), Some(ADDRESS));
    }

    #[test]
    fn the_mark_is_there_and_the_edge_is_quiet() {
        let picture = picture(4);
        let side = picture.side as f64;
        for at in 0..picture.side {
            for edge in [0.0, 15.0, side - 16.0, side - 1.0] {
                assert!(picture.at(at as f64, edge) > 254.0 && picture.at(edge, at as f64) > 254.0);
            }
        }
        let middle = picture.at(side / 2.0, side / 2.0);
        assert!((40.0..200.0).contains(&middle), "neither black nor white: {middle}");
    }

    #[test]
    fn what_no_code_holds_is_refused() {
        assert_eq!(svg(&"x".repeat(4000)), Err(TooLong));
    }
}
