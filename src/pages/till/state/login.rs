//! The state of logging in and of changing the password.

use mall_contract::{Moment, Refusal};

/// The reason why the last try failed.
#[derive(Clone, Debug, PartialEq)]
pub enum LoginFailure {
    Refused(Refusal),
    /// Too many wrong tries. The next one is allowed from this moment.
    Locked(Moment),
    NoResponse,
    /// The new password and its repetition differ.
    PasswordsDiffer,
}

/// The state of the login.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Login {
    /// True if a request is under way.
    pub is_pending: bool,
    /// True if the session ended while staff were at work.
    pub session_ended: bool,
    pub failure: Option<LoginFailure>,
}

/// Something that happened at the login.
#[derive(Clone, Debug, PartialEq)]
pub enum LoginAction {
    Requested,
    Failed(LoginFailure),
    Refused(Refusal),
}

impl Login {
    /// Applies an action.
    pub fn reduce(&mut self, action: LoginAction, now: Moment) {
        self.is_pending = action == LoginAction::Requested;
        self.failure = match action {
            LoginAction::Requested => None,
            LoginAction::Failed(failure) => Some(failure),
            LoginAction::Refused(Refusal::TooMany { retry_after }) => {
                Some(LoginFailure::Locked(now + 1000 * i64::from(retry_after)))
            }
            LoginAction::Refused(refusal) => Some(LoginFailure::Refused(refusal)),
        };
    }

    /// Returns the seconds until the next try is allowed; 0 when it is.
    #[must_use]
    pub fn locked_seconds(&self, now: Moment) -> i64 {
        match self.failure {
            Some(LoginFailure::Locked(until)) => ((until - now).max(0) + 999) / 1000,
            _ => 0,
        }
    }
}
