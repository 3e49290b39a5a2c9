//! Keeps SQL in one place, so that a query can be found, and every query has the mall.

use super::finding::Finding;
use super::source::SourceFile;

/// The beginnings of string literals with SQL.
const STATEMENTS: [&str; 7] = [
    "select ",
    "insert into ",
    "insert or ",
    "delete from ",
    "create table ",
    "with ",
    "alter table ",
];

/// Refuses SQL in the server outside `db/`, in the page and in the contract.
pub fn only_in_db(file: &SourceFile) -> Vec<Finding> {
    let is_product = file.path.starts_with("crates/") || file.path.starts_with("src/");
    let has_leave = file.path.starts_with("crates/server/src/db/")
        || file.path == "crates/server/src/db.rs"
        // Tests look into the database from outside.
        || file.path.contains("/tests/");
    if !file.is_rust() || !is_product || has_leave {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (number, line) in file.code_lines() {
        if line.contains("sqlx::") || literals(line).any(is_sql) {
            findings.push(file.finding_at(
                number,
                "SQL belongs into crates/server/src/db; call a function there",
            ));
        }
    }
    findings
}

/// Returns the text behind each quotation mark: the beginnings of string literals, and harmlessly their ends.
fn literals(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1)
}

fn is_sql(literal: &str) -> bool {
    let literal = literal.trim_start_matches(['\\', ' ', '\n']).to_lowercase();
    // `update` counts only with `set` behind it, and `with` only as the beginning of a query.
    if literal.starts_with("update ") {
        return literal.contains(" set ") || literal.trim_end().ends_with(" set");
    }
    if literal.starts_with("with ") {
        return literal.contains(" as (");
    }
    if literal.starts_with("select ") {
        return literal.contains(" from ") || literal.ends_with(',') || literal.ends_with('\\');
    }
    STATEMENTS.iter().any(|statement| literal.starts_with(statement))
}

#[cfg(test)]
mod tests {
    use super::only_in_db;
    use crate::tidy::count;

    const ROUTE: &str = "crates/server/src/http/claims.rs";

    #[test]
    fn sql_outside_db_is_refused() {
        assert_eq!(count(only_in_db, ROUTE, "sqlx::query(text).fetch_all(&pool).await?;\n"), 1);
        assert_eq!(
            count(only_in_db, ROUTE, "let q = \"SELECT id FROM offer WHERE mall_id = ?\";\n"),
            1
        );
        assert_eq!(count(only_in_db, ROUTE, "let q = \"update offer set left = left - 1\";\n"), 1);
        assert_eq!(
            count(
                only_in_db,
                ROUTE,
                "run(\"INSERT INTO coupon VALUES (1)\", \"DELETE FROM coupon\");\n"
            ),
            1
        );
        assert_eq!(
            count(only_in_db, ROUTE, "let q = r#\"WITH x AS (SELECT 1) SELECT * FROM x\"#;\n"),
            1
        );
    }

    #[test]
    fn sql_in_db_tests_and_sentences_are_allowed() {
        assert_eq!(
            count(
                only_in_db,
                "crates/server/src/db/claims.rs",
                "sqlx::query(\"SELECT 1 FROM x\")\n"
            ),
            0
        );
        assert_eq!(
            count(
                only_in_db,
                "crates/server/tests/claims.rs",
                "sqlx::query(\"SELECT 1 FROM x\")\n"
            ),
            0
        );
        assert_eq!(count(only_in_db, ROUTE, "tracing::info!(\"with care\");\n"), 0);
        assert_eq!(count(only_in_db, ROUTE, "let label = \"Select a store\";\n"), 0);
        assert_eq!(count(only_in_db, ROUTE, "let label = \"update soon\";\n"), 0);
    }
}
