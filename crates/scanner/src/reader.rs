//! The attempts to read a picture, and their order.

use std::borrow::Cow;

use crate::grey::Grey;
use crate::pass::Pass;

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
const LONGEST: usize = 960;

/// An attempt, with the number of times that the picture is halved before.
type Look = (u8, Pass);

/// The attempts that mostly work.
const FIRST: Look = (0, Pass { reach: 3, margin: 4, rows: 2 });
/// The other attempts. Halving a picture removes grain and blur. A smaller mean helps in uneven light and for small
/// codes.
const MORE: [Look; 4] = [
    (1, Pass { reach: 2, margin: 1, rows: 1 }),
    (2, Pass { reach: 2, margin: 1, rows: 1 }),
    (0, Pass { reach: 1, margin: 1, rows: 1 }),
    (1, Pass { reach: 1, margin: 3, rows: 1 }),
];

/// Reads a code in the picture: of several codes, the one that is found first.
#[must_use]
pub fn read(picture: &Grey, effort: Effort) -> Option<Vec<u8>> {
    let base = halved_to(picture, LONGEST);
    look(&base, &FIRST).or_else(|| match effort {
        Effort::Still => more(&base).or_else(|| from_afar(picture)),
        Effort::Live(turn) => look(&base, &MORE[turn as usize % MORE.len()]),
    })
}

/// Reads a small code in a large picture.
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

/// Halves a picture until its longer side is within a limit.
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
