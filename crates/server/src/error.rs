//! The reasons why something was not done: refused, busy, or broken.

use std::error::Error as StdError;
use std::fmt::{self, Display};

use mall_contract::Refusal;

/// The failure of a domain function. It keeps its cause and is logged once, where it is handled.
#[derive(Debug)]
pub enum Error {
    /// The request is refused; the caller learns the reason.
    Refused(Refusal),
    /// Something is busy, most often the database. The same request may succeed later.
    Busy {
        /// Seconds to wait, at least 1.
        retry_after: u32,
        /// The error below.
        cause: anyhow::Error,
    },
    /// The server is broken. The caller learns only that.
    Fault(anyhow::Error),
}

impl Error {
    /// Returns a fault that no other error caused. `subject` says what it is about, and is no secret.
    pub fn fault(message: &'static str, subject: impl Display) -> Self {
        Self::Fault(anyhow::anyhow!("{message}: {subject}"))
    }

    /// Returns the refusal that the caller sees.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        match self {
            Self::Refused(refusal) => refusal.clone(),
            Self::Busy { retry_after, .. } => Refusal::Busy { retry_after: *retry_after },
            Self::Fault(_) => Refusal::Internal,
        }
    }

    /// Returns the refusal that is a final answer to the request; else the error itself, after which the request may be
    /// sent again.
    ///
    /// # Errors
    /// Everything that [`Refusal::is_passing`], and faults.
    pub fn into_answer(self) -> Result<Refusal, Self> {
        match self {
            Self::Refused(refusal) if !refusal.is_passing() => Ok(refusal),
            passing => Err(passing),
        }
    }

    /// Returns what is wrong in one sentence, without the errors below it.
    #[must_use]
    pub fn summary(&self) -> String {
        match self {
            Self::Refused(refusal) => refusal.code().to_owned(),
            Self::Busy { cause, .. } | Self::Fault(cause) => cause.to_string(),
        }
    }

    /// Returns the cause with all errors below it, if there is one.
    #[must_use]
    pub fn cause(&self) -> Option<String> {
        match self {
            Self::Refused(_) => None,
            Self::Busy { cause, .. } | Self::Fault(cause) => Some(format!("{cause:#}")),
        }
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => f.write_str(refusal.code()),
            Self::Busy { cause, .. } | Self::Fault(cause) => write!(f, "{cause:#}"),
        }
    }
}

impl StdError for Error {}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Turns the error of a library into a fault.
pub trait OrFault<T> {
    /// Returns the value, or a fault with this message and the error as its cause.
    ///
    /// # Errors
    /// [`Error::Fault`].
    fn or_fault(self, message: &'static str) -> Result<T, Error>;
}

impl<T, E: StdError + Send + Sync + 'static> OrFault<T> for Result<T, E> {
    fn or_fault(self, message: &'static str) -> Result<T, Error> {
        self.map_err(|error| Error::Fault(anyhow::Error::new(error).context(message)))
    }
}

impl<T> OrFault<T> for Option<T> {
    fn or_fault(self, message: &'static str) -> Result<T, Error> {
        self.ok_or_else(|| Error::Fault(anyhow::Error::msg(message)))
    }
}

#[cfg(test)]
mod tests {
    use mall_contract::Refusal;

    use super::OrFault;

    #[test]
    fn a_fault_keeps_its_cause_and_the_caller_does_not_see_it() {
        let fault = "x".parse::<u32>().or_fault("a stored number").expect_err("no number");
        assert_eq!(
            fault.cause().as_deref(),
            Some("a stored number: invalid digit found in string")
        );
        assert_eq!(fault.refusal(), Refusal::Internal);
    }
}
