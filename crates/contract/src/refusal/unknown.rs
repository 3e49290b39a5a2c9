//! Refusals that are newer than this build.

/// A refusal with a code that this build does not know, because the server is newer. It brings the server's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnknownRefusal {
    /// The code.
    pub code: String,
    /// The reason as a sentence, in the language asked for; empty where the answer has none.
    pub message: String,
    /// What the caller can do now; empty where the answer does not say.
    pub next_step: String,
}

impl UnknownRefusal {
    /// Returns the code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Returns the HTTP status for it. No server answers with it; a page does not look at it.
    #[must_use]
    pub fn status(&self) -> u16 {
        500
    }
}
