//! One attempt to read a picture, at one size and with one threshold.

use crate::finder::finders;
use crate::fit::{Sized, first_fit, fitted, sizes};
use crate::grey::Grey;
use crate::locate::{View, corners};
use crate::modules::Modules;
use crate::threshold::Binary;

/// The settings of one attempt.
pub struct Pass {
    /// The radius of the mean that a pixel is compared with, in blocks of 8.
    pub reach: usize,
    /// The difference by which a dark pixel is darker than the mean, of 255.
    pub margin: u32,
    /// The step between rows in which patterns are searched.
    pub rows: usize,
}

/// The number of triples that are tried, the likeliest first.
const MOST: usize = 40;
/// The number of triples that are tried closely.
const CLOSELY: usize = 4;
/// The smallest fit of the timing patterns of a code.
const LEAST_TURNS: f32 = 0.3;
/// The smallest fit of all patterns of a code.
const LEAST_FIT: f32 = 0.35;

impl Pass {
    /// Reads a code in the picture.
    pub fn read(&self, grey: &Grey) -> Option<Vec<u8>> {
        let binary = Binary::of(grey, self.reach, self.margin);
        let corners = corners(&binary, &finders(&binary, self.rows));
        let view = |dark| View { grey, dark };
        let mut all: Vec<Sized> = Vec::new();
        for corners in corners.iter().take(MOST) {
            let view = view(corners.dark);
            all.extend(sizes(&view, corners).filter(|sized| sized.turns > LEAST_TURNS));
        }
        all.sort_by(|one, other| other.turns.total_cmp(&one.turns));
        all.iter().take(CLOSELY).find_map(|sized| {
            let view = view(sized.corners.dark);
            let fitted = [first_fit, fitted].iter().filter_map(|fit| fit(&view, sized));
            let mut good = fitted.filter(|fitted| fitted.fit > LEAST_FIT);
            good.find_map(|fitted| Modules::of(&view, &fitted).payload())
        })
    }
}
