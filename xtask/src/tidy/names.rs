//! Names say what a value is. A participle says only how somebody came by it.

use super::finding::Finding;
use super::source::SourceFile;
use crate::tokens::{Kind, tokens};

/// Words that are no names by themselves. They may be a part of one: `is_written`.
const REFUSED: [&str; 10] =
    ["asked", "begun", "given", "meant", "said", "told", "wanted", "whose", "worded", "written"];

/// Folders that still have such names.
const EXEMPT: [&str; 1] = ["crates/server/src/placements/"];

/// Refuses such a word as the name of a variable, function, type, constant, field or module.
pub fn are_nouns(file: &SourceFile) -> Vec<Finding> {
    if !file.is_rust() || EXEMPT.iter().any(|folder| file.path.starts_with(folder)) {
        return Vec::new();
    }
    let names = tokens(&file.text).into_iter().filter(|token| token.kind == Kind::Identifier);
    let refused = names.filter(|name| REFUSED.contains(&name.text.to_lowercase().as_str()));
    refused
        .map(|name| {
            let what = format!("`{}` is no name; see CONTRIBUTING.md, \"Names\"", name.text);
            file.finding_at(name.line, what)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::are_nouns;
    use crate::tidy::count;

    #[test]
    fn a_participle_as_a_name_is_refused() {
        for line in [
            "let told = answer(&state);\n",
            "fn written(order: &Order) -> String {}\n",
            "pub struct Worded {\n",
            "const ASKED: usize = 3;\n",
            "    given: Vec<Id>,\n",
            "orders.map(|meant| meant.id);\n",
            "mod begun;\n",
        ] {
            assert!(count(are_nouns, "src/claims.rs", line) > 0, "{line}");
        }
    }

    #[test]
    fn nouns_and_words_in_texts_may_be() {
        for line in [
            "let is_written = write(&state);\n",
            "// The order that was asked for.\n",
            "let text = \"it was given\";\n",
            "let wanted_list = 1;\n",
        ] {
            assert_eq!(count(are_nouns, "src/claims.rs", line), 0, "{line}");
        }
        assert_eq!(count(are_nouns, "README.md", "told"), 0);
    }
}
