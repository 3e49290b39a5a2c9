//! Intended changes: `tests/intended_changes.toml`.

use serde::Deserialize;

/// The smallest number of characters that name a commit.
const SHORTEST_ID: usize = 7;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    change: Vec<Change>,
}

/// Scenes that are meant to look different from one revision, with the reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    base: String,
    reason: String,
    scenes: Vec<String>,
}

/// The changes intended since a revision.
pub struct Intended {
    current: Vec<Change>,
    old: Vec<Change>,
}

impl Intended {
    /// Reads the file. Changes intended since another revision do not count, because they could hide a change that nobody
    /// intended.
    pub fn read(text: &str, base: &str) -> Result<Self, String> {
        let file: File = basic_toml::from_str(text).map_err(|error| error.to_string())?;
        for Change { base, reason, .. } in &file.change {
            if base.len() < SHORTEST_ID {
                return Err(format!("`{base}` is too short to name a commit"));
            }
            if reason.trim().is_empty() {
                return Err(format!("a change since {base} has no reason"));
            }
        }
        let (current, old) =
            file.change.into_iter().partition(|change| base.starts_with(&change.base));
        Ok(Self { current, old })
    }

    /// Returns the reason why a scene is meant to look different.
    pub fn reason(&self, scene: &str) -> Option<String> {
        let named = |change: &&Change| change.scenes.iter().any(|named| named == scene);
        self.current.iter().find(named).map(|change| change.reason.clone())
    }

    /// Returns a note for each entry that does not count.
    pub fn stale(&self) -> Vec<String> {
        let note = |Change { base, reason, scenes }: &Change| {
            let count = scenes.len();
            format!("not counted: {count} scenes intended to differ from {base} ({reason})")
        };
        self.old.iter().map(note).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Intended;

    const TEXT: &str = r#"
        [[change]]
        base = "abcdef1"
        reason = "the button is rounder"
        scenes = ["claimable", "benefits"]
    "#;

    #[test]
    fn a_change_is_intended_since_its_base_only() {
        let intended = Intended::read(TEXT, "abcdef1234").expect("readable");
        assert_eq!(intended.reason("benefits").as_deref(), Some("the button is rounder"));
        assert_eq!(intended.reason("wallet"), None);
        assert!(intended.stale().is_empty());
        let later = Intended::read(TEXT, "1234567890").expect("readable");
        assert_eq!(later.reason("benefits"), None);
        assert_eq!(later.stale().len(), 1);
    }

    #[test]
    fn an_entry_needs_a_base_and_a_reason() {
        assert!(Intended::read(&TEXT.replace("abcdef1", ""), "abcdef1234").is_err());
        assert!(Intended::read(&TEXT.replace("the button is rounder", " "), "abcdef1234").is_err());
        assert!(Intended::read("", "abcdef1234").expect("readable").reason("wallet").is_none());
    }
}
