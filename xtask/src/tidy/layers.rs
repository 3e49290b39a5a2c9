//! Checks the layers of the page and of the server: a part uses only parts below it.

use super::finding::Finding;
use super::imports::Use;
use super::source::SourceFile;

/// A crate with layers. A part is a file or folder directly below the crate's folder.
struct Layers {
    folder: &'static str,
    rows: &'static [Row],
}

/// Parts, and the other parts of the crate that they may use. No part named (`[]`) means all that have no row.
struct Row {
    parts: &'static [&'static str],
    may_use: Parts,
}

enum Parts {
    Only(&'static [&'static str]),
    AllBut(&'static [&'static str]),
}

use Parts::{AllBut, Only};

/// The page's rows are from top to bottom. Parts without a row put the others together.
const PAGE: Layers = Layers {
    folder: "src/",
    rows: &[
        Row { parts: &[], may_use: AllBut(&[]) },
        Row {
            parts: &["pages"],
            may_use: Only(&["ui", "api", "text", "host", "route", "session"]),
        },
        Row { parts: &["session"], may_use: Only(&["api", "text", "host"]) },
        Row { parts: &["ui"], may_use: Only(&["text"]) },
        Row { parts: &["api"], may_use: Only(&["host"]) },
        Row { parts: &["host", "route", "text"], may_use: Only(&[]) },
    ],
};

/// The server's rows are from top to bottom. The subjects (claims, till, payments, …) have no row of their own.
const SERVER: Layers = Layers {
    folder: "crates/server/src/",
    rows: &[
        Row { parts: &["lib", "start", "serve"], may_use: AllBut(&[]) },
        Row { parts: &["demo"], may_use: AllBut(&["start", "serve"]) },
        Row { parts: &["http", "openapi"], may_use: AllBut(&["demo", "start", "serve"]) },
        Row { parts: &[], may_use: AllBut(&["http", "openapi", "demo", "start", "serve"]) },
        Row {
            parts: &["context"],
            may_use: Only(&[
                "config", "quotas", "wechat", "identity", "db", "clock", "error", "brand", "origin",
            ]),
        },
        Row {
            parts: &["config", "quotas", "wechat"],
            may_use: Only(&[
                "config", "wechat", "identity", "db", "clock", "error", "brand", "json", "origin",
            ]),
        },
        Row {
            parts: &["identity"],
            may_use: Only(&["db", "clock", "error", "text_file", "workers"]),
        },
        Row {
            parts: &["db"],
            may_use: Only(&["clock", "error", "brand", "decision", "json", "mall_file", "origin"]),
        },
        Row {
            parts: &[
                "clock",
                "error",
                "brand",
                "decision",
                "json",
                "mall_file",
                "origin",
                "outcome",
                "text_file",
                "workers",
            ],
            may_use: Only(&["error", "brand", "json", "origin", "text_file"]),
        },
    ],
};

/// Only these parts of the server speak HTTP; the others answer with data and refusals.
const SPEAK_HTTP: [&str; 5] = ["http", "demo", "start", "serve", "wechat"];
/// Crates for HTTP.
const HTTP_CRATES: [&str; 4] = ["axum", "hyper", "tower", "tower_http"];

/// Returns a finding for each use that goes up, or sideways if that is not allowed.
pub fn uses(uses: &[Use]) -> Vec<Finding> {
    uses.iter().filter_map(|used| finding(&PAGE, used).or_else(|| finding(&SERVER, used))).collect()
}

fn finding(layers: &Layers, used: &Use) -> Option<Finding> {
    let from = part(used.from.strip_prefix(layers.folder)?);
    let to = part(used.to.strip_prefix(layers.folder)?);
    let row = layers.rows.iter().find(|row| row.parts.contains(&from));
    let row = row.or_else(|| layers.rows.iter().find(|row| row.parts.is_empty()))?;
    let allowed = match &row.may_use {
        Only(parts) => parts.contains(&to),
        AllBut(parts) => !parts.contains(&to),
    };
    if from == to || allowed {
        return None;
    }
    Some(Finding {
        place: format!("{}:{}", used.from, used.line),
        what: format!(
            "`{from}` must not use `{to}` (`{}` of {}); docs/architecture.md says who may use whom",
            used.path, used.to
        ),
    })
}

/// Returns the part of the crate that a file, given below the crate's folder, belongs to.
fn part(path: &str) -> &str {
    path.split_once('/').map_or(path.trim_end_matches(".rs"), |(part, _)| part)
}

/// Keeps HTTP out of the server's subjects: they read no headers and set no cookies.
pub fn http_at_the_edge(file: &SourceFile) -> Vec<Finding> {
    let Some(path) = file.path.strip_prefix(SERVER.folder) else { return Vec::new() };
    if !file.is_rust() || SPEAK_HTTP.contains(&part(path)) || path.starts_with("bin/") {
        return Vec::new();
    }
    let speaks =
        |line: &str| HTTP_CRATES.iter().find(|name| line.contains(&format!("{name}::"))).copied();
    let finding = |(number, line)| {
        let what = format!(
            "`{}` belongs into crates/server/src/http; give data to this file",
            speaks(line)?
        );
        Some(file.finding_at(number, what))
    };
    file.code_lines().filter_map(finding).collect()
}

/// Keeps `super::super` out of the page: it hides the used part's name.
pub fn paths_from_the_root(file: &SourceFile) -> Vec<Finding> {
    if !file.is_rust() || !file.path.starts_with(PAGE.folder) {
        return Vec::new();
    }
    let what = "`super::super` hides what is used; write the path from `crate`";
    let lines = file.code_lines().filter(|(_, line)| line.contains("super::super::"));
    lines.map(|(number, _)| file.finding_at(number, what)).collect()
}

#[cfg(test)]
mod tests {
    use super::{http_at_the_edge, paths_from_the_root, uses};
    use crate::tidy::count;
    use crate::tidy::imports::Use;

    /// Returns the number of findings for a use of one file by another.
    fn findings(from: &str, to: &str) -> usize {
        let used =
            Use { from: from.to_owned(), to: to.to_owned(), line: 1, path: "crate::x".to_owned() };
        uses(&[used]).len()
    }

    #[test]
    fn a_part_of_the_page_using_one_above_it_is_refused() {
        assert_eq!(findings("src/ui/button.rs", "src/api/claims.rs"), 1);
        assert_eq!(findings("src/ui/button.rs", "src/host/clock.rs"), 1);
        assert_eq!(findings("src/api/claims.rs", "src/text/mod.rs"), 1);
        assert_eq!(findings("src/host/mod.rs", "src/api/client.rs"), 1);
        assert_eq!(findings("src/text/zh.rs", "src/ui/card.rs"), 1);
        assert_eq!(findings("src/pages/wallet/mod.rs", "src/app.rs"), 1);
    }

    #[test]
    fn a_part_of_the_server_using_one_above_it_is_refused() {
        assert_eq!(findings("crates/server/src/claims.rs", "crates/server/src/http/state.rs"), 1);
        assert_eq!(
            findings("crates/server/src/till/redeem.rs", "crates/server/src/demo/mod.rs"),
            1
        );
        assert_eq!(findings("crates/server/src/http/mod.rs", "crates/server/src/demo/mod.rs"), 1);
        assert_eq!(findings("crates/server/src/http/mod.rs", "crates/server/src/start.rs"), 1);
        assert_eq!(findings("crates/server/src/context.rs", "crates/server/src/claims.rs"), 1);
        assert_eq!(
            findings("crates/server/src/db/claims.rs", "crates/server/src/catalogue/mod.rs"),
            1
        );
        assert_eq!(
            findings("crates/server/src/identity/session.rs", "crates/server/src/context.rs"),
            1
        );
        assert_eq!(findings("crates/server/src/clock.rs", "crates/server/src/db/mod.rs"), 1);
    }

    #[test]
    fn a_use_of_a_lower_part_is_allowed() {
        assert_eq!(findings("src/pages/claim/mod.rs", "src/session.rs"), 0);
        assert_eq!(findings("src/pages/claim/mod.rs", "src/pages/store.rs"), 0);
        assert_eq!(findings("src/app.rs", "src/pages/claim/mod.rs"), 0);
        assert_eq!(findings("crates/server/src/demo/mod.rs", "crates/server/src/http/state.rs"), 0);
        assert_eq!(
            findings("crates/server/src/http/till.rs", "crates/server/src/till/redeem.rs"),
            0
        );
        assert_eq!(findings("crates/server/src/claims.rs", "crates/server/src/wallet.rs"), 0);
        assert_eq!(findings("crates/server/src/claims.rs", "crates/server/src/db/claims.rs"), 0);
        assert_eq!(findings("crates/contract/src/wallet.rs", "crates/contract/src/refusal.rs"), 0);
    }

    #[test]
    fn subjects_that_speak_http_are_refused() {
        let line = "use axum::http::HeaderMap;\n";
        assert_eq!(count(http_at_the_edge, "crates/server/src/identity/pass.rs", line), 1);
        assert_eq!(count(http_at_the_edge, "crates/server/src/claims.rs", line), 1);
        assert_eq!(count(http_at_the_edge, "crates/server/src/http/claims.rs", line), 0);
        assert_eq!(count(http_at_the_edge, "crates/server/tests/server/main.rs", line), 0);
    }

    #[test]
    fn paths_over_two_parents_are_refused() {
        assert_eq!(count(paths_from_the_root, "src/ui/button.rs", "use super::super::api;\n"), 1);
        assert_eq!(count(paths_from_the_root, "src/ui/button.rs", "use super::api;\n"), 0);
    }
}
