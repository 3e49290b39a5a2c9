//! Why something was not done: refused for a reason, or broken.

use mall_contract::Refusal;
use tracing::error;

/// What a subject answers when it does not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(pub Refusal);

impl Error {
    /// A fault of the server: what happened goes to the log, the caller learns only that.
    pub fn fault(what: &str, cause: impl std::fmt::Display) -> Self {
        error!(%cause, "{what}");
        Self(Refusal::Internal)
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}
