//! Logging in and out, and changing the password.

use std::rc::Rc;

use mall_contract::{PasswordChange, Refusal, StaffLogin, StoreId, TillRefusal, typed};

use super::{Action, TillController, value};
use crate::api::client::Failure;
use crate::api::staff;
use crate::host::{document, storage};
use crate::pages::till::state::LoginAction;
use crate::pages::till::state::login::LoginFailure;

/// The storage key of the store of the last login on this device.
const STORE_KEY: &str = "till store";

impl TillController {
    /// Chooses the store of the last login, unless a store is chosen already.
    pub(super) fn choose_last_store(&self) {
        let list = &self.refs.login.store;
        let list = list.get().filter(|_| value(list).is_empty());
        if let (Some(store), Some(list)) = (storage::get(STORE_KEY), list) {
            document::choose(&list.into(), &store);
        }
    }

    pub(super) fn log_in(self: &Rc<Self>) {
        if !self.store.state().can_log_in() {
            return;
        }
        let refs = &self.refs.login;
        let store = value(&refs.store);
        let login = StaffLogin {
            store: StoreId::parse(store.as_str()).ok(),
            name: typed::normalize(&value(&refs.name)),
            password: value(&refs.password),
        };
        self.login(LoginAction::Requested);
        let this = self.clone();
        self.store.session.caller.spawn(async move {
            match staff::log_in(&this.store.session.caller, &login).await {
                Ok(staff) => {
                    storage::set(STORE_KEY, &store);
                    let password = staff.must_change_password.then_some(login.password);
                    this.initial_password.replace(password);
                    this.store.dispatch(Action::LoggedIn(staff));
                }
                Err(failure) => this.on_login_failure(failure),
            }
        });
    }

    pub(super) fn change_password(self: &Rc<Self>) {
        if !self.store.state().can_log_in() {
            return;
        }
        let refs = &self.refs.password;
        let (typed, new) = (value(&refs.old), value(&refs.new));
        if new != value(&refs.repeat) {
            return self.login(LoginAction::Failed(LoginFailure::PasswordsDiffer));
        }
        let old = self.initial_password.borrow().clone().unwrap_or(typed);
        let change = PasswordChange { old, new };
        self.login(LoginAction::Requested);
        let this = self.clone();
        self.store.session.caller.spawn(async move {
            match staff::change_password(&this.store.session.caller, &change).await {
                Ok(()) => {
                    this.initial_password.take();
                    this.store.dispatch(Action::PasswordChanged);
                }
                Err(failure) => this.on_login_failure(failure),
            }
        });
    }

    pub(super) fn log_out(self: &Rc<Self>, everywhere: bool) {
        let this = self.clone();
        self.store.session.caller.spawn(async move {
            match staff::log_out(&this.store.session.caller, everywhere).await {
                Ok(()) => this.store.dispatch(Action::LoggedOut),
                Err(failure) => {
                    let no_response = LoginAction::Failed(LoginFailure::NoResponse);
                    this.on_failure(failure, Action::Login(no_response));
                }
            }
        });
    }

    fn on_login_failure(&self, failure: Failure) {
        self.login(match failure {
            Failure::Refused(problem) => {
                // A wrong password is forgotten, so that the form asks for it.
                if problem.refusal == Refusal::Till(TillRefusal::StaffLoginInvalid) {
                    self.initial_password.take();
                }
                LoginAction::Refused(problem.refusal)
            }
            Failure::Later(_) | Failure::Unknown => LoginAction::Failed(LoginFailure::NoResponse),
        });
    }

    fn login(&self, action: LoginAction) {
        self.store.dispatch(Action::Login(action));
    }
}
