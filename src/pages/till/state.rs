//! What the till knows, and what becomes of it when something happens.

pub mod counter;
pub mod door;
pub mod ledger;
pub mod offline;

use std::rc::Rc;

use mall_contract::{Moment, OfflineSettings, Role, StaffSession, TillPage, TillRedemption};

pub use counter::{Counter, CounterAction};
pub use door::{Door, DoorAction};
pub use ledger::{Ledger, LedgerAction};
pub use offline::{Offline, OfflineAction};

use counter::{End, Step};

/// The till's state.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The server's clock.
    pub now: Moment,
    /// Who is logged in.
    pub who: Option<StaffSession>,
    /// Logging in.
    pub door: Door,
    /// Reading and taking.
    pub counter: Counter,
    /// The day's list.
    pub ledger: Ledger,
    /// What goes on without a network.
    pub offline: Offline,
    /// What the store's tills may take offline, as it is known to who may change it.
    pub settings: Option<OfflineSettings>,
    /// What came of changing that.
    pub settled: Option<Result<(), Unsettled>>,
    /// Whether results can be heard.
    pub sound: bool,
}

/// Why what the store's tills may take offline was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsettled {
    /// The bounds are none.
    Wrong,
    /// The server did not answer.
    NoAnswer,
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Time passes.
    Tick(Moment),
    /// Somebody is logged in.
    LoggedIn(StaffSession),
    /// They have chosen a password of their own.
    PasswordChosen,
    /// They have logged out.
    LoggedOut,
    /// Their session has ended.
    SessionEnded,
    /// Something at the door.
    Door(DoorAction),
    /// Something at the counter.
    Counter(CounterAction),
    /// Something of the day's list.
    Ledger(LedgerAction),
    /// Something without a network.
    Offline(OfflineAction),
    /// A redemption was given back.
    Undone(Box<TillRedemption>),
    /// What the store's tills may take offline.
    Settings(OfflineSettings),
    /// What came of changing that.
    Settled(Result<OfflineSettings, Unsettled>),
    /// Results can be heard, or not.
    Sound(bool),
}

/// What a result sounds like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A coupon was taken.
    Good,
    /// It was not.
    Bad,
}

impl State {
    /// What the till knows when its page is opened.
    #[must_use]
    pub fn opened(page: &TillPage) -> Self {
        Self {
            now: page.server_time,
            who: page.session.clone(),
            door: Door::default(),
            counter: Counter::default(),
            ledger: Ledger::default(),
            offline: Offline::default(),
            settings: None,
            settled: None,
            sound: true,
        }
    }

    /// Who is at work: logged in, with a password of their own.
    #[must_use]
    pub fn at_work(&self) -> Option<&StaffSession> {
        self.who.as_ref().filter(|who| !who.must_change_password)
    }

    /// Whether who is at work may say what the store's tills take offline.
    #[must_use]
    pub fn may_settle(&self) -> bool {
        let may = |who: &StaffSession| matches!(who.role, Role::StoreManager | Role::Merchant);
        self.at_work().is_some_and(may)
    }

    /// What the till knows after something has happened.
    #[must_use]
    pub fn reduce(&self, action: Action) -> Rc<Self> {
        let mut next = self.clone();
        match action {
            Action::Tick(now) => next.now = now,
            Action::LoggedIn(who) => next.come_in(who),
            Action::PasswordChosen => {
                next.door = Door::default();
                if let Some(who) = &mut next.who {
                    who.must_change_password = false;
                }
            }
            Action::LoggedOut => {
                (next.who, next.door) = (None, Door::default());
                (next.counter, next.ledger) = (Counter::default(), Ledger::default());
                next.offline = Offline { away: self.offline.away, ..Offline::default() };
                (next.settings, next.settled) = (None, None);
            }
            Action::SessionEnded => {
                next.counter.camera = counter::Camera::Closed;
                if next.who.is_some() || !next.door.ended {
                    next.door = Door { ended: true, ..Door::default() };
                }
                next.who = None;
            }
            Action::Door(action) => next.door.reduce(action, self.now),
            Action::Counter(action) => next.counter.reduce(action),
            Action::Ledger(action) => next.ledger.reduce(action, self.now),
            Action::Offline(action) => next.offline.reduce(action),
            Action::Undone(taken) => {
                next.counter.reduce(CounterAction::Undone(taken.clone()));
                next.ledger.reduce(LedgerAction::Undone(taken), self.now);
            }
            Action::Settings(settings) => next.settings = Some(settings),
            Action::Settled(settled) => {
                next.settings = settled.ok().or(next.settings);
                next.settled = Some(settled.map(drop));
            }
            Action::Sound(sound) => next.sound = sound,
        }
        Rc::new(next)
    }

    /// What somebody typed before is there for them again; what others asked for is not theirs.
    fn come_in(&mut self, who: StaffSession) {
        self.door = Door::default();
        self.ledger = Ledger::default();
        self.offline = Offline { away: self.offline.away, ..Offline::default() };
        (self.settings, self.settled) = (None, None);
        self.counter.aside.clear();
        // What is not known yet is taken up again from what is kept, and what was asked is asked again.
        if matches!(
            self.counter.step,
            Step::Taking(_)
                | Step::Unknown(..)
                | Step::Taken(_)
                | Step::Proven(_)
                | Step::TakenOffline(_)
        ) {
            self.counter.step = Step::Ready;
        }
        self.who = Some(who);
    }

    /// What is heard when the till comes from one state into this one.
    #[must_use]
    pub fn tone_after(&self, before: &Self) -> Option<Tone> {
        if !self.sound {
            return None;
        }
        let ended = |state: &Self| state.counter.aside.iter().filter(|a| a.end.is_some()).count();
        if ended(self) > ended(before) {
            let last = self.counter.aside.iter().rev().find_map(|aside| aside.end.as_ref())?;
            return Some(if matches!(last, End::Taken(_)) { Tone::Good } else { Tone::Bad });
        }
        let (now, then) = (&self.counter.step, &before.counter.step);
        match now {
            Step::Taken(taken) if taken.undone.is_none() && !matches!(then, Step::Taken(_)) => {
                Some(Tone::Good)
            }
            Step::TakenOffline(_) if now != then => Some(Tone::Good),
            Step::Refused(_) | Step::NotACode if now != then => Some(Tone::Bad),
            Step::Prepared(prepared) if now != then && prepared.refused.is_some() => {
                Some(Tone::Bad)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
