//! Styles must work in the oldest browser the page is for, Chromium 78: what that does not know needs
//! something before it that it does, or a question by `@supports` around it.

use super::finding::Finding;
use super::source::SourceFile;

/// Properties that Chromium 78 does not know. A prefixed or older one before it makes it harmless.
const PROPERTIES: [&str; 16] = [
    "accent-color",
    "appearance",
    "aspect-ratio",
    "container",
    "content-visibility",
    "field-sizing",
    "inset",
    "inset-block",
    "inset-inline",
    "margin-block",
    "margin-inline",
    "mask",
    "padding-block",
    "padding-inline",
    "rotate",
    "scale",
];
/// Parts of values for which Chromium 78 drops the declaration.
const VALUES: [&str; 12] = [
    "anywhere",
    "clamp(",
    "color-mix(",
    "dvh",
    "dvw",
    "lab(",
    "lch(",
    "light-dark(",
    "lvh",
    "max(",
    "min(",
    "svh",
];
/// Parts of selectors for which Chromium 78 drops the whole rule.
const SELECTORS: [&str; 9] = [
    ":focus-visible",
    ":has(",
    ":is(",
    ":where(",
    "::marker",
    ":user-",
    "@container",
    "@layer",
    "&",
];
/// Without it the rule before stays in force, and focus is shown once too often.
const IGNORED_SELECTOR: &str = ":not(:focus-visible)";

/// Refuses styles that Chromium 78 does not know, unless it knows the declaration before.
pub fn known_to_old_kernels(file: &SourceFile) -> Vec<Finding> {
    if !(file.path.starts_with("www/") && file.path.ends_with(".css")) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let text = without_comments(&file.text);
    for block in text.split('}') {
        // The part before the last brace may open a media query as well.
        let Some((selector, declarations)) = block.rsplit_once('{') else { continue };
        let plain = selector.replace(IGNORED_SELECTOR, "");
        let unknown = SELECTORS.iter().find(|unknown| plain.contains(**unknown));
        findings.extend(unknown.map(|what| refuse(file, what, selector)));
        let is_guarded = selector.contains("@supports");
        let unknown = unknown_declarations(declarations).filter(|_| !is_guarded);
        findings.extend(unknown.map(|what| refuse(file, what, selector)));
    }
    findings
}

fn refuse(file: &SourceFile, what: &str, selector: &str) -> Finding {
    let place = selector.trim().lines().last().unwrap_or_default();
    file.finding(format!(
        "Chromium 78 does not know `{what}` (at `{place}`); put what it knows before it, or do without"
    ))
}

fn unknown_declarations(declarations: &str) -> impl Iterator<Item = &str> {
    let grid = declarations.contains("display: grid");
    let mut declared: Vec<&str> = Vec::new();
    declarations.split(';').map(str::trim).filter_map(move |declaration| {
        let (property, value) = declaration.split_once(':')?;
        let spacing = !grid && matches!(property, "gap" | "row-gap" | "column-gap");
        let no_property =
            spacing || PROPERTIES.contains(&property) || property.starts_with("inset-");
        let no_value = VALUES.iter().any(|word| names(value, word));
        if no_property || no_value {
            let before =
                declared.iter().any(|declared| declared.trim_start_matches("-webkit-") == property);
            // A value with `env()` or `var()` in it is judged only when what stood before is forgotten.
            let late = no_value && (value.contains("env(") || value.contains("var("));
            return (late || !before).then_some(declaration);
        }
        declared.push(property);
        None
    })
}

/// Checks whether a value has a word that is not the end of another: `max(` is not in `minmax(`.
fn names(value: &str, word: &str) -> bool {
    value.match_indices(word).any(|(at, _)| {
        let before = value[..at].chars().next_back();
        // A unit follows a number, everything else follows a character that is no letter.
        !before.is_some_and(|c| c.is_ascii_alphabetic() || c == '-')
    })
}

fn without_comments(text: &str) -> String {
    let mut pieces = text.split("/*");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| text + piece.split_once("*/").map_or("", |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::known_to_old_kernels;
    use crate::tidy::count;

    fn findings(css: &str) -> usize {
        count(known_to_old_kernels, "www/styles.css", css)
    }

    #[test]
    fn styles_that_chromium_78_drops_are_refused() {
        for css in [
            ".a { inset: 0; }",
            ".a { display: flex; gap: 1rem; }",
            ".a { aspect-ratio: 1; }",
            ".a { min-height: 100dvh; }",
            ".a { color: color-mix(in srgb, red, blue); }",
            ".a { overflow-wrap: anywhere; }",
            ".a { width: max(1px, 2px); }",
            ".a { padding: 0; padding: 0 max(1px, env(safe-area-inset-left)); }",
            "@media (max-width: 9rem) { .a { padding-inline: 0; } }",
            ".a:has(b) { color: red; }",
            ".a:focus-visible { color: red; }",
            ":is(a, b) { color: red; }",
        ] {
            assert_eq!(findings(css), 1, "{css}");
        }
    }

    #[test]
    fn known_styles_and_fallbacks_are_allowed() {
        for css in [
            "/* no inset: */ .a { top: 0; }",
            ".a { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }",
            ".a { padding: 0; padding: 0 max(1px, 2px); }",
            "@supports (padding: max(0px)) { .a { padding: max(1px, env(safe-area-inset-left)); } }",
            ".a { -webkit-appearance: none; appearance: none; }",
            ".a { -webkit-mask: none; mask: none; }",
            ":focus:not(:focus-visible) { outline: none; }",
            ".a { clip-path: inset(50%); box-shadow: inset 0 0 1px red; }",
            "@media (max-width: 9rem) { .a { color: red; } }",
        ] {
            assert_eq!(findings(css), 0, "{css}");
        }
    }
}
