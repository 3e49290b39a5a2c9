//! The result of each journey in each browser, read from the tests' output.

use std::collections::{BTreeMap, BTreeSet};

/// The result of a journey.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    /// Failed, with its output up to the stack trace.
    Failed(Vec<String>),
    /// It needs something that this browser lacks, which is named.
    NotHere(String),
}

/// One browser's journeys.
#[derive(Debug)]
pub struct Column {
    name: String,
    journeys: BTreeMap<String, Outcome>,
}

impl Column {
    /// Checks whether no journey has run.
    pub fn is_empty(&self) -> bool {
        self.journeys.is_empty()
    }

    /// Returns the number of failures.
    pub fn failures(&self) -> usize {
        self.journeys.values().filter(|outcome| matches!(outcome, Outcome::Failed(_))).count()
    }

    /// Returns the output of those that failed.
    pub fn complaints(&self) -> impl Iterator<Item = String> {
        self.journeys.iter().filter_map(|(test, outcome)| match outcome {
            Outcome::Failed(output) => {
                Some(format!("{test} in {}:\n{}\n", self.name, output.join("\n")))
            }
            _ => None,
        })
    }
}

/// The beginnings of lines that follow a journey's own output.
const STACK: [&str; 3] = ["stack backtrace:", "note: ", "failures:"];

/// Reads the output of the tests in one browser.
pub fn read(name: &str, output: &[String]) -> Column {
    let mut journeys = BTreeMap::new();
    let mut current_test = None;
    for line in output {
        if let Some((test, outcome)) =
            line.strip_prefix("test ").and_then(|line| line.split_once(" ... "))
        {
            let outcome =
                if outcome == "ok" { Outcome::Passed } else { Outcome::Failed(Vec::new()) };
            journeys.insert(short(test), outcome);
        } else if let Some(of) = line.strip_prefix("---- ") {
            current_test = of.strip_suffix(" stdout ----").map(short);
        } else if STACK.iter().any(|stack| line.starts_with(stack)) {
            current_test = None;
        } else if let (Some(reason), Some(test)) = (line.strip_prefix("not here: "), &current_test)
        {
            journeys.insert(test.clone(), Outcome::NotHere(reason.to_owned()));
        } else if let Some(Outcome::Failed(output)) =
            current_test.as_ref().and_then(|test| journeys.get_mut(test))
            && !line.is_empty()
        {
            output.push(line.clone());
        }
    }
    Column { name: name.to_owned(), journeys }
}

fn short(test: &str) -> String {
    test.trim_start_matches("journeys::").to_owned()
}

/// Returns the table: a line for each journey, a column for each browser, and below it what browsers lack.
pub fn table(columns: &[Column]) -> String {
    let tests: BTreeSet<_> = columns.iter().flat_map(|column| column.journeys.keys()).collect();
    let mut reasons = Vec::new();
    let mut lines = vec![row("journey", columns.iter().map(|column| column.name.clone()))];
    lines.push(row("---", columns.iter().map(|_| "---".to_owned())));
    for test in tests {
        let cells = columns.iter().map(|column| match column.journeys.get(test) {
            None => String::new(),
            Some(Outcome::Passed) => "passed".to_owned(),
            Some(Outcome::Failed(_)) => "FAILED".to_owned(),
            Some(Outcome::NotHere(reason)) => {
                format!("not here ({})", number(&mut reasons, reason))
            }
        });
        lines.push(row(test, cells));
    }
    let notes = reasons.iter().enumerate().map(|(at, reason)| format!("({}) {reason}", at + 1));
    lines.extend(notes);
    lines.join("\n")
}

/// Returns the number of a reason; a new one is added.
fn number(reasons: &mut Vec<String>, reason: &str) -> usize {
    let position = reasons.iter().position(|other| other == reason);
    1 + position.unwrap_or_else(|| {
        reasons.push(reason.to_owned());
        reasons.len() - 1
    })
}

fn row(first: &str, cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<_> = cells.map(|cell| format!(" {cell:<12} |")).collect();
    format!("| {first:<88} |{}", cells.concat())
}

#[cfg(test)]
mod tests {
    use super::{read, table};

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn the_tests_output_becomes_a_table() {
        let one = read(
            "one",
            &lines(
                "running 3 tests\ntest journeys::claim::a ... ok\ntest journeys::twice::b ... FAILED\n\
                 test journeys::twice::c ... ok\n\nsuccesses:\n\n---- journeys::twice::c stdout ----\nnot here: no tabs\n\n\
                 failures:\n\n---- journeys::twice::b stdout ----\nthread panicked at b.rs:1:2:\nnot so: twice\n\
                 stack backtrace:\n   0: rust_begin_unwind\n\nfailures:\n    journeys::twice::b\n",
            ),
        );
        let two = read("two", &lines("test journeys::claim::a ... ok"));
        assert_eq!((one.failures(), two.failures(), one.is_empty()), (1, 0, false));
        assert!(read("three", &lines("error: could not compile")).is_empty());
        let complaints: Vec<_> = one.complaints().collect();
        assert_eq!(complaints, ["twice::b in one:\nthread panicked at b.rs:1:2:\nnot so: twice\n"]);
        let cells =
            |line: &str| line.split('|').map(str::trim).map(str::to_owned).collect::<Vec<_>>();
        let table: Vec<_> = table(&[one, two]).lines().map(cells).collect();
        assert_eq!(table[0], ["", "journey", "one", "two", ""]);
        assert_eq!(table[2], ["", "claim::a", "passed", "passed", ""]);
        assert_eq!(table[3], ["", "twice::b", "FAILED", "", ""]);
        assert_eq!(table[4], ["", "twice::c", "not here (1)", "", ""]);
        assert_eq!(table[5], ["(1) no tabs"]);
    }
}
