//! Dark or light: each pixel held against the mean of those around it.

use crate::grey::Grey;

/// A picture in black and white.
pub struct Binary {
    /// Pixels of a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Whether each pixel is dark, row by row.
    pub dark: Vec<bool>,
}

impl Binary {
    /// Whether a pixel is dark; none beyond the edges.
    pub fn at(&self, x: i32, y: i32) -> Option<bool> {
        let inside = |at: i32, count: usize| usize::try_from(at).ok().filter(|at| *at < count);
        let (x, y) = (inside(x, self.width)?, inside(y, self.height)?);
        self.dark.get(y * self.width + x).copied()
    }
}

/// Holds each pixel against the mean of the square of pixels around it that reaches `radius` far. A pixel
/// is dark when it is darker than that by more than `margin`.
pub fn threshold(grey: &Grey, radius: usize, margin: u32) -> Binary {
    let (width, height) = (grey.width(), grey.height());
    let mut dark = Vec::with_capacity(width * height);
    // The sums of columns, as high as the square; one more pixel comes in below as one goes out above.
    let mut columns = vec![0_u32; width];
    let row = |y: usize| grey.row(y);
    let mut rows = 0;
    for y in 0..height.min(radius) {
        add(&mut columns, row(y));
        rows += 1;
    }
    for y in 0..height {
        if y + radius < height {
            add(&mut columns, row(y + radius));
            rows += 1;
        }
        if y > radius {
            take(&mut columns, row(y - radius - 1));
            rows -= 1;
        }
        hold_row(row(y), &columns, radius, rows, margin, &mut dark);
    }
    Binary { width, height, dark }
}

fn hold_row(
    row: &[u8],
    columns: &[u32],
    radius: usize,
    rows: u32,
    margin: u32,
    dark: &mut Vec<bool>,
) {
    let width = row.len();
    let mut sum: u32 = columns[..radius.min(width)].iter().sum();
    let mut count = radius.min(width) as u32 * rows;
    for (x, grey) in row.iter().enumerate() {
        if let Some(entering) = columns.get(x + radius) {
            sum += entering;
            count += rows;
        }
        if x > radius {
            sum -= columns[x - radius - 1];
            count -= rows;
        }
        dark.push((u32::from(*grey) + margin) * count < sum);
    }
}

fn add(columns: &mut [u32], row: &[u8]) {
    columns.iter_mut().zip(row).for_each(|(sum, grey)| *sum += u32::from(*grey));
}

fn take(columns: &mut [u32], row: &[u8]) {
    columns.iter_mut().zip(row).for_each(|(sum, grey)| *sum -= u32::from(*grey));
}
