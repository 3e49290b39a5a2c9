//! The state of the till, and its reducer.

pub mod counter;
pub mod doubt;
pub mod ledger;
pub mod login;
pub mod offline;

use std::rc::Rc;

use mall_contract::{Moment, OfflineSettings, Role, StaffSession, TillPage, TillRedemption};

use crate::pages::camera::CameraState;
use crate::pages::store::Reduce;
pub use counter::{Counter, CounterAction};
use counter::{RedeemResult, Step};
pub use ledger::{Ledger, LedgerAction};
pub use login::{Login, LoginAction};
pub use offline::{Offline, OfflineAction};

/// The state of the till.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The server's clock.
    pub now: Moment,
    /// The staff member who is logged in.
    pub staff: Option<StaffSession>,
    pub login: Login,
    pub counter: Counter,
    pub ledger: Ledger,
    pub offline: Offline,
    /// The limits of the store's tills for redeeming offline, where the staff member may change it.
    pub settings: Option<OfflineSettings>,
    /// The result of saving the settings.
    pub settings_result: Option<Result<(), SettingsError>>,
    /// True if results are heard.
    pub sound: bool,
}

/// The reason why the settings were not saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsError {
    /// A limit is missing or out of range.
    Invalid,
    NoResponse,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Tick(Moment),
    LoggedIn(StaffSession),
    PasswordChanged,
    LoggedOut,
    SessionEnded,
    Login(LoginAction),
    Counter(CounterAction),
    Ledger(LedgerAction),
    Offline(OfflineAction),
    Undone(Box<TillRedemption>),
    SettingsLoaded(OfflineSettings),
    SettingsSaved(Result<OfflineSettings, SettingsError>),
    SoundChanged(bool),
}

/// The sound of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Success,
    Failure,
}

impl State {
    /// Returns the state in which the page opens.
    #[must_use]
    pub fn new(page: &TillPage) -> Self {
        Self {
            now: page.server_time,
            staff: page.session.clone(),
            login: Login::default(),
            counter: Counter::default(),
            ledger: Ledger::default(),
            offline: Offline::default(),
            settings: None,
            settings_result: None,
            sound: true,
        }
    }

    /// Returns the staff member at work: logged in, with a password of their own.
    #[must_use]
    pub fn active_staff(&self) -> Option<&StaffSession> {
        self.staff.as_ref().filter(|staff| !staff.must_change_password)
    }

    /// Checks whether a login or a new password may be sent now.
    #[must_use]
    pub fn can_log_in(&self) -> bool {
        !self.login.is_pending && self.login.locked_seconds(self.now) == 0
    }

    /// Checks whether the staff member may change what the store's tills redeem offline.
    #[must_use]
    pub fn may_change_settings(&self) -> bool {
        let may = |staff: &StaffSession| matches!(staff.role, Role::StoreManager | Role::Merchant);
        self.active_staff().is_some_and(may)
    }

    fn log_in(&mut self, staff: StaffSession) {
        self.login = Login::default();
        self.clear_staff_data();
        // Inputs stay. What others requested goes: a request without a result comes back from storage,
        // and a lookup is repeated.
        self.counter.parked.clear();
        if matches!(
            self.counter.step,
            Step::Redeeming(_)
                | Step::Unknown(..)
                | Step::Redeemed(_)
                | Step::Proven(_)
                | Step::RedeemedOffline(_)
        ) {
            self.counter.step = Step::Ready;
        }
        self.staff = Some(staff);
    }

    fn log_out(&mut self) {
        (self.staff, self.login) = (None, Login::default());
        self.counter = Counter::default();
        self.clear_staff_data();
    }

    fn end_session(&mut self) {
        self.counter.camera = CameraState::Closed;
        if self.staff.is_some() || !self.login.session_ended {
            self.login = Login { session_ended: true, ..Login::default() };
        }
        self.staff = None;
    }

    /// Clears what only the former staff member may see.
    fn clear_staff_data(&mut self) {
        self.ledger = Ledger::default();
        let is_offline = self.offline.is_offline;
        self.offline = Offline { is_offline, ..Offline::default() };
        (self.settings, self.settings_result) = (None, None);
    }

    /// Returns the sound of the change from another state to this one.
    #[must_use]
    pub fn tone_after(&self, before: &Self) -> Option<Tone> {
        if !self.sound {
            return None;
        }
        let resolved = |state: &Self| {
            state.counter.parked.iter().filter(|parked| parked.result.is_some()).count()
        };
        if resolved(self) > resolved(before) {
            let mut latest = self.counter.parked.iter().rev();
            return Some(match latest.find_map(|parked| parked.result.as_ref())? {
                RedeemResult::Redeemed(_) => Tone::Success,
                RedeemResult::Refused(_) => Tone::Failure,
            });
        }
        let (now, previous) = (&self.counter.step, &before.counter.step);
        match now {
            Step::Redeemed(redemption)
                if redemption.undone.is_none() && !matches!(previous, Step::Redeemed(_)) =>
            {
                Some(Tone::Success)
            }
            Step::RedeemedOffline(_) if now != previous => Some(Tone::Success),
            Step::Refused(_) | Step::NotACode if now != previous => Some(Tone::Failure),
            Step::Prepared(prepared) if now != previous && prepared.refused.is_some() => {
                Some(Tone::Failure)
            }
            _ => None,
        }
    }
}

impl Reduce for State {
    type Action = Action;

    fn reduce(&self, action: Action) -> Rc<Self> {
        let mut next = self.clone();
        match action {
            Action::Tick(now) => next.now = now,
            Action::LoggedIn(staff) => next.log_in(staff),
            Action::PasswordChanged => {
                next.login = Login::default();
                if let Some(staff) = &mut next.staff {
                    staff.must_change_password = false;
                }
            }
            Action::LoggedOut => next.log_out(),
            Action::SessionEnded => next.end_session(),
            Action::Login(action) => next.login.reduce(action, self.now),
            Action::Counter(action) => next.counter.reduce(action),
            Action::Ledger(action) => next.ledger.reduce(action, self.now),
            Action::Offline(action) => next.offline.reduce(action),
            Action::Undone(redemption) => {
                next.counter.reduce(CounterAction::Undone(redemption.clone()));
                next.ledger.reduce(LedgerAction::Undone(redemption), self.now);
            }
            Action::SettingsLoaded(settings) => next.settings = Some(settings),
            Action::SettingsSaved(result) => {
                next.settings = result.ok().or(next.settings);
                next.settings_result = Some(result.map(drop));
            }
            Action::SoundChanged(sound) => next.sound = sound,
        }
        Rc::new(next)
    }
}

#[cfg(test)]
mod tests;
