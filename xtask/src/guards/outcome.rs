//! How a guard's test can end.

/// How a test ended.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    /// Every test of that name passed.
    Passed,
    /// One failed.
    Failed,
    /// There is none of that name.
    NoSuchTest,
    /// The sources do not compile, which says nothing about the test.
    NotCompiled,
}

impl Outcome {
    /// For the table.
    pub fn in_words(&self) -> &'static str {
        match self {
            Self::Passed => "the test passes",
            Self::Failed => "the test fails",
            Self::NoSuchTest => "there is no test of that name",
            Self::NotCompiled => "the copy does not compile",
        }
    }
}
