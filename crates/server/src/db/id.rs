//! Ids in the database: text there, a type for each kind in the code.

use mall_contract::InvalidId;

use crate::error::{Error, OrFault};

/// Converts a column to an id.
///
/// # Errors
/// A fault for text that is no id. Only ids are written.
pub fn id<T: TryFrom<String, Error = InvalidId>>(text: String) -> Result<T, Error> {
    T::try_from(text).or_fault("a stored id cannot be read")
}
