//! The day's list, undoing a redemption, and the store's offline settings.

use std::rc::Rc;

use mall_contract::{OfflineSettings, amount, typed};

use super::{Action, LedgerAction, TillController, value};
use crate::api::client::Failure;
use crate::api::till::{self, Unresolved};
use crate::host::caller::Caller;
use crate::host::document;
use crate::pages::till::state::SettingsError;
use crate::pages::till::state::ledger::UndoStep;

/// The length of a reason to undo, in characters.
const REASON_CHARS: std::ops::RangeInclusive<usize> = 1..=200;

/// The number of coupons a till may redeem offline.
const OFFLINE_COUNT: std::ops::RangeInclusive<u32> = 1..=1000;

impl TillController {
    /// Undoes the chosen redemption. Without a reason, the typed one is sent.
    pub(super) fn undo(self: &Rc<Self>, reason: Option<&'static str>) {
        let Some(undo) = self.store.state().ledger.undo.clone() else { return };
        if matches!(undo.step, UndoStep::Requested | UndoStep::Unknown) {
            return;
        }
        let reason = reason.map_or_else(|| value(&self.refs.reason), str::to_owned);
        let reason = reason.trim().to_owned();
        if !REASON_CHARS.contains(&reason.chars().count()) {
            return self.undo_step(UndoStep::ReasonMissing);
        }
        self.undo_step(UndoStep::Requested);
        let this = self.clone();
        self.store.session.caller.spawn(async move {
            let on_unknown = |_| this.undo_step(UndoStep::Unknown);
            let caller = &this.store.session.caller;
            match till::undo(caller, &undo.id, &reason, on_unknown).await {
                Ok(redemption) => {
                    this.store.dispatch(Action::Undone(redemption.into()));
                    this.load_day();
                }
                Err(Unresolved::Refused(refusal)) => this.undo_step(UndoStep::Refused(refusal)),
                Err(Unresolved::SessionEnded) => this.store.dispatch(Action::SessionEnded),
                Err(Unresolved::RedeemedOffline) => {}
            }
        });
    }

    fn undo_step(&self, step: UndoStep) {
        self.ledger(LedgerAction::UndoStepped(step));
    }

    /// Loads the day on the screen.
    pub(super) fn load_day(self: &Rc<Self>) {
        self.load_day_at(self.store.state().ledger.days_back);
    }

    pub(super) fn load_day_at(self: &Rc<Self>, days_back: i64) {
        let state = self.store.state();
        if state.active_staff().is_none() {
            return;
        }
        let mut ledger = state.ledger.clone();
        ledger.days_back = days_back;
        let date = ledger.date(state.now);
        self.load(Some(LedgerAction::NoResponse), async move |caller| {
            let day = till::day(&caller, &date, 0).await?;
            Ok(Action::Ledger(LedgerAction::DayLoaded(day)))
        });
        self.load(None, async |caller| {
            let found = till::conflicts(&caller).await?;
            Ok(Action::Ledger(LedgerAction::ConflictsLoaded(found.conflicts)))
        });
    }

    pub(super) fn load_more(self: &Rc<Self>) {
        let Some(day) = self.store.state().ledger.day.clone() else { return };
        self.load(Some(LedgerAction::NoResponse), async move |caller| {
            let more = till::day(&caller, &day.day, day.redemptions.len()).await?;
            Ok(Action::Ledger(LedgerAction::MoreLoaded(more)))
        });
    }

    pub(super) fn load_settings(self: &Rc<Self>) {
        if self.store.state().may_change_settings() {
            self.load(None, async |caller| {
                Ok(Action::SettingsLoaded(till::settings(&caller).await?))
            });
        }
    }

    /// Reads from the server. A response that comes after the shift has ended is dropped: it would show the next person
    /// another one's list, or end the new session because the old one has ended.
    fn load(
        self: &Rc<Self>,
        no_response: Option<LedgerAction>,
        read: impl AsyncFnOnce(Caller) -> Result<Action, Failure> + 'static,
    ) {
        let (this, shift) = (self.clone(), self.shift.get());
        self.store.session.caller.spawn(async move {
            let response = read(this.store.session.caller.clone()).await;
            if this.shift.get() != shift {
                return;
            }
            match (response, no_response) {
                (Ok(action), _) => this.store.dispatch(action),
                (Err(failure), Some(action)) => this.on_failure(failure, Action::Ledger(action)),
                (Err(_), None) => {}
            }
        });
    }

    pub(super) fn save_settings(self: &Rc<Self>) {
        let refs = &self.refs.settings;
        let settings = OfflineSettings {
            on: refs.enabled.get().is_some_and(|checkbox| document::is_checked(&checkbox.into())),
            most_value: amount::parse(&value(&refs.max_value)).unwrap_or_default(),
            most_count: typed::normalize(&value(&refs.max_count)).parse().unwrap_or(0),
        };
        if settings.most_value.0 < 1 || !OFFLINE_COUNT.contains(&settings.most_count) {
            return self.store.dispatch(Action::SettingsSaved(Err(SettingsError::Invalid)));
        }
        let this = self.clone();
        self.store.session.caller.spawn(async move {
            match till::change_settings(&this.store.session.caller, &settings).await {
                Ok(()) => {
                    this.store.dispatch(Action::SettingsSaved(Ok(settings)));
                    this.renew_grant();
                }
                Err(failure) => {
                    let no_response = Action::SettingsSaved(Err(SettingsError::NoResponse));
                    this.on_failure(failure, no_response);
                }
            }
        });
    }
}
