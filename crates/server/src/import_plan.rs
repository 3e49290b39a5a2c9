//! The plan of an import: what it changes, row by row. It is computed from the file's rows and the stored ones alone. A
//! dry run shows it, and the import carries the same plan out.

use std::collections::{HashMap, HashSet};

/// The fate of stored rows that the file does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Missing {
    /// They stay as they are.
    #[default]
    Stay,
    /// They end. The file is the whole truth for all its tables.
    End,
}

impl Missing {
    /// Returns `End` if that was asked for.
    #[must_use]
    pub fn ending(asked_for: bool) -> Self {
        if asked_for { Self::End } else { Self::Stay }
    }
}

/// A row of a file in the form in which it is stored.
pub trait Row: PartialEq {
    /// Returns the name that its table has once.
    fn name(&self) -> String;

    /// Checks whether it has ended already.
    fn has_ended(&self) -> bool;
}

/// The plan of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TablePlan<R> {
    pub new: Vec<R>,
    pub changed: Vec<R>,
    pub unchanged: Vec<R>,
    /// Stored rows that the file does not have and that have not ended.
    pub missing: Vec<R>,
}

impl<R: Row> TablePlan<R> {
    /// Compares the rows of a file with all stored ones. The stored rows of wrong lines count as nothing, because nobody
    /// knows what the lines should say.
    #[must_use]
    pub fn of(file: Vec<R>, wrong: &HashSet<String>, stored: Vec<R>) -> Self {
        let mut stored: HashMap<String, (usize, R)> = stored
            .into_iter()
            .enumerate()
            .map(|(position, row)| (row.name(), (position, row)))
            .collect();
        let mut plan = Self {
            new: Vec::new(),
            changed: Vec::new(),
            unchanged: Vec::new(),
            missing: Vec::new(),
        };
        for row in file {
            match stored.remove(&row.name()) {
                None => plan.new.push(row),
                Some((_, before)) if before == row => plan.unchanged.push(row),
                Some(_) => plan.changed.push(row),
            }
        }
        let is_missing =
            |(name, (_, row)): &(String, (usize, R))| !wrong.contains(name) && !row.has_ended();
        let mut missing: Vec<_> =
            stored.into_iter().filter(is_missing).map(|(_, row)| row).collect();
        missing.sort_by_key(|(position, _)| *position);
        plan.missing = missing.into_iter().map(|(_, row)| row).collect();
        plan
    }

    /// Returns the rows to write: new and changed ones.
    pub fn to_write(&self) -> impl Iterator<Item = &R> {
        self.new.iter().chain(&self.changed)
    }

    /// Returns the rows to end.
    #[must_use]
    pub fn ending(&self, missing: Missing) -> &[R] {
        match missing {
            Missing::Stay => &[],
            Missing::End => &self.missing,
        }
    }

    /// Returns the plan in names, with a sentence for each wrong row of the table.
    #[must_use]
    pub fn report(&self, table: &'static str, wrong: Vec<String>) -> TableReport {
        let names = |rows: &[R]| rows.iter().map(Row::name).collect();
        TableReport {
            table,
            new: names(&self.new),
            changed: names(&self.changed),
            unchanged: self.unchanged.len(),
            missing: names(&self.missing),
            wrong,
        }
    }
}

/// The plan of a table in names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableReport {
    /// The table's name.
    pub table: &'static str,
    pub new: Vec<String>,
    pub changed: Vec<String>,
    pub unchanged: usize,
    pub missing: Vec<String>,
    /// A sentence for each wrong row.
    pub wrong: Vec<String>,
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use proptest::prelude::*;

    use super::{Missing, Row, TablePlan};

    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Thing {
        name: u8,
        content: u8,
        ended: bool,
    }

    impl Row for Thing {
        fn name(&self) -> String {
            self.name.to_string()
        }

        fn has_ended(&self) -> bool {
            self.ended
        }
    }

    /// Returns things with a name each, in any order.
    fn things() -> impl Strategy<Value = Vec<Thing>> {
        let thing = (0..12_u8, 0..3_u8, any::<bool>());
        prop::collection::vec(thing, 0..12).prop_map(|things| {
            let once: HashMap<u8, (u8, bool)> =
                things.into_iter().map(|(name, content, ended)| (name, (content, ended))).collect();
            let thing = |(name, (content, ended))| Thing { name, content, ended };
            once.into_iter().map(thing).collect()
        })
    }

    /// Returns what is stored after a plan was carried out.
    fn carry_out(plan: &TablePlan<Thing>, stored: &[Thing], missing: Missing) -> Vec<Thing> {
        let mut after: HashMap<u8, Thing> =
            stored.iter().map(|thing| (thing.name, thing.clone())).collect();
        after.extend(plan.to_write().map(|thing| (thing.name, thing.clone())));
        let ended = plan.ending(missing).iter().map(|thing| Thing { ended: true, ..thing.clone() });
        after.extend(ended.map(|thing| (thing.name, thing)));
        after.into_values().collect()
    }

    proptest! {
        #[test]
        fn a_plan_that_was_carried_out_leaves_nothing_to_do(
            file in things(), stored in things(), end in any::<bool>(),
        ) {
            let missing = Missing::ending(end);
            let plan = TablePlan::of(file.clone(), &HashSet::new(), stored.clone());
            let rows = plan.new.len() + plan.changed.len() + plan.unchanged.len();
            prop_assert_eq!(rows, file.len());
            let after = carry_out(&plan, &stored, missing);
            let again = TablePlan::of(file.clone(), &HashSet::new(), after.clone());
            prop_assert_eq!(again.to_write().count(), 0);
            prop_assert_eq!(again.unchanged.len(), file.len());
            prop_assert_eq!(again.missing.len(), if end { 0 } else { plan.missing.len() });
            for thing in &stored {
                let now = after.iter().find(|now| now.name == thing.name).expect("it is there");
                let in_file = file.iter().find(|row| row.name == thing.name);
                let expected = match in_file {
                    Some(row) => row.clone(),
                    None => Thing { ended: thing.ended || end, ..thing.clone() },
                };
                prop_assert_eq!(now, &expected);
            }
        }
    }

    #[test]
    fn the_stored_row_of_a_wrong_line_is_not_missing() {
        let thing = |name| Thing { name, content: 0, ended: false };
        let wrong = HashSet::from(["2".to_owned()]);
        let plan = TablePlan::of(vec![thing(1)], &wrong, vec![thing(2), thing(3)]);
        assert_eq!(plan.missing, [thing(3)]);
        assert_eq!((plan.new, plan.changed.len(), plan.unchanged.len()), (vec![thing(1)], 0, 0));
    }
}
