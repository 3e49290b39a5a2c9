//! The script that watches a page.

/// Returns the script that watches a page and acts on it: `tap` or `react`.
pub fn watch(action: &str) -> String {
    include_str!("watch.js").replacen("ACTION", &format!("'{action}'"), 1)
}
