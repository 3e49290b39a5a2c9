//! A violation of a rule.

/// A broken rule.
pub struct Finding {
    /// The file, and the line when there is one.
    pub place: String,
    /// The violation, and what to do instead.
    pub what: String,
}
