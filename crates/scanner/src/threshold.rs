//! Separates dark and light by comparing each pixel with the mean around it.

use crate::grey::Grey;

/// The side of a block, as a power of two. All pixels of a block are compared with the same mean.
const BLOCK_BITS: usize = 3;

/// A picture in black and white.
pub struct Binary<'a> {
    grey: &'a Grey,
    /// The number of blocks in a row.
    columns: usize,
    /// The threshold of each block. Darker pixels are dark.
    thresholds: Vec<u8>,
}

impl<'a> Binary<'a> {
    /// Compares each block's pixels with the mean of the blocks up to `radius` blocks around it. A pixel is dark if it is
    /// darker than the mean by more than `margin`.
    pub fn new(grey: &'a Grey, radius: usize, margin: u32) -> Self {
        let columns = grey.width().div_ceil(1 << BLOCK_BITS);
        let rows = grey.height().div_ceil(1 << BLOCK_BITS);
        let sums = block_sums(grey, columns, rows);
        let mut thresholds = Vec::with_capacity(columns * rows);
        // The sums of columns of blocks, over the height of the square.
        for row in 0..rows {
            let high = around(row, radius, rows);
            let mut above = vec![(0_u32, 0_u32); columns + 1];
            for column in 0..columns {
                let (mut sum, mut count) = above[column];
                for of_row in high.clone() {
                    let (of_block, pixels) = sums[of_row * columns + column];
                    sum += of_block;
                    count += pixels;
                }
                above[column + 1] = (sum, count);
            }
            thresholds.extend((0..columns).map(|column| {
                let wide = around(column, radius, columns);
                let (from, to) = (above[wide.start], above[wide.end]);
                let mean = (to.0 - from.0) / (to.1 - from.1).max(1);
                mean.saturating_sub(margin) as u8
            }));
        }
        Self { grey, columns, thresholds }
    }

    /// Returns the number of rows.
    pub fn height(&self) -> usize {
        self.grey.height()
    }

    /// Returns the number of pixels in a row.
    pub fn width(&self) -> usize {
        self.grey.width()
    }

    /// Returns the darkness of a pixel: above 0 if dark, up to 0 if light, none beyond the edges.
    pub fn depth(&self, x: i32, y: i32) -> Option<i32> {
        let inside = |at: i32, count: usize| usize::try_from(at).ok().filter(|at| *at < count);
        let (x, y) = (inside(x, self.width())?, inside(y, self.height())?);
        let threshold = self.thresholds[(y >> BLOCK_BITS) * self.columns + (x >> BLOCK_BITS)];
        Some(i32::from(threshold) - i32::from(self.grey.row(y)[x]))
    }

    /// Checks whether a pixel is dark. Returns none beyond the edges.
    pub fn at(&self, x: i32, y: i32) -> Option<bool> {
        self.depth(x, y).map(|depth| depth > 0)
    }

    /// Calls a function for each edge in a row, with true if it was dark before.
    pub fn edges(&self, y: usize, mut edge: impl FnMut(f32, bool)) {
        let thresholds = &self.thresholds[(y >> BLOCK_BITS) * self.columns..][..self.columns];
        let blocks = self.grey.row(y).chunks(1 << BLOCK_BITS).zip(thresholds);
        let (mut before, mut x) = (0, 0);
        for (pixels, threshold) in blocks {
            for grey in pixels {
                let depth = i32::from(*threshold) - i32::from(*grey);
                if (depth > 0) != (before > 0) && x > 0 {
                    edge(x as f32 - 0.5 + crossing(before, depth), before > 0);
                }
                (before, x) = (depth, x + 1);
            }
        }
    }
}

/// Returns the share of the way between two pixels' middles at which the light passes the threshold.
pub fn crossing(before: i32, after: i32) -> f32 {
    before.abs() as f32 / (before.abs() + after.abs()).max(1) as f32
}

fn around(at: usize, radius: usize, count: usize) -> std::ops::Range<usize> {
    at.saturating_sub(radius)..(at + radius + 1).min(count)
}

/// Returns the sum of each block's light, and its number of pixels.
fn block_sums(grey: &Grey, columns: usize, rows: usize) -> Vec<(u32, u32)> {
    let mut sums = vec![(0, 0); columns * rows];
    for y in 0..grey.height() {
        let of_row = &mut sums[(y >> BLOCK_BITS) * columns..][..columns];
        for (pixels, (sum, count)) in grey.row(y).chunks(1 << BLOCK_BITS).zip(of_row) {
            *sum += pixels.iter().map(|grey| u32::from(*grey)).sum::<u32>();
            *count += pixels.len() as u32;
        }
    }
    sums
}
