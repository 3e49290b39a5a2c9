//! Logging in, and choosing a password.

use mall_contract::{Moment, Refusal};

/// What keeps somebody from coming in.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    /// The server says why.
    Refused(Refusal),
    /// Too many wrong tries, until a moment.
    Locked(Moment),
    /// The server did not answer.
    NoAnswer,
    /// The new password was not typed the same twice.
    NotTheSame,
}

/// The door.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Door {
    /// Whether the server is asked.
    pub busy: bool,
    /// Whether the session has ended while somebody was at work.
    pub ended: bool,
    /// Why the last try did not succeed.
    pub kept: Option<Kept>,
}

/// Something that happens at the door.
#[derive(Clone, Debug, PartialEq)]
pub enum DoorAction {
    /// The server is asked.
    Asked,
    /// Not let in.
    Kept(Kept),
    /// The server refused.
    Refused(Refusal),
}

impl Door {
    /// Goes on.
    pub fn reduce(&mut self, action: DoorAction, now: Moment) {
        self.busy = action == DoorAction::Asked;
        self.kept = match action {
            DoorAction::Asked => None,
            DoorAction::Kept(kept) => Some(kept),
            DoorAction::Refused(Refusal::TooMany { retry_after }) => {
                Some(Kept::Locked(now + 1000 * i64::from(retry_after)))
            }
            DoorAction::Refused(refusal) => Some(Kept::Refused(refusal)),
        };
    }

    /// Seconds until the next try may be made; 0 when it may.
    #[must_use]
    pub fn locked_for(&self, now: Moment) -> i64 {
        match self.kept {
            Some(Kept::Locked(until)) => ((until - now).max(0) + 999) / 1000,
            _ => 0,
        }
    }
}
