//! Large codes on paper that is not flat. Each alignment pattern shows how the paper lies around it.

use crate::fit::{Fit, correlation, map};
use crate::homography::{Homography, Point};
use crate::layout::{alignment_coordinates, version_information};
use crate::locate::{Corners, View};
use crate::mesh::Mesh;

/// The modules on a side of the smallest code with several alignment patterns, and with version information.
const MIN_SIDE: f32 = 45.0;
/// The largest number of wrong modules in both copies of version information. Noise has so few once in two hundred times.
const MAX_VERSION_ERRORS: u32 = 7;
/// The smallest correlation of an alignment pattern. Among a hundred random places one reaches it.
const MIN_CORRELATION: f32 = 0.6;
/// The steps in which an alignment pattern is searched around its expected place, in modules, and their number.
const SEARCHES: [(f32, i32); 3] = [(0.5, 6), (0.25, 1), (0.125, 1)];

/// The plane around a pattern in a corner: its middle, and the ways to the next module.
#[derive(Clone, Copy)]
struct Frame {
    middle: Point,
    across: Point,
    down: Point,
}

impl Frame {
    /// Returns a point at a distance from the middle, in modules.
    fn at(&self, across: f32, down: f32) -> Point {
        let part = |middle: f32, a: f32, d: f32| middle + a * across + d * down;
        (
            part(self.middle.0, self.across.0, self.down.0),
            part(self.middle.1, self.across.1, self.down.1),
        )
    }

    /// Returns the frame of a pattern that lies as a map says.
    fn new(middle: Point, (u, v): Point, flat: &Homography) -> Self {
        let (from, right, below) = (flat.map(u, v), flat.map(u + 1.0, v), flat.map(u, v + 1.0));
        let way = |to: Point| (to.0 - from.0, to.1 - from.1);
        Self { middle, across: way(right), down: way(below) }
    }

    /// Turns and stretches the frame until the pattern fits.
    fn refined(mut self, view: &View) -> Self {
        let mut best = self.contrast(view).0;
        let mut step = self.across.0.hypot(self.across.1) * 0.15;
        for _ in 0..5 {
            for at in 0..8 {
                let mut tried = self;
                let way = if at % 2 == 0 { &mut tried.across } else { &mut tried.down };
                let part = if at / 2 % 2 == 0 { &mut way.0 } else { &mut way.1 };
                *part += if at < 4 { step } else { -step };
                let found = tried.contrast(view).0;
                if found > best {
                    (best, self) = (found, tried);
                }
            }
            step *= 0.6;
        }
        self
    }

    /// Returns how much lighter the light modules of the pattern are than the dark ones, and the light between them.
    fn contrast(&self, view: &View) -> (f32, f32) {
        let (mut sums, mut counts) = ([0.0; 2], [0.0; 2]);
        for at in 0..81 {
            let (x, y) = (at % 9 - 4, at / 9 - 4);
            let is_dark = usize::from(!matches!(i32::max(x, -x).max(y).max(-y), 2 | 4));
            sums[is_dark] += view.light(self.at(x as f32, y as f32));
            counts[is_dark] += 1.0;
        }
        let [light, dark] = [sums[0] / counts[0], sums[1] / counts[1]];
        (light - dark, (light + dark) / 2.0)
    }

    /// Reads the 18 modules of version information: columns of three beside the pattern on the right, or rows of three
    /// above the one below.
    fn version_bits(&self, view: &View, is_below: bool) -> u32 {
        let (_, middle) = self.contrast(view);
        (0..18).fold(0, |bits, at| {
            let (near, along) = ((at % 3 - 7) as f32, (at / 3 - 3) as f32);
            let place = if is_below { self.at(along, near) } else { self.at(near, along) };
            bits | u32::from(view.light(place) < middle) << at
        })
    }
}

/// Returns the position of a large code's modules, by its version information and alignment patterns.
pub fn bent_fit(view: &View, corners: &Corners) -> Option<Fit> {
    if corners.side < MIN_SIDE * 0.8 {
        return None;
    }
    // The size is only known nearly. Near a corner it makes no difference.
    let nearly = map(corners.side.round() as usize, corners.points())?;
    let far = corners.side.round() - 3.5;
    let places = [(3.5, 3.5), (far, 3.5), (3.5, far)];
    let frame = |at: usize| Frame::new(corners.middles[at], places[at], &nearly).refined(view);
    let (right, below) = (frame(1), frame(2));
    let version = version(right.version_bits(view, false), below.version_bits(view, true))?;
    let side = 17 + 4 * version as usize;
    let flat = map(side, corners.points())?;
    let lines: Vec<f32> = alignment_coordinates(side).iter().map(|at| *at as f32 + 0.5).collect();
    let moves = moves(view, &flat, &lines, &[frame(0), right, below], corners.module);
    Some(Fit { map: Mesh::bent(flat, lines, moves), side, correlation: 1.0 })
}

/// Returns the version that two copies of its information say. One of them may be covered if the other has no error.
fn version(one: u32, other: u32) -> Option<u32> {
    let errors = |version: u32| {
        let expected = version_information(version);
        let [one, other] = [one, other].map(|bits| (bits ^ expected).count_ones());
        if one == 0 || other == 0 { 0 } else { one + other }
    };
    let (errors, version) = (7..=40).map(|version| (errors(version), version)).min()?;
    (errors <= MAX_VERSION_ERRORS).then_some(version)
}

/// Finds each alignment pattern near where those before it lead, and returns how far it is from where the map leads.
fn moves(
    view: &View,
    flat: &Homography,
    lines: &[f32],
    frames: &[Frame; 3],
    module: f32,
) -> Vec<Point> {
    let (count, last) = (lines.len(), lines.len() - 1);
    let from_flat = |column: usize, row: usize, (x, y): Point| {
        let flat = flat.map(lines[column], lines[row]);
        (x - flat.0, y - flat.1)
    };
    let mut moves: Vec<Point> = Vec::with_capacity(count * count);
    for at in 0..count * count {
        let (column, row) = (at % count, at / count);
        let step = lines[1] - lines[0] + 3.0;
        let before = |left: usize, up: usize| moves[(row - up) * count + column - left];
        let on =
            |one: Point, two: Point, less: Point| (one.0 + two.0 - less.0, one.1 + two.1 - less.1);
        let expected = match (column, row) {
            // The large patterns in the corners are known.
            (0, 0) => {
                moves.push(from_flat(0, 0, frames[0].at(3.0, 3.0)));
                continue;
            }
            _ if (column, row) == (last, 0) => {
                moves.push(from_flat(last, 0, frames[1].at(-3.0, 3.0)));
                continue;
            }
            _ if (column, row) == (0, last) => {
                moves.push(from_flat(0, last, frames[2].at(3.0, -3.0)));
                continue;
            }
            (1, 0) => from_flat(1, 0, frames[0].at(step, 3.0)),
            (0, 1) => from_flat(0, 1, frames[0].at(3.0, step)),
            (_, 0) => on(before(1, 0), before(1, 0), before(2, 0)),
            (0, _) => on(before(0, 1), before(0, 1), before(0, 2)),
            _ => on(before(1, 0), before(0, 1), before(1, 1)),
        };
        let found = find_pattern(view, flat, (lines[column], lines[row]), expected, module);
        moves.push(found.unwrap_or(expected));
    }
    moves
}

/// Finds an alignment pattern around its expected place. Returns how far it is from where the map leads.
fn find_pattern(
    view: &View,
    flat: &Homography,
    (u, v): Point,
    expected: Point,
    module: f32,
) -> Option<Point> {
    let pattern: Vec<_> = (0..25_i32)
        .map(|at| {
            let (dx, dy) = (at % 5 - 2, at / 5 - 2);
            (flat.map(u + dx as f32, v + dy as f32), dx.abs().max(dy.abs()) != 1)
        })
        .collect();
    let (mut best, mut place) = (f32::MIN, expected);
    for (step, reach) in SEARCHES {
        let (middle, step) = (place, step * module);
        for at in 0..(2 * reach + 1).pow(2) {
            let (across, down) = (at % (2 * reach + 1) - reach, at / (2 * reach + 1) - reach);
            let moved = (middle.0 + across as f32 * step, middle.1 + down as f32 * step);
            let lights = pattern
                .iter()
                .map(|((x, y), dark)| (view.light((x + moved.0, y + moved.1)), *dark));
            let found = correlation(lights);
            if found > best {
                (best, place) = (found, moved);
            }
        }
    }
    (best > MIN_CORRELATION).then_some(place)
}
