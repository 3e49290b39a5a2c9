//! The attempts to read a picture, and their order.

use std::borrow::Cow;

use crate::content::Content;
use crate::grey::Grey;
use crate::pass::{Limits, Pass, QUICK, THOROUGH};

/// The effort for a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// There is no other picture, so everything is tried.
    Still,
    /// One of a camera's pictures, by its number. The usual attempts are made, and one of the others, a different one
    /// for each number.
    Live(u32),
}

/// The longest side of a picture that is not halved. A code is read best when a module has 2 to 8 pixels, and larger
/// pictures have more.
const MAX_SIDE: usize = 960;

/// An attempt, with the number of times that the picture is halved before.
type Scaled = (u8, Pass);

/// The attempts that mostly work.
const FIRST: Scaled = (0, Pass { radius: 3, margin: 4, row_step: 2 });
/// The other attempts. Halving a picture removes grain and blur. A smaller mean helps in uneven light and for small
/// codes.
const MORE: [Scaled; 4] = [
    (1, Pass { radius: 2, margin: 1, row_step: 1 }),
    (2, Pass { radius: 2, margin: 1, row_step: 1 }),
    (0, Pass { radius: 1, margin: 1, row_step: 1 }),
    (1, Pass { radius: 1, margin: 3, row_step: 1 }),
];

/// Reads a code in the picture: of several codes, the one that is found first.
#[must_use]
pub fn read(picture: &Grey, effort: Effort) -> Option<Content> {
    let base = halved_to(picture, MAX_SIDE);
    match effort {
        Effort::Still => all(&base).or_else(|| small_code(picture)),
        Effort::Live(turn) => run(&base, &FIRST, &QUICK)
            .or_else(|| run(&base, &MORE[turn as usize % MORE.len()], &QUICK)),
    }
}

/// Reads a small code in a large picture.
fn small_code(picture: &Grey) -> Option<Content> {
    if longer_side(picture) <= MAX_SIDE {
        return None;
    }
    all(&halved_to(picture, 2 * MAX_SIDE))
}

fn all(base: &Grey) -> Option<Content> {
    [FIRST].iter().chain(&MORE).find_map(|attempt| run(base, attempt, &THOROUGH))
}

fn run(base: &Grey, (halvings, pass): &Scaled, limits: &Limits) -> Option<Content> {
    let mut smaller = Cow::Borrowed(base);
    for _ in 0..*halvings {
        smaller = Cow::Owned(smaller.halved());
    }
    pass.read(&smaller, limits)
}

/// Halves a picture until its longer side is within a limit.
fn halved_to(picture: &Grey, max_side: usize) -> Cow<'_, Grey> {
    let mut smaller = Cow::Borrowed(picture);
    while longer_side(&smaller) > max_side {
        smaller = Cow::Owned(smaller.halved());
    }
    smaller
}

fn longer_side(picture: &Grey) -> usize {
    picture.width().max(picture.height())
}
