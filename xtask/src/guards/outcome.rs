//! The outcomes of a guard's test, and the verdict on the guard that follows.

use std::fmt::{self, Display, Formatter};

/// The outcome of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Every test of that name passed.
    Passed,
    /// One failed.
    Failed,
    /// No test has that name.
    NoSuchTest,
    /// The sources do not compile, which says nothing about the test.
    NotCompiled,
}

impl Display for Outcome {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Passed => "the test passes",
            Self::Failed => "the test fails",
            Self::NoSuchTest => "no test has that name",
            Self::NotCompiled => "the copy does not compile",
        })
    }
}

/// Says whether a guard is proven by its test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The test passes with the guard and fails without it.
    Proven,
    /// The test does not pass with the guard.
    BrokenBefore(Outcome),
    /// The test does not fail without the guard.
    Unproven(Outcome),
}

impl Verdict {
    /// Judges a guard by how its test ends with it and without it.
    pub fn new(
        with: Outcome,
        without: impl FnOnce() -> anyhow::Result<Outcome>,
    ) -> anyhow::Result<Self> {
        if with != Outcome::Passed {
            return Ok(Self::BrokenBefore(with));
        }
        Ok(match without()? {
            Outcome::Failed => Self::Proven,
            other => Self::Unproven(other),
        })
    }
}

impl Display for Verdict {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Proven => f.write_str("proven"),
            Self::BrokenBefore(outcome) => write!(f, "NOT proven: with the guard {outcome}"),
            Self::Unproven(outcome) => write!(f, "NOT proven: without the guard {outcome}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Verdict};

    #[test]
    fn a_guard_is_proven_by_a_test_that_passes_with_it_and_fails_without_it() {
        let verdict = |with, without| Verdict::new(with, || Ok(without)).unwrap();
        assert_eq!(verdict(Outcome::Passed, Outcome::Failed), Verdict::Proven);
        assert_eq!(
            verdict(Outcome::Passed, Outcome::NotCompiled),
            Verdict::Unproven(Outcome::NotCompiled)
        );
        assert_eq!(verdict(Outcome::Passed, Outcome::Passed), Verdict::Unproven(Outcome::Passed));
        assert_eq!(
            verdict(Outcome::Failed, Outcome::Failed),
            Verdict::BrokenBefore(Outcome::Failed)
        );
    }
}
