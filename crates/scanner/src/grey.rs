//! A picture in greys.

/// Larger pictures are refused: no phone's camera has them, and each pixel costs memory.
pub const MOST_PIXELS: usize = 1 << 24;

/// A picture: a byte for each pixel, row by row, 0 for black.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Grey {
    /// A picture of so many pixels; none where it has another number of them, none at all or more than
    /// [`MOST_PIXELS`].
    #[must_use]
    pub fn of(width: usize, height: usize, pixels: Vec<u8>) -> Option<Self> {
        let count = pixel_count(width, height)?;
        (pixels.len() == count).then_some(Self { width, height, pixels })
    }

    /// A picture from red, green, blue and opacity of each pixel, which is left out; none as with
    /// [`Grey::of`].
    #[must_use]
    pub fn of_rgba(width: usize, height: usize, rgba: &[u8]) -> Option<Self> {
        let count = pixel_count(width, height)?;
        let (pixels, rest) = rgba.as_chunks::<4>();
        if pixels.len() != count || !rest.is_empty() {
            return None;
        }
        // By how bright they look (ITU-R BT.601), in parts of 256.
        let grey = |[red, green, blue, _]: &[u8; 4]| {
            let [red, green, blue] = [red, green, blue].map(|part| u32::from(*part));
            ((red * 77 + green * 150 + blue * 29) >> 8) as u8
        };
        Some(Self { width, height, pixels: pixels.iter().map(grey).collect() })
    }

    /// Pixels of a row.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// A row of pixels.
    ///
    /// # Panics
    /// Where there is no such row.
    #[must_use]
    pub fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..][..self.width]
    }

    /// The grey between the pixels around a place; pixel 0 has its middle at 0.5. Beyond the edges it is
    /// the edge's.
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

    /// Half as wide and high: each pixel the mean of four.
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
    width.checked_mul(height).filter(|count| (1..=MOST_PIXELS).contains(count))
}

/// The last pixel whose middle is not after a place, with one more after it, and the share of that one.
fn split(at: f32, count: usize) -> (usize, f32) {
    let last = count.saturating_sub(2);
    if at <= 0.0 {
        return (0, 0.0);
    }
    // Not a number becomes 0.
    let whole = at as usize;
    if whole > last { (last, 1.0) } else { (whole, at - whole as f32) }
}
