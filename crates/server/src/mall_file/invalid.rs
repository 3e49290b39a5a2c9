//! The reason why a mall's file cannot be used.

use std::fmt;

use crate::error::Error;

/// A sentence that names the error in a file and its place.
#[derive(Debug)]
pub struct Invalid(pub String);

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Invalid {}

impl From<Error> for Invalid {
    fn from(error: Error) -> Self {
        Self(format!("the database did not take it ({error})"))
    }
}
