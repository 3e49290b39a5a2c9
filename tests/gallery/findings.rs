//! What was found in all scenes, told once for each cause.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

/// Something that is not right in a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Finding {
    /// The rule it breaks.
    pub rule: String,
    /// The element.
    pub element: String,
    /// What is wrong, a sentence.
    pub sentence: String,
}

/// How many places of one finding are named.
const NAMED: usize = 8;

/// Findings, and in which scenes and looks each was found.
#[derive(Default)]
pub struct Findings(BTreeMap<Finding, Vec<String>>);

impl Findings {
    /// Notes what was found in one place.
    pub fn add(&mut self, place: &str, found: Vec<Finding>) {
        for finding in found {
            let places = self.0.entry(finding).or_default();
            if places.last().is_none_or(|last| last != place) {
                places.push(place.to_owned());
            }
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (Finding { rule, element, sentence }, places) in &self.0 {
            let named: Vec<&str> = places.iter().take(NAMED).map(String::as_str).collect();
            let more = match places.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            writeln!(f, "{rule}: {element}\n    {sentence}\n    in {}{more}", named.join(", "))?;
        }
        Ok(())
    }
}
