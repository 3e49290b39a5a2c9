//! Refusals that are newer than this build.

/// A refusal with a code that this build does not know, because the server is newer. It has the server's own sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnknownRefusal {
    /// The code.
    pub code: String,
    /// The reason as a sentence in the requested language; empty if the response has none.
    pub message: String,
    /// A step that the caller can take now; empty if the response has none.
    pub next_step: String,
}

impl UnknownRefusal {
    /// Returns the code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Returns the HTTP status for it. No server sends it, and no page reads it.
    #[must_use]
    pub fn status(&self) -> u16 {
        500
    }
}
