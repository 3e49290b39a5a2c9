//! What a rule finds.

/// A broken rule.
pub struct Finding {
    /// The file, and the line when there is one.
    pub place: String,
    /// What is wrong, and what to do instead.
    pub what: String,
}
