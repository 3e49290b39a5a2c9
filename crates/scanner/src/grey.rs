//! A grey picture.

/// The largest number of pixels. No phone's camera has more, and each pixel costs memory.
pub const MAX_PIXELS: usize = 1 << 24;

/// A picture: a byte for each pixel, row by row, 0 for black.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Grey {
    /// Makes a picture. Returns none if the number of pixels is wrong, 0, or more than [`MAX_PIXELS`].
    #[must_use]
    pub fn new(width: usize, height: usize, pixels: Vec<u8>) -> Option<Self> {
        let count = pixel_count(width, height)?;
        (pixels.len() == count).then_some(Self { width, height, pixels })
    }

    /// Makes a picture from red, green, blue and opacity of each pixel. It ignores the opacity. It returns none like
    /// [`Grey::new`].
    #[must_use]
    pub fn from_rgba(width: usize, height: usize, rgba: &[u8]) -> Option<Self> {
        let count = pixel_count(width, height)?;
        let (pixels, rest) = rgba.as_chunks::<4>();
        if pixels.len() != count || !rest.is_empty() {
            return None;
        }
        // Weights of perceived brightness (ITU-R BT.601), in parts of 256.
        let grey = |[red, green, blue, _]: &[u8; 4]| {
            let [red, green, blue] = [red, green, blue].map(|part| u32::from(*part));
            ((red * 77 + green * 150 + blue * 29) >> 8) as u8
        };
        Some(Self { width, height, pixels: pixels.iter().map(grey).collect() })
    }

    /// Returns the number of pixels in a row.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Returns the number of rows.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// Returns a row of pixels.
    ///
    /// # Panics
    /// Panics if there is no such row.
    #[must_use]
    pub fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..][..self.width]
    }

    /// Interpolates the grey at a point. Pixel 0 has its middle at 0.5. Beyond the edges the edge's grey continues.
    pub(crate) fn at(&self, x: f32, y: f32) -> f32 {
        let (column, right) = split(x - 0.5, self.width);
        let (row, down) = split(y - 0.5, self.height);
        let start = row * self.width + column;
        let upper = self.pixels.get(start..).unwrap_or_default();
        let lower = upper.get(self.width..).unwrap_or_default();
        let ([a, b, ..], [c, d, ..]) = (upper, lower) else { return 0.0 };
        let [a, b, c, d] = [*a, *b, *c, *d].map(f32::from);
        let (above, below) = (a + (b - a) * right, c + (d - c) * right);
        above + (below - above) * down
    }

    /// Halves width and height. Each new pixel is the mean of four.
    pub(crate) fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut pixels = Vec::with_capacity(width * height);
        for two in self.pixels.chunks_exact((self.width * 2).max(1)).take(height) {
            let (upper, lower) = two.split_at(self.width);
            let pairs = upper.chunks_exact(2).zip(lower.chunks_exact(2));
            pixels.extend(pairs.map(|(up, low)| {
                let sum =
                    u16::from(up[0]) + u16::from(up[1]) + u16::from(low[0]) + u16::from(low[1]);
                ((sum + 2) / 4) as u8
            }));
        }
        Self { width, height, pixels }
    }
}

fn pixel_count(width: usize, height: usize) -> Option<usize> {
    width.checked_mul(height).filter(|count| (1..=MAX_PIXELS).contains(count))
}

/// Returns the two pixels around a point, and the share of the second.
fn split(at: f32, count: usize) -> (usize, f32) {
    let last = count.saturating_sub(2);
    if at <= 0.0 {
        return (0, 0.0);
    }
    // NaN becomes 0.
    let whole = at as usize;
    if whole > last { (last, 1.0) } else { (whole, at - whole as f32) }
}
