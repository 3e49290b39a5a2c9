//! Keeps uses of the browser in one place, so that everything else can be drawn on the server and tested without one.

use super::finding::Finding;
use super::source::SourceFile;

const BROWSER: [&str; 3] = ["web_sys", "js_sys", "gloo"];
const ALLOWED: &str = "src/host/";

/// Refuses `web_sys`, `js_sys` and `gloo` outside `src/host`.
pub fn only_in_host(file: &SourceFile) -> Vec<Finding> {
    let is_page = file.is_rust()
        && (file.path.starts_with("src/") || file.path.starts_with("crates/contract/"));
    if !is_page || file.path.starts_with(ALLOWED) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (number, line) in file.code_lines() {
        for name in BROWSER {
            if line.contains(&format!("{name}::")) {
                findings.push(file.finding_at(
                    number,
                    format!("`{name}` belongs into src/host; call a function there"),
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::only_in_host;
    use crate::tidy::count;

    #[test]
    fn the_browser_outside_host_is_refused() {
        assert_eq!(count(only_in_host, "src/start.rs", "use web_sys::Element;\n"), 1);
        assert_eq!(count(only_in_host, "src/pages/claim/mod.rs", "use web_sys::Element;\n"), 1);
        assert_eq!(count(only_in_host, "src/api/client.rs", "let x = js_sys::Date::now();\n"), 1);
        assert_eq!(
            count(only_in_host, "src/ui/timer.rs", "use gloo::timers::callback::Timeout;\n"),
            1
        );
    }

    #[test]
    fn uses_in_host_and_comments_are_allowed() {
        assert_eq!(count(only_in_host, "src/host/clock.rs", "use js_sys::Date;\n"), 0);
        assert_eq!(count(only_in_host, "src/app.rs", "/// As web_sys::Element does.\n"), 0);
        assert_eq!(count(only_in_host, "tests/browser/main.rs", "use web_sys::Element;\n"), 0);
    }
}
