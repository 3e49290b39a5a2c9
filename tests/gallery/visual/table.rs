//! The result of the comparison as a table.

use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The result for a scene.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It looks as before.
    Same,
    /// The base does not have it.
    New,
    /// Only the base has it.
    Gone,
    /// It looks different. The value has the looks and the numbers of different pixels.
    Changed(Vec<(String, usize)>),
}

/// A scene and its result.
pub struct Row {
    pub scene: String,
    /// The reason why it is meant to look different, if it is.
    pub reason: Option<String>,
    /// Its result.
    pub verdict: Verdict,
}

impl Row {
    /// Checks whether it looks different without an intended change.
    pub fn is_surprise(&self) -> bool {
        matches!(self.verdict, Verdict::Changed(_)) && self.reason.is_none()
    }
}

/// Writes the table beside the pictures. Returns it without the unchanged scenes.
pub fn write(rows: &[Row], base: &str, folder: &Path) -> String {
    let same = rows.iter().filter(|row| row.verdict == Verdict::Same).count();
    let mut table = format!("{} scenes, {same} as in {}\n", rows.len(), short(base));
    for Row { scene, reason, verdict } in rows {
        let words = match verdict {
            Verdict::Same => continue,
            Verdict::New => "new".to_owned(),
            Verdict::Gone => "gone".to_owned(),
            Verdict::Changed(looks) => {
                let looks = looks.iter().map(|(look, pixels)| format!("{look} {pixels} px"));
                let reason = reason.as_deref().unwrap_or("not intended");
                format!("{} ({reason})", looks.collect::<Vec<_>>().join(", "))
            }
        };
        // Writing to memory does not fail.
        let _ = writeln!(table, "  {scene}: {words}");
    }
    fs::write(folder.join("table.txt"), &table).expect("the table is written");
    table
}

/// Returns the advice for changes that are not intended.
pub fn advice(rows: &[Row], base: &str) -> String {
    let surprises = rows.iter().filter(|row| row.is_surprise());
    let names: Vec<String> = surprises.map(|row| format!("\"{}\"", row.scene)).collect();
    format!(
        "{} scenes look different; the pictures are in target/visual/. If all of it is meant, say why in \
         tests/intended_changes.toml:\n\n[[change]]\nbase = \"{}\"\nreason = \"…\"\nscenes = [{}]\n",
        names.len(),
        short(base),
        names.join(", ")
    )
}

fn short(base: &str) -> &str {
    base.get(..9).unwrap_or(base)
}
