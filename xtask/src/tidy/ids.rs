//! Ids have types of their own, so that swapping two of them does not compile.

use super::finding::Finding;
use super::source::SourceFile;

/// The things that have ids of a type of their own.
const KINDS: [&str; 9] =
    ["coupon", "mall", "offer", "payment", "person", "placement", "shopper", "staff", "store"];

/// Refuses parameters and fields of the server that hold an id as text.
pub fn typed(file: &SourceFile) -> Vec<Finding> {
    if !file.is_rust() || !file.path.starts_with("crates/server/src/") {
        return Vec::new();
    }
    let wrong = file.code_lines().filter(|(_, line)| KINDS.iter().any(|kind| is_text(line, kind)));
    wrong
        .map(|(number, _)| file.finding_at(number, "an id has a type of its own; see contract::id"))
        .collect()
}

/// Checks whether a line declares an id of a kind as text.
fn is_text(line: &str, kind: &str) -> bool {
    line.match_indices(kind).any(|(at, _)| {
        let begins = !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let rest = &line[at + kind.len()..];
        let (is_id, rest) = rest.strip_prefix("_id").map_or((false, rest), |rest| (true, rest));
        let Some(declared) = rest.strip_prefix(": ").filter(|_| begins) else { return false };
        match declared.strip_prefix("Option<") {
            // A query has `store`, the text of a search.
            Some(inner) => is_str(inner) || is_id && inner.starts_with("String>"),
            None => is_str(declared) || declared.starts_with("String,"),
        }
    })
}

/// Checks whether a type begins with a reference to a text, with or without a lifetime.
fn is_str(declared: &str) -> bool {
    let Some(referred) = declared.strip_prefix('&') else { return false };
    let word = match referred.strip_prefix('\'') {
        Some(lifetime) => lifetime.split_once(' ').map_or("", |(_, word)| word),
        None => referred,
    };
    word.strip_prefix("str").is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::typed;
    use crate::tidy::count;

    const FILE: &str = "crates/server/src/claims.rs";

    #[test]
    fn an_id_as_text_is_refused() {
        for line in [
            "fn find(mall: &str, now: Ms) {}\n",
            "    pub shopper: &'a str,\n",
            "    store_id: String,\n",
            "    known: bool, coupon: Option<&str>,\n",
            "    pub payment_id: Option<String>,\n",
        ] {
            assert_eq!(count(typed, FILE, line), 1, "{line}");
        }
    }

    #[test]
    fn typed_ids_and_other_texts_may_be() {
        for line in [
            "fn find(mall: &MallId, coupon: Option<&CouponId>) {}\n",
            "    store: Option<String>,\n",
            "    pub store_zh: String,\n",
            "    mall_name: &str,\n",
            "    offers: String,\n",
            "    let coupon: &'a Strategy = x;\n",
        ] {
            assert_eq!(count(typed, FILE, line), 0, "{line}");
        }
        assert_eq!(count(typed, "crates/server/tests/server/mall.rs", "fn x(mall: &str) {}\n"), 0);
    }
}
