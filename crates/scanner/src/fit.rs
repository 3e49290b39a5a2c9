//! Adjusts the map from modules to the picture until the fixed patterns of a code fit.

use crate::homography::{Homography, Point};
use crate::layout::{
    FunctionModule, SIDES, alignment_patterns, finder_patterns, nearest_side, timing_patterns,
};
use crate::locate::{Corners, View};
use crate::mesh::Mesh;

/// The position of a code's modules.
pub struct Fit {
    /// The map from modules to pixels. The first module's middle is at 0.5.
    pub map: Mesh,
    /// The number of modules on a side.
    pub side: usize,
    /// The fit of the patterns: 1 is perfect, 0 is chance.
    pub correlation: f32,
}

/// Corners with a possible size of the code.
#[derive(Clone, Copy)]
pub struct Candidate {
    /// The corners.
    pub corners: Corners,
    /// The number of modules on a side.
    pub side: usize,
    /// The fit of the timing patterns: 1 is perfect, 0 is chance.
    pub timing: f32,
}

/// The distance from a pattern's middle to the code's edges, in modules.
const FINDER_MIDDLE: f32 = 3.5;

/// Returns the possible sizes of a code with these corners.
pub fn candidates<'a>(
    view: &'a View,
    corners: &'a Corners,
) -> impl Iterator<Item = Candidate> + 'a {
    let near = nearest_side(corners.side);
    let sides = [near.saturating_sub(4), near, near + 4].into_iter();
    let possible = sides.filter(|side| {
        let away = (*side as f32 - corners.side).abs();
        SIDES.contains(side) && away < 2.5 + corners.side * 0.05
    });
    possible.filter_map(|side| {
        let map = map(side, corners.points())?;
        let timing = correlation(lights(view, &timing_patterns(side), &map));
        Some(Candidate { corners: *corners, side, timing })
    })
}

/// The fit of a map that needs no adjustment.
const GOOD_CORRELATION: f32 = 0.9;

/// Returns the map of the unmoved corners if it is good enough.
pub fn initial_fit(view: &View, candidate: &Candidate) -> Option<Fit> {
    let side = candidate.side;
    let map = map(side, candidate.corners.points())?;
    let all = [timing_patterns(side), alignment_patterns(side), finder_patterns(side)].concat();
    let correlation = correlation(lights(view, &all, &map));
    (correlation > GOOD_CORRELATION).then_some(Fit { map: Mesh::flat(map), side, correlation })
}

/// Moves the corners until all patterns of a code of this size fit.
pub fn refined_fit(view: &View, candidate: &Candidate) -> Option<Fit> {
    let (side, module) = (candidate.side, candidate.corners.module);
    let mut points = candidate.corners.points();
    // The fourth corner is a guess. The others are known to a fraction of a module.
    let quick = [timing_patterns(side), alignment_patterns(side)].concat();
    let mut best = contrast(view, &quick, &map(side, points)?);
    let reach = (side / 6).min(8) as i32;
    search_around(&mut best, &mut points, 2, module * 0.6, reach, |points| {
        Some(contrast(view, &quick, &map(side, *points)?))
    });
    let all = [quick, finder_patterns(side)].concat();
    let mut best = contrast(view, &all, &map(side, points)?);
    let mut step = module * 0.5;
    for _ in 0..4 {
        for point in [2, 0, 1, 3] {
            search_around(&mut best, &mut points, point, step, 1, |points| {
                Some(contrast(view, &all, &map(side, *points)?))
            });
        }
        step *= 0.6;
    }
    let map = map(side, points)?;
    let correlation = correlation(lights(view, &all, &map));
    Some(Fit { map: Mesh::flat(map), side, correlation })
}

/// Returns the map of a code on flat paper from the middles of its patterns and the fourth corner.
pub fn map(side: usize, points: [Point; 4]) -> Option<Homography> {
    Homography::from_square(FINDER_MIDDLE, side as f32 - 2.0 * FINDER_MIDDLE, points)
}

/// Moves one point to the best place of a square around it.
fn search_around(
    best: &mut f32,
    points: &mut [Point; 4],
    moved: usize,
    step: f32,
    reach: i32,
    score: impl Fn(&[Point; 4]) -> Option<f32>,
) {
    let (mut tried, from) = (*points, points[moved]);
    for down in -reach..=reach {
        for across in -reach..=reach {
            tried[moved] = (from.0 + across as f32 * step, from.1 + down as f32 * step);
            if let Some(found) = score(&tried).filter(|found| *found > *best) {
                *best = found;
                points[moved] = tried[moved];
            }
        }
    }
}

/// Sums up how much lighter the light modules are than the dark ones.
fn contrast(view: &View, modules: &[FunctionModule], map: &Homography) -> f32 {
    let mut sums = [0.0; 2];
    let mut counts = [0.0; 2];
    for (x, y, dark) in modules {
        let light = view.light(map.map(f32::from(*x) + 0.5, f32::from(*y) + 0.5));
        sums[usize::from(*dark)] += light;
        counts[usize::from(*dark)] += 1.0;
    }
    sums[0] / counts[0] - sums[1] / counts[1]
}

/// Measures the light of modules. Returns it with true for those that should be dark.
fn lights<'a>(
    view: &'a View,
    modules: &'a [FunctionModule],
    map: &'a Homography,
) -> impl Iterator<Item = (f32, bool)> + 'a {
    modules
        .iter()
        .map(|(x, y, dark)| (view.light(map.map(f32::from(*x) + 0.5, f32::from(*y) + 0.5)), *dark))
}

/// Computes the correlation between measured and expected light of modules.
pub fn correlation(lights: impl Iterator<Item = (f32, bool)>) -> f32 {
    let (mut sum, mut squares, mut with, mut signs, mut count) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (light, dark) in lights {
        let sign = if dark { -1.0 } else { 1.0 };
        sum += light;
        squares += light * light;
        with += light * sign;
        signs += sign;
        count += 1.0;
    }
    let covariance = with / count - sum / count * (signs / count);
    let spread = (squares / count - (sum / count).powi(2)).max(0.0).sqrt();
    let of_signs = (1.0 - (signs / count).powi(2)).max(0.0).sqrt();
    if spread > 0.0 { covariance / spread / of_signs } else { 0.0 }
}
