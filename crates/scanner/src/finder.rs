//! Finds the patterns in three corners of a code: squares in squares, dark and light as 1 : 1 : 3 : 1 : 1 on every
//! line through the middle.

use crate::threshold::{Binary, crossing};

/// A candidate for such a pattern.
#[derive(Clone, Copy, Debug)]
pub struct Finder {
    /// Its middle.
    pub x: f32,
    /// Its middle.
    pub y: f32,
    /// A seventh of its width along a row, in pixels.
    pub module: f32,
    /// The number of rows in which it was seen.
    pub sightings: u32,
    /// True if its middle is dark. It is light in an inverted code.
    pub dark: bool,
}

/// The largest number of candidates. A picture of a code has three, one of noise has hundreds.
const MAX_FINDERS: usize = 60;

/// Finds all patterns of a picture, those seen in most rows first. It reads every nth row.
pub fn finders(picture: &Binary, row_step: usize) -> Vec<Finder> {
    let mut found: Vec<Finder> = Vec::new();
    for y in (0..picture.height()).step_by(row_step) {
        // Of six edges, the first begins the pattern and the last ends it.
        let mut edges = [0.0; 6];
        let mut step = |edge: f32, dark: bool| {
            edges = [edges[1], edges[2], edges[3], edges[4], edges[5], edge];
            let runs = runs(&edges);
            if has_finder_ratio(&runs)
                && let Some(finder) = verify(picture, (edges[2] + edges[3]) / 2.0, y, &runs, dark)
            {
                merge(&mut found, finder, row_step);
            }
        };
        picture.edges(y, &mut step);
        // A pattern may end at the picture's edge.
        let last = (picture.width() as i32 - 1, y as i32);
        step(picture.width() as f32, picture.at(last.0, last.1) == Some(true));
    }
    found.sort_by_key(|finder| std::cmp::Reverse(finder.sightings));
    found
}

type Runs = [f32; 5];

fn runs(edges: &[f32; 6]) -> Runs {
    [0, 1, 2, 3, 4].map(|at| edges[at + 1] - edges[at])
}

/// Checks whether runs are about 1 : 1 : 3 : 1 : 1. Blur and few pixels change the ratio.
fn has_finder_ratio(runs: &Runs) -> bool {
    let width: f32 = runs.iter().sum();
    let slack = (width * (0.6 / 7.0)).max(0.6);
    let module = width / 7.0;
    // The middle comes first, because it refuses most.
    (runs[2] - module * 3.0).abs() < slack * 1.8
        && module >= 0.9
        && [0, 1, 3, 4].iter().all(|at| (runs[*at] - module).abs() < slack)
}

/// Measures the pattern along its column, and again along the row of its middle.
fn verify(picture: &Binary, middle: f32, y: usize, runs: &Runs, dark: bool) -> Option<Finder> {
    let across = runs.iter().sum::<f32>();
    let column = middle as i32;
    let (down, y) = measure(|at| picture.depth(column, at), y as i32, dark, across)?;
    let (again, x) = measure(|at| picture.depth(at, y as i32), column, dark, across)?;
    if down > across * 3.0 || across > down * 3.0 || again > across * 1.5 {
        return None;
    }
    Some(Finder { x, y, module: again / 7.0, sightings: 1, dark })
}

/// Returns the pattern's length and middle on a line through its middle.
fn measure(
    depth: impl Fn(i32) -> Option<i32>,
    from: i32,
    dark: bool,
    across: f32,
) -> Option<(f32, f32)> {
    let longest = (across * 2.0) as i32 + 2;
    // The ends of three runs in one direction.
    let walk = |step: i32| {
        let mut ends = [0.0; 3];
        let (mut at, mut before) = (from, depth(from)?);
        let mut colour = dark;
        for end in &mut ends {
            loop {
                let Some(next) = depth(at + step) else {
                    // The picture's edge ends the last run.
                    *end = at as f32 + 0.5 + step as f32 * 0.5;
                    break;
                };
                at += step;
                if (next > 0) != colour {
                    *end = at as f32 + 0.5 - step as f32 * (1.0 - crossing(before, next));
                    before = next;
                    break;
                }
                before = next;
                if (at - from).abs() > longest {
                    return None;
                }
            }
            colour = !colour;
        }
        Some(ends)
    };
    if (depth(from)? > 0) != dark {
        return None;
    }
    let ([a, b, c], [d, e, f]) = (walk(-1)?, walk(1)?);
    let runs = runs(&[c, b, a, d, e, f]);
    has_finder_ratio(&runs).then_some((f - c, (a + d) / 2.0))
}

/// Adds a sighting to an earlier candidate for the same pattern.
fn merge(found: &mut Vec<Finder>, new: Finder, row_step: usize) {
    let is_same = |old: &Finder| {
        let near = old.module.max(new.module) * 1.5;
        old.dark == new.dark && (old.x - new.x).abs() < near && (old.y - new.y).abs() < near
    };
    match found.iter().position(is_same) {
        Some(at) => {
            let old = &mut found[at];
            let (sightings, all) = (old.sightings as f32, old.sightings as f32 + 1.0);
            let mean = |old: f32, new: f32| (old * sightings + new) / all;
            old.x = mean(old.x, new.x);
            old.y = mean(old.y, new.y);
            old.module = mean(old.module, new.module);
            old.sightings += 1;
        }
        None if found.len() < MAX_FINDERS || make_room(found, &new, row_step) => found.push(new),
        None => {}
    }
}

/// Removes the candidate that was seen least, if a new one will probably be seen more. The data of a large code has many
/// that are seen once or twice, and two of the code's own patterns come last.
fn make_room(found: &mut Vec<Finder>, new: &Finder, row_step: usize) -> bool {
    // The middle of a pattern has three modules.
    let expected = new.module * 3.0 / row_step as f32;
    let is_over = |old: &Finder| old.y + old.module * 2.0 < new.y;
    let places = found.iter().enumerate().filter(|(_, old)| is_over(old));
    let least = places.min_by_key(|(_, old)| old.sightings);
    let least = least.filter(|(_, old)| (old.sightings as f32) < expected).map(|(at, _)| at);
    least.map(|at| found.swap_remove(at)).is_some()
}
