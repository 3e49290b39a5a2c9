//! Paper that bends like a page of a book or a label on a bottle: it keeps its lengths and has no folds.

/// A wave of the paper.
#[derive(Clone, Copy)]
pub struct Bend {
    /// The largest distance from the plane, in modules.
    pub height: f64,
    /// The length of the wave, in modules.
    pub length: f64,
    /// The direction of the wave on the paper: two parts whose squares add up to 1.
    pub direction: (f64, f64),
    /// The place of the wave, in radians.
    pub phase: f64,
}

impl Bend {
    /// Flat paper.
    pub const NONE: Self = Self { height: 0.0, length: 1.0, direction: (1.0, 0.0), phase: 0.0 };

    /// Returns the height of the paper above a point of the plane, in modules.
    pub fn height(&self, (u, v): (f64, f64)) -> f64 {
        if self.height == 0.0 { 0.0 } else { self.height * self.angle(self.along(u, v)).sin() }
    }

    /// Returns the point of the paper that lies above a point of the plane. Along the wave the paper is longer than the plane.
    pub fn on_paper(&self, (u, v): (f64, f64)) -> (f64, f64) {
        if self.height == 0.0 {
            return (u, v);
        }
        let along = self.along(u, v);
        let longer = self.longer(along) - self.longer(0.0);
        (u + longer * self.direction.0, v + longer * self.direction.1)
    }

    fn along(&self, u: f64, v: f64) -> f64 {
        u * self.direction.0 + v * self.direction.1
    }

    fn wave(&self) -> f64 {
        std::f64::consts::TAU / self.length
    }

    fn angle(&self, along: f64) -> f64 {
        self.wave() * along + self.phase
    }

    /// Returns how much longer the paper is than the plane up to a place: the integral of half the square of its slope.
    fn longer(&self, along: f64) -> f64 {
        let steepest = self.height * self.wave();
        steepest.powi(2) / 4.0 * (along + (2.0 * self.angle(along)).sin() / (2.0 * self.wave()))
    }
}
