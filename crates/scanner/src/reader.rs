//! Which looks are taken at a picture, and in which order.

use std::borrow::Cow;

use crate::grey::Grey;
use crate::pass::Pass;

/// How much a picture is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// There is no other: all is tried.
    Still,
    /// One of a camera's, by its number: what mostly works is tried, and of the rest one look, another for
    /// each number.
    Live(u32),
}

/// Pictures of codes are read best when a code's module has 2 to 8 pixels; a longer side than this has
/// more than that.
const LONGEST: usize = 960;

/// A look at a picture, by how often it is halved before.
type Look = (u8, Pass);

/// What mostly works.
const FIRST: Look = (0, Pass { reach: 3, margin: 4, rows: 2 });
/// What brings back the rest: grain and blur go when a picture is halved, and the nearer the pixels that
/// one is held against, the better in uneven light and for what is small.
const MORE: [Look; 4] = [
    (1, Pass { reach: 2, margin: 1, rows: 1 }),
    (2, Pass { reach: 2, margin: 1, rows: 1 }),
    (0, Pass { reach: 1, margin: 1, rows: 1 }),
    (1, Pass { reach: 1, margin: 3, rows: 1 }),
];

/// What a code in the picture says; of several codes, that of the one that is found first.
#[must_use]
pub fn read(picture: &Grey, effort: Effort) -> Option<Vec<u8>> {
    let base = halved_to(picture, LONGEST);
    look(&base, &FIRST).or_else(|| match effort {
        Effort::Still => more(&base).or_else(|| from_afar(picture)),
        Effort::Live(turn) => look(&base, &MORE[turn as usize % MORE.len()]),
    })
}

/// Looks for a code that is small in a large picture.
fn from_afar(picture: &Grey) -> Option<Vec<u8>> {
    if longer_side(picture) <= LONGEST {
        return None;
    }
    let finer = halved_to(picture, 2 * LONGEST);
    look(&finer, &FIRST).or_else(|| more(&finer))
}

fn more(base: &Grey) -> Option<Vec<u8>> {
    MORE.iter().find_map(|more| look(base, more))
}

fn look(base: &Grey, (halvings, pass): &Look) -> Option<Vec<u8>> {
    let mut smaller = Cow::Borrowed(base);
    for _ in 0..*halvings {
        smaller = Cow::Owned(smaller.halved());
    }
    pass.read(&smaller)
}

/// Halves a picture until its longer side is no longer than this.
fn halved_to(picture: &Grey, longest: usize) -> Cow<'_, Grey> {
    let mut smaller = Cow::Borrowed(picture);
    while longer_side(&smaller) > longest {
        smaller = Cow::Owned(smaller.halved());
    }
    smaller
}

fn longer_side(picture: &Grey) -> usize {
    picture.width().max(picture.height())
}
