//! Who may use whom inside the page.

use super::finding::Finding;
use super::source::SourceFile;

/// The folder, and what of the crate its files may use.
const LAYERS: [(&str, &[&str]); 6] = [
    ("src/embed/", &["app", "pages", "ui", "api", "text", "host", "route", "session"]),
    ("src/pages/", &["pages", "ui", "api", "text", "host", "route", "session"]),
    ("src/ui/", &["ui", "text"]),
    ("src/api/", &["api", "host"]),
    ("src/host/", &["host"]),
    ("src/text/", &["text"]),
];

/// A folder's files use only what stands below them.
pub fn uses(file: &SourceFile) -> Vec<Finding> {
    let layer = LAYERS.iter().find(|(folder, _)| file.is_rust() && file.path.starts_with(folder));
    let Some((folder, allowed)) = layer else { return Vec::new() };
    let mut findings = Vec::new();
    let code: Vec<_> = file.code_lines().collect();
    for (index, (number, line)) in code.iter().enumerate() {
        for (start, word) in line.match_indices("crate::") {
            let mut rest = line[start + word.len()..].to_owned();
            // A group of names may go over several lines.
            if rest.starts_with('{') {
                rest.extend(code[index + 1..].iter().take(20).flat_map(|(_, next)| [" ", next]));
            }
            for name in names(&rest).iter().filter(|name| !allowed.contains(&name.as_str())) {
                let what = format!(
                    "{folder} must not use `crate::{name}`; docs/architecture.md says who may use whom"
                );
                findings.push(file.finding_at(*number, what));
            }
        }
        if line.contains("super::super::") {
            findings.push(file.finding_at(
                *number,
                "`super::super` hides what is used; write the path from `crate`",
            ));
        }
    }
    findings
}

/// The first names of what follows `crate::`, one or a group in braces.
fn names(rest: &str) -> Vec<String> {
    let Some(group) = rest.strip_prefix('{') else { return vec![first_name(rest)] };
    let mut names = Vec::new();
    let mut depth = 0;
    let mut part = String::new();
    for character in group.chars() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(first_name(&std::mem::take(&mut part))),
            _ => {}
        }
        part.push(character);
    }
    names.push(first_name(&part));
    names.retain(|name| !name.is_empty());
    names
}

fn first_name(path: &str) -> String {
    let is_name = |character: &char| character.is_alphanumeric() || *character == '_';
    path.chars().skip_while(|character| !is_name(character)).take_while(is_name).collect()
}

#[cfg(test)]
mod tests {
    use super::{names, uses};
    use crate::tidy::count;

    #[test]
    fn a_layer_using_one_above_it_is_refused() {
        assert_eq!(count(uses, "src/ui/button.rs", "use crate::api::claims;\n"), 1);
        assert_eq!(count(uses, "src/ui/button.rs", "fn f() { crate::host::clock::now() }\n"), 1);
        assert_eq!(count(uses, "src/api/claims.rs", "use crate::text::Text;\n"), 1);
        assert_eq!(count(uses, "src/host/mod.rs", "use crate::api::client;\n"), 1);
        assert_eq!(count(uses, "src/text/zh.rs", "use crate::ui::card;\n"), 1);
        assert_eq!(count(uses, "src/pages/wallet/mod.rs", "use crate::app::Page;\n"), 1);
        assert_eq!(count(uses, "src/ui/button.rs", "use super::super::api;\n"), 1);
    }

    #[test]
    fn groups_are_looked_into() {
        assert_eq!(
            count(uses, "src/ui/card.rs", "use crate::{text::Text, host::{self, clock}, route};\n"),
            2
        );
        assert_eq!(
            count(uses, "src/ui/card.rs", "use crate::{\n    text::Text,\n    pages,\n};\n"),
            1
        );
        assert_eq!(names("{a::{b, c}, d, e::f}; use g"), ["a", "d", "e"]);
    }

    #[test]
    fn what_stands_below_is_allowed() {
        assert_eq!(
            count(uses, "src/pages/claim/mod.rs", "use crate::{api, host, session, text, ui};\n"),
            0
        );
        assert_eq!(count(uses, "src/app.rs", "use crate::pages;\n"), 0);
        assert_eq!(count(uses, "src/ui/card.rs", "// not crate::api\nuse crate::text;\n"), 0);
    }
}
