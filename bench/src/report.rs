//! The result of a bench: tables for people, JSON for machines, and each goal beside its figure.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs};

use serde::Serialize;

/// The result of one bench.
#[derive(Serialize)]
pub struct Report {
    /// The bench.
    pub bench: &'static str,
    /// The time of its end, in seconds since 1970-01-01T00:00:00Z.
    pub ended: u64,
    /// The conditions of the measurement.
    pub conditions: String,
    /// The figures.
    pub tables: Vec<Table>,
    /// The goals, with the figures.
    pub goals: Vec<Goal>,
}

/// Figures of several contenders.
#[derive(Serialize)]
pub struct Table {
    pub title: String,
    /// The columns.
    pub columns: Vec<(&'static str, usize)>,
    /// The figures of each contender. They are medians unless the column's name says otherwise.
    pub rows: Vec<Row>,
}

/// One contender's figures.
#[derive(Serialize)]
pub struct Row {
    /// The contender.
    pub name: String,
    /// The figure for each column, when there is one.
    pub figures: Vec<Option<f64>>,
    /// The samples whose median each figure is. Other figures have none.
    pub samples: Vec<Vec<f64>>,
}

/// A goal, with the figure that it is compared with.
#[derive(Serialize)]
pub struct Goal {
    /// The goal in words.
    pub goal: String,
    /// The measured figure.
    pub measured: f64,
    /// The bound of the figure.
    pub bound: Bound,
}

/// A bound of a figure.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// The figure must not exceed this.
    AtMost(f64),
    /// The figure must reach this.
    AtLeast(f64),
}

impl Goal {
    /// Returns a goal that a figure must not exceed.
    pub fn at_most(goal: impl Into<String>, bound: f64, measured: f64) -> Self {
        Self { goal: goal.into(), measured, bound: Bound::AtMost(bound) }
    }

    /// Returns a goal that a figure must reach.
    pub fn at_least(goal: impl Into<String>, bound: f64, measured: f64) -> Self {
        Self { goal: goal.into(), measured, bound: Bound::AtLeast(bound) }
    }

    /// Checks whether the goal is met. A missing figure, which is NaN, meets no goal.
    pub fn is_met(&self) -> bool {
        match self.bound {
            Bound::AtMost(bound) => self.measured <= bound,
            Bound::AtLeast(bound) => self.measured >= bound,
        }
    }
}

impl Row {
    /// Returns a row of the samples' medians.
    pub fn from_samples(name: impl Into<String>, samples: Vec<Vec<f64>>) -> Self {
        let figures = samples.iter().map(|samples| quantile(samples, 0.5)).collect();
        Self { name: name.into(), figures, samples }
    }
}

impl Table {
    /// Returns a figure by the names of its row and column.
    ///
    /// # Panics
    /// When there is no such row or column. Both names are constants of this program.
    pub fn figure(&self, row: &str, column: &str) -> f64 {
        let column = self.columns.iter().position(|(name, _)| *name == column);
        let row = self.rows.iter().find(|other| other.name == row);
        let figure = row.expect("a row")[column.expect("a column")];
        figure.unwrap_or(f64::NAN)
    }
}

impl std::ops::Index<usize> for Row {
    type Output = Option<f64>;

    fn index(&self, column: usize) -> &Option<f64> {
        &self.figures[column]
    }
}

/// Returns the value below which a share of the samples lies: 0.5 for the median. There is none without samples.
pub fn quantile(samples: &[f64], share: f64) -> Option<f64> {
    let mut sorted: Vec<f64> =
        samples.iter().copied().filter(|sample| sample.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    let place = last as f64 * share;
    let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    Some(low + (high - low) * place.fract())
}

impl Report {
    /// Returns a report that ends now.
    pub fn new(bench: &'static str, conditions: String, tables: Vec<Table>) -> Self {
        let ended = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Self { bench, ended, conditions, tables, goals: Vec::new() }
    }

    /// Prints the tables and writes the JSON, `target/bench/NAME.json`.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn publish(&self) -> std::io::Result<()> {
        println!("\n{}", self.text());
        let folder = env::var_os("MALL_BENCH_RESULTS").map_or("target/bench".into(), PathBuf::from);
        fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{}.json", self.bench));
        fs::write(&file, serde_json::to_vec_pretty(self)?)?;
        println!("written to {}", file.display());
        Ok(())
    }

    /// Returns the tables and goals as Markdown.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.conditions);
        for Table { title, columns, rows } in &self.tables {
            let names: Vec<_> = columns.iter().map(|(name, _)| *name).collect();
            let _ = writeln!(text, "\n| {title} | {} |", names.join(" | "));
            let _ = writeln!(text, "|---|{}", "--:|".repeat(columns.len()));
            for Row { name, figures, .. } in rows {
                let figures = figures.iter().zip(columns).map(|(figure, (_, decimals))| {
                    figure.map_or("–".to_owned(), |figure| format!("{figure:.decimals$}"))
                });
                let _ = writeln!(text, "| {name} | {} |", figures.collect::<Vec<_>>().join(" | "));
            }
        }
        if !self.goals.is_empty() {
            text += "\n| goal | wanted | measured | |\n|---|--:|--:|---|\n";
        }
        for goal in &self.goals {
            let bound = match goal.bound {
                Bound::AtMost(bound) => format!("≤ {bound}"),
                Bound::AtLeast(bound) => format!("≥ {bound}"),
            };
            let met = if goal.is_met() { "met" } else { "**not met**" };
            let _ = writeln!(text, "| {} | {bound} | {:.2} | {met} |", goal.goal, goal.measured);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{Goal, Report, Row, Table, quantile};

    #[test]
    fn quantiles_lie_between_the_samples() {
        assert_eq!(quantile(&[3.0, 1.0, 2.0], 0.5), Some(2.0));
        assert_eq!(quantile(&[1.0, 2.0], 0.5), Some(1.5));
        assert_eq!(quantile(&[1.0, f64::NAN], 0.99), Some(1.0));
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn a_goal_without_a_figure_is_not_met() {
        assert!(!Goal::at_most("", 1.0, f64::NAN).is_met());
        assert!(!Goal::at_least("", 1.0, f64::NAN).is_met());
        assert!(Goal::at_least("", 0.5, 0.5).is_met() && !Goal::at_most("", 0.5, 0.51).is_met());
    }

    #[test]
    fn the_table_says_which_goals_are_met() {
        let rows = vec![Row::from_samples("ours", vec![vec![1.25, 3.0, 2.0], vec![]])];
        let columns = vec![("time, ms", 1), ("other", 0)];
        let table = Table { title: "t".into(), columns, rows };
        assert_eq!(table.figure("ours", "time, ms"), 2.0);
        let mut report = Report::new("b", "quiet".into(), vec![table]);
        report.goals.push(Goal::at_most("fast", 1.5, 2.0));
        let text = report.text();
        assert!(text.contains("| ours | 2.0 | – |"), "{text}");
        assert!(text.contains("| fast | ≤ 1.5 | 2.00 | **not met** |"), "{text}");
    }
}
