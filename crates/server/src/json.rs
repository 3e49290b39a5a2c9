//! JSON of our own: written for the database and for pages, read from the database.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, OrFault};

/// Writes a value as JSON.
pub fn to_json(value: &impl Serialize) -> String {
    #[expect(clippy::expect_used, reason = "plain data with text keys is always JSON")]
    serde_json::to_string(value).expect("plain data")
}

/// Reads JSON that this server wrote.
///
/// # Errors
/// A fault when the text is not such a value.
pub fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).or_fault("stored JSON cannot be read")
}
