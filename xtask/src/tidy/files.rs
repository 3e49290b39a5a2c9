//! File names, lengths, and forgotten remarks and spaces.

use super::finding::Finding;
use super::source::SourceFile;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 8] =
    ["utils", "util", "helpers", "helper", "manager", "common", "misc", "shared"];
const LINE_LIMIT: usize = 400;
/// Texts that mark something unfinished. Put together here, so that this file does not break its rule.
const UNFINISHED: [&str; 4] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
];

/// Refuses names of files and folders that do not say what is inside.
pub fn name(file: &SourceFile) -> Vec<Finding> {
    let is_empty_name = |part: &str| EMPTY_NAMES.contains(&part.split('.').next().unwrap_or(part));
    match file.path.split('/').find(|part| is_empty_name(part)) {
        Some(part) => {
            vec![file.finding(format!("`{part}` does not say what is inside; name it after that"))]
        }
        None => Vec::new(),
    }
}

/// Returns a file that needs a table of contents is two files.
pub fn length(file: &SourceFile) -> Vec<Finding> {
    let lines = file.text.lines().count();
    let is_code =
        [".rs", ".css", ".js", ".html", ".sql"].iter().any(|kind| file.path.ends_with(kind));
    if is_code && lines > LINE_LIMIT {
        return vec![
            file.finding(format!("{lines} lines are more than {LINE_LIMIT}; split it by subject")),
        ];
    }
    Vec::new()
}

/// Refuses remarks on unfinished work: that is an issue.
pub fn unfinished(file: &SourceFile) -> Vec<Finding> {
    let marked = |line: &str| UNFINISHED.iter().find(|mark| line.contains(**mark)).copied();
    let finding = |(number, line)| {
        Some(file.finding_at(number, format!("`{}` left in; finish it", marked(line)?)))
    };
    file.lines().filter_map(finding).collect()
}

/// Refuses spaces at the end of a line.
pub fn trailing_space(file: &SourceFile) -> Vec<Finding> {
    let trailing = |line: &str| line.ends_with([' ', '\t', '\r']);
    let places = file.lines().filter(|(_, line)| trailing(line));
    places
        .map(|(number, _)| file.finding_at(number, "white space at the end of the line"))
        .collect()
}

/// Returns a text ends with one line break.
pub fn trailing_lines(file: &SourceFile) -> Vec<Finding> {
    let ends_well =
        file.text.is_empty() || (file.text.ends_with('\n') && !file.text.ends_with("\n\n"));
    if ends_well { Vec::new() } else { vec![file.finding("the file must end with one line break")] }
}

#[cfg(test)]
mod tests {
    use super::{LINE_LIMIT, length, name, trailing_lines, trailing_space, unfinished};
    use crate::tidy::count;

    #[test]
    fn meaningless_file_names_are_refused() {
        assert_eq!(count(name, "src/utils.rs", ""), 1);
        assert_eq!(count(name, "crates/server/src/common/mod.rs", ""), 1);
        assert_eq!(count(name, "src/ui/card.rs", ""), 0);
    }

    #[test]
    fn long_files_are_refused() {
        assert_eq!(count(length, "src/app.rs", &"x\n".repeat(LINE_LIMIT + 1)), 1);
        assert_eq!(count(length, "src/app.rs", &"x\n".repeat(LINE_LIMIT)), 0);
        assert_eq!(count(length, "crates/server/demo/mall.json", &"x\n".repeat(LINE_LIMIT + 1)), 0);
    }

    #[test]
    fn unfinished_work_is_refused() {
        assert_eq!(count(unfinished, "src/app.rs", concat!("// TO", "DO: later\n")), 1);
        assert_eq!(count(unfinished, "src/app.rs", concat!("fn f() { todo", "!() }\n")), 1);
        assert_eq!(count(unfinished, "src/app.rs", "let todos = 1;\n"), 0);
    }

    #[test]
    fn spaces_and_empty_lines_at_an_end_are_refused() {
        assert_eq!(count(trailing_space, "README.md", "a \nb\n"), 1);
        assert_eq!(count(trailing_space, "README.md", "a\nb\n"), 0);
        assert_eq!(count(trailing_lines, "README.md", "a"), 1);
        assert_eq!(count(trailing_lines, "README.md", "a\n\n"), 1);
        assert_eq!(count(trailing_lines, "README.md", "a\n"), 0);
    }
}
