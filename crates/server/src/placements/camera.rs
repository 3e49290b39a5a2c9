//! Pictures of print as a phone's camera takes them: turned, out of focus, in bad light.

use resvg::tiny_skia::Pixmap;

/// A grey picture.
#[derive(Clone)]
pub struct GreyPicture {
    /// Width and height in pixels.
    pub size: [usize; 2],
    pixels: Vec<f64>,
}

fn grey([red, green, blue]: [u8; 3]) -> f64 {
    f64::from(red) * 0.3 + f64::from(green) * 0.6 + f64::from(blue) * 0.1
}

impl GreyPicture {
    pub fn from_png(png: &[u8]) -> Self {
        let picture = Pixmap::decode_png(png).expect("a picture");
        let pixels = picture.pixels().iter().map(|p| [p.red(), p.green(), p.blue()]);
        Self::from_pixels([picture.width() as usize, picture.height() as usize], pixels)
    }

    /// Makes a picture of rows of red, green and blue.
    pub fn from_pixels(size: [usize; 2], pixels: impl Iterator<Item = [u8; 3]>) -> Self {
        Self { size, pixels: pixels.map(grey).collect() }
    }

    /// Returns the grey at a position; white beyond the edges.
    pub fn at(&self, x: f64, y: f64) -> f64 {
        let [width, height] = self.size;
        if x >= 0.0 && x < width as f64 && y >= 0.0 && y < height as f64 {
            self.pixels[y as usize * width + x as usize]
        } else {
            255.0
        }
    }

    fn map(&self, size: [usize; 2], pixel: impl Fn(f64, f64) -> f64) -> Self {
        let [width, height] = size;
        let place = |at: usize| ((at % width) as f64, (at / width) as f64);
        let pixels = (0..width * height).map(place).map(|(x, y)| pixel(x, y)).collect();
        Self { size, pixels }
    }

    /// Cuts out a part, from a position on.
    pub fn part(&self, [x, y]: [f64; 2], size: [usize; 2]) -> Self {
        self.map(size, |dx, dy| self.at(x + dx, y + dy))
    }

    /// Turns the picture around its middle; no corner is cut off.
    pub fn rotated(&self, degrees: f64) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let [width, height] = self.size.map(|side| side as f64);
        let side = width.hypot(height);
        self.map([side as usize; 2], |x, y| {
            let (x, y) = (x - side / 2.0, y - side / 2.0);
            self.at(x * cos + y * sin + width / 2.0, y * cos - x * sin + height / 2.0)
        })
    }

    /// Makes each pixel the mean of those around it.
    pub fn blurred(&self, radius: i32) -> Self {
        let count = f64::from(2 * radius + 1);
        let mean = |picture: &Self, step: [f64; 2]| {
            picture.map(picture.size, |x, y| {
                let mut sum = 0.0;
                for offset in -radius..=radius {
                    let offset = f64::from(offset);
                    sum += picture.at(x + offset * step[0], y + offset * step[1]);
                }
                sum / count
            })
        };
        // First along the rows, then along the columns: the same mean with fewer sums.
        mean(&mean(self, [1.0, 0.0]), [0.0, 1.0])
    }

    /// Reduces the contrast and adds grain, as in the light of a basement.
    pub fn dimmed(&self) -> Self {
        self.map(self.size, |x, y| {
            let grain = ((x * 12.9898 + y * 78.233).sin() * 43_758.547).fract() * 8.0;
            40.0 + self.at(x, y) * 0.3 + grain
        })
    }

    /// Returns the texts of all QR codes in the picture, sorted.
    pub fn decode(&self) -> Vec<String> {
        let [width, height] = self.size;
        let pixel = |x: usize, y: usize| self.pixels[y * width + x].clamp(0.0, 255.0) as u8;
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, pixel);
        let grids = picture.detect_grids();
        let mut texts: Vec<String> =
            grids.iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect();
        texts.sort();
        texts
    }
}
