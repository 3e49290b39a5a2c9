//! The plan of a file's import of placements.

use std::collections::{HashMap, HashSet};

use mall_contract::{
    CallerRefusal, LineRefused, PlacementId, PlacementImportNames, PlacementImportResult,
    PlacementNotice, PlacementState, Refusal,
};

use super::check::{References, check};
use super::file::Line;
use crate::import_plan::{Missing, Row, TablePlan};

/// The most refused lines that an answer lists.
const MAX_REFUSED_LINES: usize = 100;

/// The most placements of each kind that an answer names.
const MAX_NAMES: usize = 20;

impl Row for PlacementNotice {
    fn name(&self) -> String {
        self.id.to_string()
    }

    fn has_ended(&self) -> bool {
        self.state == PlacementState::Ended
    }
}

/// The changes that a file of placements makes, and its lines that are wrong.
#[derive(Debug, PartialEq, Eq)]
pub struct Plan {
    pub table: TablePlan<PlacementNotice>,
    pub wrong: Vec<LineRefused>,
}

impl Plan {
    /// Computes the plan of a file beside the placements that are stored.
    pub(super) fn of(
        lines: Vec<Line>,
        references: &References,
        stored: Vec<PlacementNotice>,
    ) -> Self {
        let before: HashMap<&PlacementId, &PlacementNotice> =
            stored.iter().map(|placement| (&placement.id, placement)).collect();
        let (mut notices, mut wrong, mut names) = (Vec::new(), Vec::new(), HashSet::new());
        let mut seen = HashSet::new();
        for Line { number: line, id, notice } in lines {
            // Either of two lines with one id could be meant.
            let twice = id.as_ref().is_some_and(|id| !seen.insert(id.clone()));
            let known = id.as_ref().and_then(|id| before.get(id).copied());
            let checked = match notice.and_then(|notice| check(notice, references, known)) {
                Ok(_) if twice => Err(Refusal::Malformed { field: "id".into() }),
                checked => checked,
            };
            match checked {
                Ok(notice) => notices.push(notice),
                Err(refusal) => {
                    wrong.push(LineRefused { line, refusal });
                    names.extend(id.map(String::from));
                }
            }
        }
        notices.retain(|notice| !names.contains(notice.id.as_str()));
        Self { table: TablePlan::of(notices, &names, stored), wrong }
    }

    /// Refuses a file with wrong lines.
    ///
    /// # Errors
    /// `lines_refused` with the first wrong lines.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.wrong.is_empty() {
            return Ok(());
        }
        let lines = self.wrong.iter().take(MAX_REFUSED_LINES).cloned().collect();
        let count = number(self.wrong.len());
        Err(Refusal::Caller(CallerRefusal::LinesRefused { count, lines }))
    }

    /// Returns the placements to write: new and changed ones, then those that end.
    pub(super) fn to_write(&self, missing: Missing) -> Vec<PlacementNotice> {
        let end = |placement: &PlacementNotice| PlacementNotice {
            state: PlacementState::Ended,
            ..placement.clone()
        };
        let ending = self.table.ending(missing).iter().map(end);
        self.table.to_write().cloned().chain(ending).collect()
    }

    /// Returns the plan as the interface answers it.
    #[must_use]
    pub fn result(&self, missing: Missing) -> PlacementImportResult {
        let TablePlan { new, changed, unchanged, missing: rows } = &self.table;
        let names = |rows: &[PlacementNotice]| -> Vec<PlacementId> {
            rows.iter().take(MAX_NAMES).map(|placement| placement.id.clone()).collect()
        };
        let (ended, missing) = match missing {
            Missing::End => (rows.as_slice(), &[][..]),
            Missing::Stay => (&[][..], rows.as_slice()),
        };
        PlacementImportResult {
            created: number(new.len()),
            changed: number(changed.len()),
            unchanged: number(unchanged.len()),
            ended: number(ended.len()),
            missing: number(missing.len()),
            first: PlacementImportNames {
                created: names(new),
                changed: names(changed),
                ended: names(ended),
                missing: names(missing),
            },
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
