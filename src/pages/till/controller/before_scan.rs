//! The fields of the counter before a scanner types into one of them.

use crate::host::keys::TypedField;

/// The fields before a row of keys that may be a scanner's.
#[derive(Default)]
pub struct FieldsBeforeScan {
    pub code_input: String,
    pub order: String,
    pub amount: String,
    /// The focused field; none if none was focused.
    pub focused: Option<TypedField>,
}
