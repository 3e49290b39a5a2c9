//! The state of the day's list, and of undoing a redemption.

use mall_contract::{Fen, Moment, OfflineConflict, Refusal, TillDay, TillRedemption};

const DAY_MS: i64 = 86_400_000;

/// An undo in progress.
#[derive(Clone, Debug, PartialEq)]
pub struct Undo {
    /// The redemption.
    pub id: String,
    pub step: UndoStep,
}

/// The step of an undo.
#[derive(Clone, Debug, PartialEq)]
pub enum UndoStep {
    ChoosingReason,
    ReasonMissing,
    Requested,
    /// The server has not responded. The request is repeated.
    Unknown,
    Refused(Refusal),
}

/// The state of the day's list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// The number of days before today.
    pub days_back: i64,
    /// The day as the server sent it last; none before its first response.
    pub day: Option<TillDay>,
    pub load_failed: bool,
    /// Offline redemptions that should not have been made.
    pub conflicts: Vec<OfflineConflict>,
    pub undo: Option<Undo>,
}

/// Something that happened to the list.
#[derive(Clone, Debug, PartialEq)]
pub enum LedgerAction {
    /// Staff chose another day, by the number of days before today.
    DayChosen(i64),
    DayLoaded(TillDay),
    /// More of the day on the screen was loaded.
    MoreLoaded(TillDay),
    NoResponse,
    ConflictsLoaded(Vec<OfflineConflict>),
    /// Staff chose a redemption to undo.
    UndoStarted(String),
    UndoCancelled,
    UndoStepped(UndoStep),
    Undone(Box<TillRedemption>),
}

impl Ledger {
    /// Applies an action.
    pub fn reduce(&mut self, action: LedgerAction, now: Moment) {
        use LedgerAction as A;
        match action {
            A::DayChosen(days_back) => {
                (self.days_back, self.day, self.load_failed) = (days_back.max(0), None, false);
            }
            A::DayLoaded(day) if day.day == self.date(now) => {
                (self.day, self.load_failed) = (Some(day), false);
            }
            A::MoreLoaded(more) => {
                if let Some(day) = self.day.as_mut().filter(|day| day.day == more.day) {
                    let is_listed = |redemption: &TillRedemption| {
                        day.redemptions.iter().any(|listed| listed.id == redemption.id)
                    };
                    let new: Vec<_> =
                        more.redemptions.into_iter().filter(|more| !is_listed(more)).collect();
                    day.redemptions.extend(new);
                    day.totals = more.totals;
                }
            }
            // Staff chose another day in between.
            A::DayLoaded(_) => {}
            A::NoResponse => self.load_failed = true,
            A::ConflictsLoaded(conflicts) => self.conflicts = conflicts,
            A::UndoStarted(id) => {
                self.undo = Some(Undo { id, step: UndoStep::ChoosingReason });
            }
            A::UndoCancelled => self.undo = None,
            A::UndoStepped(step) => {
                if let Some(undo) = &mut self.undo {
                    undo.step = step;
                }
            }
            A::Undone(redemption) => {
                self.undo = None;
                let listed = self.day.iter_mut().flat_map(|day| &mut day.redemptions);
                for one in listed.filter(|one| one.id == redemption.id) {
                    one.clone_from(&redemption);
                }
            }
        }
    }

    /// Returns the date on the screen, such as `2026-11-23`.
    #[must_use]
    pub fn date(&self, now: Moment) -> String {
        let text = String::from(now + -self.days_back * DAY_MS);
        text.split('T').next().unwrap_or_default().to_owned()
    }

    /// Returns the step of undoing a redemption; none if it is not being undone.
    #[must_use]
    pub fn undo_step(&self, id: &str) -> Option<&UndoStep> {
        self.undo.as_ref().filter(|undo| undo.id == id).map(|undo| &undo.step)
    }

    /// Returns the amounts of the day's orders.
    pub fn amounts(&self) -> impl Iterator<Item = Fen> {
        let listed = self.day.iter().flat_map(|day| &day.redemptions);
        listed.filter(|one| one.undone.is_none()).map(|one| one.amount)
    }

    /// Returns how many redemptions of the day are not loaded.
    #[must_use]
    pub fn unloaded_count(&self) -> usize {
        self.day.as_ref().map_or(0, |day| {
            let all = day.totals.redeemed + day.totals.undone;
            (all as usize).saturating_sub(day.redemptions.len())
        })
    }
}

/// Checks whether a redemption may be undone now.
#[must_use]
pub fn may_undo(redemption: &TillRedemption, now: Moment) -> bool {
    redemption.undone.is_none() && now < redemption.undo_until
}
