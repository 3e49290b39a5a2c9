//! The texts in a given language.

use super::{Language, Text};

impl Text {
    /// Returns the texts in a language.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        in_language!(language, super::zh::TEXT, super::en::TEXT)
    }
}
