//! Files and names that the documentation speaks of.

use super::finding::Finding;
use super::source::SourceFile;
use crate::project;

/// The folders whose paths documentation names from the project's root.
const ROOTS: [&str; 9] =
    ["src/", "crates/", "xtask/", "tests/", "www/", "miniprogram/", "bench/", "docs/", ".ci/"];

/// Checks that each link, each path and each `` `name` in `path` `` of a Markdown file leads somewhere.
pub fn references(file: &SourceFile) -> Vec<Finding> {
    if !file.path.ends_with(".md") {
        return Vec::new();
    }
    let text = without_blocks(&file.text);
    let mut findings = broken_links(file, &text);
    // Odd pieces stand between backticks.
    let pieces: Vec<&str> = text.split('`').collect();
    let mut line = 1;
    for (index, piece) in pieces.iter().enumerate() {
        if index % 2 == 1 && is_path(piece) {
            let name = (index >= 2 && pieces[index - 1].trim() == "in").then(|| pieces[index - 2]);
            findings.extend(problem(piece, name).map(|what| file.finding_at(line, what)));
        }
        line += piece.matches('\n').count();
    }
    findings
}

/// Returns the error of a path, or of a name that its file does not have.
fn problem(path: &str, name: Option<&str>) -> Option<String> {
    let place = project::path(path);
    if !place.exists() {
        return Some(format!("`{path}` does not exist; name the file where it is now"));
    }
    let name = name.filter(|name| name.chars().all(|c| is_name_character(c) || c == ':'))?;
    let last = name.rsplit(':').next().unwrap_or(name);
    // A folder cannot be read and has no names.
    let text = std::fs::read_to_string(place).ok()?;
    let found = text.split(|c| !is_name_character(c)).any(|word| word == last);
    (!found).then(|| format!("`{last}` is not in `{path}`; name the file where it is now"))
}

fn broken_links(file: &SourceFile, text: &str) -> Vec<Finding> {
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut findings = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for link in line.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = link.split('#').next().unwrap_or(link);
            if !path.contains(':') && !project::path(folder).join(path).exists() {
                findings
                    .push(file.finding_at(number + 1, format!("the link to `{link}` is broken")));
            }
        }
    }
    findings
}

/// Returns the text with the lines of code blocks emptied, so that lines keep their numbers.
fn without_blocks(text: &str) -> String {
    let mut inside = false;
    let mut prose = String::with_capacity(text.len());
    for line in text.lines() {
        let fence = line.trim_start().starts_with("```");
        inside ^= fence;
        if !inside && !fence {
            prose.push_str(line);
        }
        prose.push('\n');
    }
    prose
}

fn is_path(piece: &str) -> bool {
    let plain = |c: char| is_name_character(c) || matches!(c, '/' | '.' | '-');
    ROOTS.iter().any(|root| piece.starts_with(root)) && piece.chars().all(plain)
}

fn is_name_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::references;
    use crate::tidy::count;

    #[test]
    fn a_path_that_does_not_exist_is_refused() {
        assert_eq!(count(references, "docs/a.md", "See `src/lib.rs` and `src/ui`."), 0);
        assert_eq!(count(references, "docs/a.md", "See `src/nowhere.rs`."), 1);
        assert_eq!(count(references, "docs/a.md", "```\n`src/nowhere.rs`\n```\n"), 0);
        assert_eq!(count(references, "docs/a.md", "All of `src/*/nowhere.rs` and `/src/x`."), 0);
        assert_eq!(count(references, "src/lib.rs", "//! `src/nowhere.rs`"), 0);
    }

    #[test]
    fn a_name_that_is_not_in_its_file_is_refused() {
        let here = "xtask/src/tidy/docs.rs";
        assert_eq!(count(references, "a.md", &format!("`references` in\n`{here}`")), 0);
        assert_eq!(count(references, "a.md", &format!("`docs::references` in `{here}`")), 0);
        // Put together here, so that the name is not in this file.
        let missing = concat!("gone_", "name");
        assert_eq!(count(references, "a.md", &format!("`{missing}` in `{here}`")), 1);
    }

    #[test]
    fn a_link_that_leads_nowhere_is_refused() {
        assert_eq!(count(references, "docs/a.md", "[b](architecture.md#b), [c](../README.md)"), 0);
        assert_eq!(count(references, "docs/a.md", "[d](https://example.com/x), [e](#e)"), 0);
        assert_eq!(count(references, "docs/a.md", "[f](nowhere.md)"), 1);
    }
}
