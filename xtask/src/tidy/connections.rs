//! Keeps handlers from holding a connection to the database while they call the domain, which asks for its own.

use super::finding::Finding;
use super::source::SourceFile;

/// The folder of handlers.
const HANDLERS: &str = "crates/server/src/http/";

/// Refuses a connection that a handler keeps for more than one statement. One of `request()` ends with its statement:
/// the compiler lets nobody keep it.
pub fn not_held_by_handlers(file: &SourceFile) -> Vec<Finding> {
    if !file.is_rust() || !file.path.starts_with(HANDLERS) {
        return Vec::new();
    }
    let opens_connection = |line: &str| line.contains("db.read()") || line.contains("db.write()");
    let lines = file.code_lines();
    let held = lines.filter(|(_, line)| opens_connection(line) && !line.contains("request().db."));
    held.map(|(number, _)| {
        file.finding_at(
            number,
            "a handler holds no connection; call the domain, or read by `app.request().db.read()`",
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::not_held_by_handlers;
    use crate::tidy::count;

    #[test]
    fn a_connection_that_a_handler_keeps_is_refused() {
        let handler = "crates/server/src/http/claims.rs";
        let held = "let mut reader = context.db.read().await?;\n";
        assert_eq!(count(not_held_by_handlers, handler, held), 1);
        let short = "let row = get(&mut *app.request().db.read().await?).await?;\n";
        assert_eq!(count(not_held_by_handlers, handler, short), 0);
        assert_eq!(count(not_held_by_handlers, "crates/server/src/claims.rs", held), 0);
    }
}
