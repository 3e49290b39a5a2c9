//! The day's list, and giving back what was taken.

use mall_contract::{Moment, OfflineConflict, Refusal, TillDay, TillRedemption};

const DAY: i64 = 86_400_000;

/// Giving back.
#[derive(Clone, Debug, PartialEq)]
pub struct Undo {
    /// Which redemption.
    pub id: String,
    /// How far it is.
    pub step: UndoStep,
}

/// How far giving back is.
#[derive(Clone, Debug, PartialEq)]
pub enum UndoStep {
    /// A reason is chosen.
    Choosing,
    /// The reason that was written is none.
    NoReason,
    /// The server is asked.
    Asking,
    /// It did not answer yet, and is asked again.
    Unknown,
    /// It refused.
    Refused(Refusal),
}

/// The day's list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// How many days before today.
    pub back: i64,
    /// What was taken, as the server said last; nothing while it was not asked.
    pub day: Option<TillDay>,
    /// Whether it did not answer.
    pub failed: bool,
    /// What was taken offline and should not have been.
    pub conflicts: Vec<OfflineConflict>,
    /// What is given back.
    pub undo: Option<Undo>,
}

/// Something that happens to the list.
#[derive(Clone, Debug, PartialEq)]
pub enum LedgerAction {
    /// Another day is looked at, so many before today.
    Day(i64),
    /// The server told a day.
    Told(TillDay),
    /// More of the day that is shown.
    More(TillDay),
    /// The server did not answer.
    NoAnswer,
    /// What is to be settled.
    Conflicts(Vec<OfflineConflict>),
    /// Somebody wants to give back.
    Undo(String),
    /// Somebody thinks better of it.
    Keep,
    /// Giving back goes on.
    UndoStep(UndoStep),
    /// It is given back.
    Undone(Box<TillRedemption>),
}

impl Ledger {
    /// Goes on.
    pub fn reduce(&mut self, action: LedgerAction, now: Moment) {
        use LedgerAction as A;
        match action {
            A::Day(back) => (self.back, self.day, self.failed) = (back.max(0), None, false),
            A::Told(day) if day.day == self.date(now) => {
                (self.day, self.failed) = (Some(day), false);
            }
            A::More(more) => {
                if let Some(day) = self.day.as_mut().filter(|day| day.day == more.day) {
                    let known = |taken: &TillRedemption| {
                        day.redemptions.iter().any(|one| one.id == taken.id)
                    };
                    let new: Vec<_> =
                        more.redemptions.into_iter().filter(|taken| !known(taken)).collect();
                    day.redemptions.extend(new);
                    day.totals = more.totals;
                }
            }
            // Another day was chosen meanwhile.
            A::Told(_) => {}
            A::NoAnswer => self.failed = true,
            A::Conflicts(conflicts) => self.conflicts = conflicts,
            A::Undo(id) => self.undo = Some(Undo { id, step: UndoStep::Choosing }),
            A::Keep => self.undo = None,
            A::UndoStep(step) => {
                if let Some(undo) = &mut self.undo {
                    undo.step = step;
                }
            }
            A::Undone(taken) => {
                self.undo = None;
                let listed = self.day.iter_mut().flat_map(|day| &mut day.redemptions);
                for one in listed.filter(|one| one.id == taken.id) {
                    one.clone_from(&taken);
                }
            }
        }
    }

    /// The day that is looked at, `2026-11-23`.
    #[must_use]
    pub fn date(&self, now: Moment) -> String {
        let text = String::from(now + -self.back * DAY);
        text.split('T').next().unwrap_or_default().to_owned()
    }

    /// How far giving back one redemption is.
    #[must_use]
    pub fn undo_of(&self, id: &str) -> Option<&UndoStep> {
        self.undo.as_ref().filter(|undo| undo.id == id).map(|undo| &undo.step)
    }

    /// How many of the day are not listed.
    #[must_use]
    pub fn unlisted(&self) -> usize {
        self.day.as_ref().map_or(0, |day| {
            let all = day.totals.redeemed + day.totals.undone;
            (all as usize).saturating_sub(day.redemptions.len())
        })
    }
}

/// Whether the one who looks may give a coupon back now.
#[must_use]
pub fn may_undo(taken: &TillRedemption, now: Moment) -> bool {
    taken.undone.is_none() && now < taken.undo_until
}
