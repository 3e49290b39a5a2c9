//! One look at a picture, at one size and with one idea of what is dark.

use crate::finder::finders;
use crate::fit::{Sized, first_fit, fitted, sizes};
use crate::grey::Grey;
use crate::locate::{View, corners};
use crate::modules::Modules;
use crate::threshold::Binary;

/// A look at a picture.
pub struct Pass {
    /// How far around a pixel the mean reaches that it is held against, in blocks of 8.
    pub reach: usize,
    /// By how much a dark pixel is darker than that, of 255.
    pub margin: u32,
    /// Patterns are looked for in every so many rows.
    pub rows: usize,
}

/// So many threes of patterns are looked at, the likeliest.
const MOST: usize = 40;
/// So many of them closely.
const CLOSELY: usize = 4;
/// Modules between two patterns that take turns less than that are no code's.
const LEAST_TURNS: f32 = 0.3;
/// Patterns that fit less are no code's.
const LEAST_FIT: f32 = 0.35;

impl Pass {
    /// What a code in the picture says.
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
