//! The patterns in three corners of a code: squares in squares, dark and light as 1 : 1 : 3 : 1 : 1 on
//! every line through the middle.

use crate::threshold::Binary;

/// What looks like such a pattern.
#[derive(Clone, Copy, Debug)]
pub struct Finder {
    /// Its middle.
    pub x: f32,
    /// Its middle.
    pub y: f32,
    /// A seventh of its width along a row of pixels.
    pub module: f32,
    /// In how many rows it was seen.
    pub seen: u32,
    /// Whether its middle is dark; it is not where dark and light have changed places.
    pub dark: bool,
}

/// So many are looked at; a picture of a code has three, one of noise has hundreds.
const MOST: usize = 60;

/// All patterns of a picture, those seen in most rows first.
pub fn finders(picture: &Binary) -> Vec<Finder> {
    let mut found: Vec<Finder> = Vec::new();
    for y in 0..picture.height {
        let row = &picture.dark[y * picture.width..][..picture.width];
        scan_row(row, |runs, end, dark| {
            let (from, to) = (end - runs[3] - runs[4] - runs[2], end - runs[3] - runs[4]);
            let middle = (from + to) as f32 / 2.0;
            if let Some(finder) = checked(picture, middle, y, runs, dark) {
                note(&mut found, finder);
            }
        });
    }
    found.sort_by(|one, other| other.seen.cmp(&one.seen));
    found
}

type Runs = [usize; 5];

/// Calls for every five runs of pixels that have the pattern's proportions.
fn scan_row(row: &[bool], mut seen: impl FnMut(&Runs, usize, bool)) {
    let (mut runs, mut start, mut colour) = ([0; 5], 0, row.first().copied().unwrap_or_default());
    for (x, dark) in row.iter().enumerate() {
        if *dark != colour {
            runs = [runs[1], runs[2], runs[3], runs[4], x - start];
            if proportionate(&runs) {
                seen(&runs, x, colour);
            }
            (start, colour) = (x, *dark);
        }
    }
    runs = [runs[1], runs[2], runs[3], runs[4], row.len() - start];
    if proportionate(&runs) {
        seen(&runs, row.len(), colour);
    }
}

/// Whether runs are as 1 : 1 : 3 : 1 : 1, within what blur and few pixels make of it.
fn proportionate(runs: &Runs) -> bool {
    if runs[0] == 0 {
        return false;
    }
    let module = runs.iter().sum::<usize>() as f32 / 7.0;
    let slack = (module * 0.6).max(0.85);
    let near = |run: usize, wanted: f32, slack: f32| (run as f32 - wanted).abs() < slack;
    module >= 1.0
        && near(runs[2], module * 3.0, slack * 1.8)
        && [0, 1, 3, 4].iter().all(|at| near(runs[*at], module, slack))
}

/// Looks at the pattern from above to below too, and once more along the row of its middle.
fn checked(picture: &Binary, middle: f32, y: usize, runs: &Runs, dark: bool) -> Option<Finder> {
    let across = runs.iter().sum::<usize>() as f32;
    let column = middle as i32;
    let (down, y) = cross(|at| picture.at(column, at), y as i32, dark, across)?;
    let (again, x) = cross(|at| picture.at(at, y as i32), column, dark, across)?;
    if down > across * 3.0 || across > down * 3.0 || again > across * 1.5 {
        return None;
    }
    Some(Finder { x, y, module: again / 7.0, seen: 1, dark })
}

/// The pattern's length and middle on a line through its middle.
fn cross(
    pixel: impl Fn(i32) -> Option<bool>,
    from: i32,
    dark: bool,
    across: f32,
) -> Option<(f32, f32)> {
    let longest = (across * 3.0) as usize + 2;
    let walk = |step: i32| {
        let (mut runs, mut at, mut colour) = ([0; 3], from, dark);
        for run in &mut runs {
            while pixel(at) == Some(colour) && *run < longest {
                *run += 1;
                at += step;
            }
            colour = !colour;
        }
        runs
    };
    let (before, after) = (walk(-1), walk(1));
    // The pixel it starts from is in both.
    let runs = [before[2], before[1], (before[0] + after[0]).checked_sub(1)?, after[1], after[2]];
    if runs.contains(&0) || !proportionate(&runs) {
        return None;
    }
    let middle = from as f32 + 0.5 + (after[0] as f32 - before[0] as f32) / 2.0;
    Some((runs.iter().sum::<usize>() as f32, middle))
}

/// Adds to what was seen of the same pattern before.
fn note(found: &mut Vec<Finder>, new: Finder) {
    let full = found.len() >= MOST;
    let same = found.iter_mut().find(|old| {
        let near = old.module.max(new.module) * 1.5;
        old.dark == new.dark && (old.x - new.x).abs() < near && (old.y - new.y).abs() < near
    });
    match same {
        Some(old) => {
            let (seen, all) = (old.seen as f32, old.seen as f32 + 1.0);
            let mean = |old: f32, new: f32| (old * seen + new) / all;
            old.x = mean(old.x, new.x);
            old.y = mean(old.y, new.y);
            old.module = mean(old.module, new.module);
            old.seen += 1;
        }
        None if full => {}
        None => found.push(new),
    }
}
