//! Ids for unit tests.

use std::fmt::Debug;
use std::str::FromStr;

/// Returns an id of the kind that is wanted.
pub fn id<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect("an id")
}
