//! One attempt to read a picture, at one size and with one threshold.

use crate::bent::bent_fit;
use crate::content::Content;
use crate::finder::finders;
use crate::fit::{Candidate, candidates, initial_fit, refined_fit};
use crate::grey::Grey;
use crate::locate::{Corners, View, corners};
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

/// The effort of an attempt.
pub struct Limits {
    /// The number of patterns that are combined to triples.
    combined: usize,
    /// The number of triples that are tried, the likeliest first.
    corners: usize,
    /// The number of triples that are tried closely.
    candidates: usize,
    /// True if paper may bend.
    bent: bool,
}

/// The effort for one of a camera's pictures.
pub const QUICK: Limits = Limits { combined: 14, corners: 40, candidates: 4, bent: false };
/// The effort for a picture that is the only one.
pub const THOROUGH: Limits = Limits { combined: 30, corners: 120, candidates: 8, bent: true };

/// The smallest fit of the timing patterns of a code.
const MIN_TIMING: f32 = 0.3;
/// The smallest fit of all patterns of a code.
const MIN_CORRELATION: f32 = 0.35;

impl Pass {
    /// Reads a code in the picture.
    pub fn read(&self, grey: &Grey, limits: &Limits) -> Option<Content> {
        let binary = Binary::new(grey, self.radius, self.margin);
        let all = corners(&binary, &finders(&binary, self.row_step), limits.combined);
        let likely = &all[..all.len().min(limits.corners)];
        flat(grey, likely, limits).or_else(|| if limits.bent { bent(grey, likely) } else { None })
    }
}

/// Reads a code on flat paper.
fn flat(grey: &Grey, corners: &[Corners], limits: &Limits) -> Option<Content> {
    let view = |corners: &Corners| View { grey, dark: corners.dark };
    let mut all: Vec<Candidate> = Vec::new();
    for corners in corners {
        let view = view(corners);
        let candidates = candidates(&view, corners);
        all.extend(candidates.filter(|candidate| candidate.timing > MIN_TIMING));
    }
    all.sort_by(|one, other| other.timing.total_cmp(&one.timing));
    all.iter().take(limits.candidates).find_map(|candidate| {
        let view = view(&candidate.corners);
        let fits = [initial_fit, refined_fit].iter().filter_map(|fit| fit(&view, candidate));
        let mut good = fits.filter(|fit| fit.correlation > MIN_CORRELATION);
        good.find_map(|fit| Modules::sample(&view, &fit).content())
    })
}

/// Reads a large code on paper that bends.
fn bent(grey: &Grey, corners: &[Corners]) -> Option<Content> {
    corners.iter().find_map(|corners| {
        let view = View { grey, dark: corners.dark };
        Modules::sample(&view, &bent_fit(&view, corners)?).content()
    })
}
