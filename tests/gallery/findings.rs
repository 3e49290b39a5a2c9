//! The findings in all scenes, once for each cause.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

/// An error in a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Finding {
    /// The broken rule.
    pub rule: String,
    /// The element.
    pub element: String,
    /// The error in a sentence.
    pub sentence: String,
}

/// The number of places that are named for one finding.
const MAX_EXAMPLES: usize = 8;

/// Findings with the scenes and looks of each.
#[derive(Default)]
pub struct Findings(BTreeMap<Finding, Vec<String>>);

impl Findings {
    /// Adds the findings of one place.
    pub fn add(&mut self, place: &str, found: Vec<Finding>) {
        for finding in found {
            let places = self.0.entry(finding).or_default();
            if places.last().is_none_or(|last| last != place) {
                places.push(place.to_owned());
            }
        }
    }

    /// Checks whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (Finding { rule, element, sentence }, places) in &self.0 {
            let named: Vec<&str> = places.iter().take(MAX_EXAMPLES).map(String::as_str).collect();
            let more = match places.len().saturating_sub(MAX_EXAMPLES) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            writeln!(f, "{rule}: {element}\n    {sentence}\n    in {}{more}", named.join(", "))?;
        }
        Ok(())
    }
}
