//! Coming in and leaving.

use std::rc::Rc;

use mall_contract::{PasswordChange, Refusal, StaffLogin, StoreId};

use super::{Action, DoorAction, Life, door, value};
use crate::api::client::Failure;
use crate::api::staff;
use crate::host::{document, storage};
use crate::pages::till::state::door::Kept;

/// Where the store is kept at which somebody has logged in here last.
const STORE: &str = "till store";

impl Life {
    /// The store of this device is chosen already.
    pub(super) fn remember_store(&self) {
        let list = self.places.login[0].get().filter(|_| value(&self.places.login[0]).is_empty());
        if let (Some(store), Some(list)) = (storage::get(STORE), list) {
            document::choose(&list.into(), &store);
        }
    }

    pub(super) fn log_in(self: &Rc<Self>) {
        let state = self.state();
        if state.door.busy || state.door.locked_for(state.now) > 0 {
            return;
        }
        let [store, name, password] = self.places.login.each_ref().map(value);
        let login = StaffLogin {
            store: StoreId::parse(store.as_str()).ok(),
            name: name.trim().to_owned(),
            password,
        };
        self.tell(door(DoorAction::Asked));
        let life = self.clone();
        self.session.caller.spawn(async move {
            match staff::log_in(&life.session.caller, &login).await {
                Ok(who) => {
                    storage::set(STORE, &store);
                    let chosen = who.must_change_password.then_some(login.password);
                    life.password.replace(chosen);
                    life.tell(Action::LoggedIn(who));
                }
                Err(failure) => life.kept_out(failure),
            }
        });
    }

    pub(super) fn choose_password(self: &Rc<Self>) {
        let state = self.state();
        if state.door.busy || state.door.locked_for(state.now) > 0 {
            return;
        }
        let [old, new, again] = self.places.passwords.each_ref().map(value);
        if new != again {
            return self.tell(door(DoorAction::Kept(Kept::NotTheSame)));
        }
        let known = self.password.borrow().clone();
        let change = PasswordChange { old: known.unwrap_or(old), new };
        self.tell(door(DoorAction::Asked));
        let life = self.clone();
        self.session.caller.spawn(async move {
            match staff::change_password(&life.session.caller, &change).await {
                Ok(()) => {
                    life.password.take();
                    life.tell(Action::PasswordChosen);
                }
                Err(failure) => life.kept_out(failure),
            }
        });
    }

    /// Whether the page knows the password until now: somebody has just logged in with it.
    pub(in crate::pages::till) fn knows_password(&self) -> bool {
        self.password.borrow().is_some()
    }

    pub(super) fn log_out(self: &Rc<Self>, everywhere: bool) {
        let life = self.clone();
        self.session.caller.spawn(async move {
            match staff::log_out(&life.session.caller, everywhere).await {
                Ok(()) => life.tell(Action::LoggedOut),
                Err(failure) => life.failed(failure, door(DoorAction::Kept(Kept::NoAnswer))),
            }
        });
    }

    fn kept_out(&self, failure: Failure) {
        let action = match failure {
            Failure::Refused(problem) => {
                // One that turned out not to be right is asked for.
                if problem.refusal == Refusal::StaffLoginInvalid {
                    self.password.take();
                }
                DoorAction::Refused(problem.refusal)
            }
            Failure::Later(_) | Failure::Unknown => DoorAction::Kept(Kept::NoAnswer),
        };
        self.tell(door(action));
    }
}
