//! Maps points of the code's plane to points of the picture.

/// A point.
pub type Point = (f32, f32);

/// A homography: a map between planes that keeps lines straight.
#[derive(Clone, Copy, Debug)]
pub struct Homography([[f32; 3]; 3]);

impl Homography {
    /// Returns the map that gives these corners to a square of a `side` that begins at `origin` in both directions: top
    /// left, top right, bottom right, bottom left. Returns none if three of them are on a line.
    pub fn from_square(origin: f32, side: f32, [a, b, c, d]: [Point; 4]) -> Option<Self> {
        let (sum_x, sum_y) = (a.0 - b.0 + c.0 - d.0, a.1 - b.1 + c.1 - d.1);
        let (right, below) = ((b.0 - c.0, b.1 - c.1), (d.0 - c.0, d.1 - c.1));
        let determinant = right.0 * below.1 - below.0 * right.1;
        if !determinant.is_normal() || !side.is_normal() {
            return None;
        }
        let g = (sum_x * below.1 - below.0 * sum_y) / determinant;
        let h = (right.0 * sum_y - sum_x * right.1) / determinant;
        let across = [b.0 - a.0 + g * b.0, b.1 - a.1 + g * b.1, g].map(|part| part / side);
        let down = [d.0 - a.0 + h * d.0, d.1 - a.1 + h * d.1, h].map(|part| part / side);
        let start = [a.0, a.1, 1.0];
        let start = [0, 1, 2].map(|at| start[at] - (across[at] + down[at]) * origin);
        Some(Self([across, down, start]))
    }

    /// Maps a point of the plane to the picture.
    pub fn map(&self, u: f32, v: f32) -> Point {
        let [across, down, start] = &self.0;
        let part = |at: usize| across[at] * u + down[at] * v + start[at];
        let scale = 1.0 / part(2);
        (part(0) * scale, part(1) * scale)
    }
}
