//! The first words of comments; CONTRIBUTING.md, section Style, says why.

use super::finding::Finding;
use super::source::SourceFile;

/// Words that begin a clause without a subject, such as "What is kept" or "Whether it is open".
const OPENINGS: [&str; 9] =
    ["How", "What", "Where", "Whether", "Which", "Who", "Whom", "Whose", "Why"];

/// Checks that each comment names its subject, or begins with a verb.
pub fn subject_first(file: &SourceFile) -> Vec<Finding> {
    let Some(marks) = marks(&file.path) else { return Vec::new() };
    let mut findings = Vec::new();
    let mut continues = false;
    for (number, line) in file.lines() {
        let text = comment(line, marks);
        let first = text.and_then(|text| text.split_whitespace().next());
        let opening = first.filter(|word| !continues && OPENINGS.contains(word));
        findings.extend(opening.map(|word| {
            let what =
                format!("`{word} …` has no subject; begin the comment with one, or with a verb");
            file.finding_at(number, what)
        }));
        // An empty line of a comment begins a new paragraph.
        continues = first.is_some();
    }
    findings
}

/// Returns the marks that begin a comment in this file, longest first; none for files that are not checked.
fn marks(path: &str) -> Option<&'static [&'static str]> {
    match path.rsplit_once('.')?.1 {
        "rs" => Some(&["//!", "///", "//"]),
        "js" | "mjs" | "ts" => Some(&["//"]),
        "toml" => Some(&["#"]),
        _ => None,
    }
}

/// Returns the text of a line that is a comment.
fn comment<'l>(line: &'l str, marks: &[&str]) -> Option<&'l str> {
    marks.iter().find_map(|mark| line.trim_start().strip_prefix(mark))
}

#[cfg(test)]
mod tests {
    use super::subject_first;
    use crate::tidy::count;

    #[test]
    fn a_comment_without_a_subject_is_refused() {
        let path = "crates/scanner/src/a.rs";
        assert_eq!(count(subject_first, path, "/// What is kept.\nstruct Kept;\n"), 1);
        assert_eq!(count(subject_first, path, "    // Whether it is open.\n"), 1);
        assert_eq!(count(subject_first, path, "//! A.\n//!\n//! Who asks.\n"), 1);
        assert_eq!(count(subject_first, "Cargo.toml", "# How it is built.\n"), 1);
    }

    #[test]
    fn a_comment_with_a_subject_is_allowed() {
        let path = "crates/scanner/src/a.rs";
        assert_eq!(count(subject_first, path, "/// A request as it is kept.\n"), 0);
        assert_eq!(
            count(subject_first, path, "/// Returns a name that says\n/// What it is.\n"),
            0
        );
        assert_eq!(count(subject_first, path, "let what = \"What is kept\";\n"), 0);
        assert_eq!(count(subject_first, path, "/// Whatever happens, it ends.\n"), 0);
    }
}
