//! The map from a code's modules to the picture, also where the paper is not flat.

use crate::homography::{Homography, Point};

/// A homography, and how far points lie from where it leads. The moves are known at crossings of lines, and are
/// interpolated between them.
pub struct Mesh {
    flat: Homography,
    /// The lines, the same in both directions, in modules. Flat paper needs none.
    lines: Vec<f32>,
    /// The move of each crossing in pixels, row by row.
    moves: Vec<Point>,
}

impl Mesh {
    /// Makes the map of flat paper.
    pub fn flat(flat: Homography) -> Self {
        Self { flat, lines: Vec::new(), moves: Vec::new() }
    }

    /// Makes a map with at least two lines, and the moves of all their crossings.
    pub fn bent(flat: Homography, lines: Vec<f32>, moves: Vec<Point>) -> Self {
        Self { flat, lines, moves }
    }

    /// Maps a point of the code's plane to the picture.
    pub fn map(&self, u: f32, v: f32) -> Point {
        let (x, y) = self.flat.map(u, v);
        if self.lines.is_empty() {
            return (x, y);
        }
        let (columns, rows) = (self.weights(u), self.weights(v));
        let mut sum = (x, y);
        for (row, down) in rows {
            for (column, across) in columns {
                let moved = self.moves[row * self.lines.len() + column];
                sum.0 += moved.0 * down * across;
                sum.1 += moved.1 * down * across;
            }
        }
        sum
    }

    /// Returns the lines that a place lies between, each with its weight. Beyond the outer lines the last two go on.
    fn weights(&self, at: f32) -> [(usize, f32); 2] {
        let inner = &self.lines[1..self.lines.len() - 1];
        let before = inner.iter().filter(|line| **line <= at).count();
        let share = (at - self.lines[before]) / (self.lines[before + 1] - self.lines[before]);
        [(before, 1.0 - share), (before + 1, share)]
    }
}
