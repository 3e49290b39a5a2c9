//! Reads the modules of a located code: their light, their colour, and their data.

use crate::content::Content;
use crate::decode::{Grid, decode};
use crate::fit::Fit;
use crate::locate::View;

/// The light of each module of a code.
pub struct Modules {
    side: usize,
    light: Vec<f32>,
}

/// The shares of its neighbours' light that are subtracted from a module, because blur added it.
const SHARPENING_SHARES: [f32; 2] = [0.0, 0.15];

/// The radius of the mean that a module is compared with, in modules.
const MEAN_RADIUS: usize = 4;

impl Modules {
    /// Measures each module.
    pub fn sample(view: &View, fit: &Fit) -> Self {
        let side = fit.side;
        let places = (0..side * side).map(|at| ((at % side) as f32, (at / side) as f32));
        let mean = |(x, y): (f32, f32)| {
            let around = [(0.5, 0.5), (0.3, 0.3), (0.7, 0.3), (0.3, 0.7), (0.7, 0.7)];
            around.iter().map(|(dx, dy)| view.light(fit.map.map(x + dx, y + dy))).sum::<f32>() / 5.0
        };
        Self { side, light: places.map(mean).collect() }
    }

    /// Decodes the modules if their errors can be corrected.
    pub fn content(&self) -> Option<Content> {
        SHARPENING_SHARES.iter().find_map(|share| {
            let modules = self.contrast(&self.sharpen(*share));
            decode(&Grid { side: self.side, modules: &modules })
        })
    }

    fn sharpen(&self, share: f32) -> Vec<f32> {
        if share == 0.0 {
            return self.light.clone();
        }
        let side = self.side as i32;
        let at = |x: i32, y: i32| {
            self.light[(y.clamp(0, side - 1) * side + x.clamp(0, side - 1)) as usize]
        };
        let places = (0..side * side).map(|at| (at % side, at / side));
        places
            .map(|(x, y)| {
                let around = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1);
                at(x, y) * (1.0 + 4.0 * share) - around * share
            })
            .collect()
    }

    /// Returns how much darker each module is than the modules around it.
    fn contrast(&self, light: &[f32]) -> Vec<f32> {
        let side = self.side;
        let around = |at: usize| at.saturating_sub(MEAN_RADIUS)..(at + MEAN_RADIUS + 1).min(side);
        let places = (0..side * side).map(|at| (at % side, at / side));
        places
            .map(|(x, y)| {
                let (columns, rows) = (around(x), around(y));
                let count = (columns.len() * rows.len()) as f32;
                let sum: f32 =
                    rows.map(|row| light[row * side..][columns.clone()].iter().sum::<f32>()).sum();
                sum / count - light[y * side + x]
            })
            .collect()
    }
}
