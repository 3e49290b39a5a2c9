//! One attempt to read a picture, at one size and with one threshold.

use crate::content::Content;
use crate::finder::finders;
use crate::fit::{Candidate, candidates, initial_fit, refined_fit};
use crate::grey::Grey;
use crate::locate::{View, corners};
use crate::modules::Modules;
use crate::threshold::Binary;

/// The settings of one attempt.
pub struct Pass {
    /// The radius of the mean that a pixel is compared with, in blocks of 8.
    pub radius: usize,
    /// The difference by which a dark pixel is darker than the mean, of 255.
    pub margin: u32,
    /// The step between rows in which patterns are searched.
    pub row_step: usize,
}

/// The number of triples that are tried, the likeliest first.
const MAX_CORNERS: usize = 40;
/// The number of triples that are tried closely.
const MAX_CANDIDATES: usize = 4;
/// The smallest fit of the timing patterns of a code.
const MIN_TIMING: f32 = 0.3;
/// The smallest fit of all patterns of a code.
const MIN_CORRELATION: f32 = 0.35;

impl Pass {
    /// Reads a code in the picture.
    pub fn read(&self, grey: &Grey) -> Option<Content> {
        let binary = Binary::new(grey, self.radius, self.margin);
        let corners = corners(&binary, &finders(&binary, self.row_step));
        let view = |dark| View { grey, dark };
        let mut all: Vec<Candidate> = Vec::new();
        for corners in corners.iter().take(MAX_CORNERS) {
            let view = view(corners.dark);
            let candidates = candidates(&view, corners);
            all.extend(candidates.filter(|candidate| candidate.timing > MIN_TIMING));
        }
        all.sort_by(|one, other| other.timing.total_cmp(&one.timing));
        all.iter().take(MAX_CANDIDATES).find_map(|candidate| {
            let view = view(candidate.corners.dark);
            let fits = [initial_fit, refined_fit].iter().filter_map(|fit| fit(&view, candidate));
            let mut good = fits.filter(|fit| fit.correlation > MIN_CORRELATION);
            good.find_map(|fit| Modules::sample(&view, &fit).content())
        })
    }
}
