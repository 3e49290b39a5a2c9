//! The page's styles, made for standing in a shadow root in another site's document.
//!
//! Rules for the document become rules for an element of our own, so that the site's rules for the element around us
//! are never stronger. Lengths do not follow the site's root. Each colour has a token: a custom property that the site
//! can set.

use anyhow::{Result, bail};

/// The element in place of the document's root and body.
const ROOT: &str = ".root";

/// Styles that come first. They reset all inherited properties of the site's document, and make the page as high as its
/// content.
const OPENING_STYLES: &str = ":host{display:block;width:100%}.root{all:initial;display:block;direction:ltr;\
                      --rem:var(--mall-text-size,16px)}";
const CLOSING_STYLES: &str =
    ".root #page{min-height:0;padding-bottom:1px}.root #content{outline:0}";

/// Rewrites the styles.
pub fn styles(page: &str) -> Result<String> {
    let mut out = String::from(OPENING_STYLES);
    for Rule { prelude, body } in rules(&without_comments(page))? {
        out += &match prelude {
            "@media (prefers-color-scheme: dark)" => dark(body)?,
            _ if prelude.starts_with("@media") => {
                format!("{prelude}{{{}}}", plain_rules(body, ROOT)?)
            }
            _ if prelude.starts_with('@') => format!("{prelude}{{{}}}", lengths(body)),
            _ => rule(prelude, body, ROOT),
        };
    }
    Ok(out + CLOSING_STYLES)
}

/// Makes the dark theme follow the device, unless the site chooses a theme.
fn dark(body: &str) -> Result<String> {
    let by_device = plain_rules(body, ".root:not([data-theme])")?;
    let by_site = plain_rules(body, ".root[data-theme=dark]")?;
    Ok(format!("@media (prefers-color-scheme:dark){{{by_device}}}{by_site}"))
}

fn plain_rules(body: &str, root: &str) -> Result<String> {
    Ok(rules(body)?.iter().map(|r| rule(r.prelude, r.body, root)).collect())
}

struct Rule<'a> {
    prelude: &'a str,
    body: &'a str,
}

/// Returns the rules of a style sheet, or of a block of them. Braces in texts would break it; there are none.
fn rules(css: &str) -> Result<Vec<Rule<'_>>> {
    let (mut rules, mut rest) = (Vec::new(), css);
    while let Some((prelude, after)) = rest.split_once('{') {
        let mut depth = 1;
        let end = after.find(|c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            depth == 0
        });
        let Some(end) = end else { bail!("www/styles.css: a brace is open after `{prelude}`") };
        rules.push(Rule { prelude: prelude.trim(), body: &after[..end] });
        rest = &after[end + 1..];
    }
    if !rest.trim().is_empty() {
        bail!("www/styles.css: `{}` is no rule", rest.trim());
    }
    Ok(rules)
}

fn rule(selectors: &str, body: &str, root: &str) -> String {
    if selectors == "html[data-text]" && body.contains("font-size: 140%") {
        return format!("{root}[data-text]{{--rem:calc(var(--mall-text-size,16px)*1.4)}}");
    }
    let is_root = selectors == ":root";
    let selectors: Vec<_> = selectors.split(',').map(|s| selector(s.trim(), root)).collect();
    let body = if is_root { tokens(body) } else { lengths(body) };
    format!("{}{{{body}}}", selectors.join(","))
}

/// Replaces `html`, `body` and `:root` by our own element.
fn selector(selector: &str, root: &str) -> String {
    for name in [":root", "html", "body"] {
        if let Some(rest) = selector.strip_prefix(name)
            && !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-')
        {
            return format!("{root}{rest}");
        }
    }
    selector.to_owned()
}

/// Rewrites `--accent: red` to `--accent: var(--mall-accent, red)`.
fn tokens(body: &str) -> String {
    let declarations = body.split(';').filter_map(|declaration| declaration.split_once(':'));
    declarations
        .map(|(name, value)| {
            let (name, value) = (name.trim(), lengths(value.trim()));
            format!("{name}:var(--mall-{},{value});", name.trim_start_matches('-'))
        })
        .collect()
}

/// Rewrites `1.5rem` to `calc(1.5*var(--rem))`.
fn lengths(body: &str) -> String {
    let (mut out, mut rest) = (String::new(), body);
    while let Some(at) = rest.find("rem") {
        let before = &rest[..at];
        let digits = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        let number = &before[digits.len()..];
        rest = &rest[at + 3..];
        if number.is_empty() || rest.starts_with(|c: char| c.is_alphanumeric()) {
            out += before;
            out += "rem";
            continue;
        }
        let negative = digits.ends_with('-');
        out += digits.strip_suffix('-').unwrap_or(digits);
        let sign = if negative { "-" } else { "" };
        out += &format!("calc({sign}{number}*var(--rem))");
    }
    out + rest
}

fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out += part.split_once("*/").map_or("", |(_, after)| after);
    }
    out
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::styles;
    use crate::project;

    fn rewrite(css: &str) -> String {
        let all = styles(css).unwrap();
        let own = all
            .strip_prefix(super::OPENING_STYLES)
            .and_then(|css| css.strip_suffix(super::CLOSING_STYLES));
        own.unwrap().to_owned()
    }

    #[test]
    fn the_document_becomes_an_element_of_our_own() {
        assert_eq!(rewrite("body { margin: 0 } .body{a:b}"), ".root{ margin: 0 }.body{a:b}");
        assert_eq!(rewrite("html[data-text] .a, .html{b:c}"), ".root[data-text] .a,.html{b:c}");
        assert_eq!(rewrite("/* html */ html{a:b}"), ".root{a:b}");
    }

    #[test]
    fn lengths_do_not_follow_the_sites_root() {
        let css = "a{margin:-.5rem 1rem;width:calc(2rem + 1px)}";
        let expected = "a{margin:calc(-.5*var(--rem)) calc(1*var(--rem));width:calc(calc(2*var(--rem)) + 1px)}";
        assert_eq!(rewrite(css), expected);
        assert_eq!(rewrite("a{b:theorem}"), "a{b:theorem}");
        let large = rewrite("html[data-text] { font-size: 140%; }");
        assert_eq!(large, ".root[data-text]{--rem:calc(var(--mall-text-size,16px)*1.4)}");
        let narrow = rewrite("@media (max-width: 22rem) { .a { b: 1rem } }");
        assert_eq!(narrow, "@media (max-width: 22rem){.a{ b: calc(1*var(--rem)) }}");
    }

    #[test]
    fn colours_are_tokens_in_light_and_dark() {
        assert_eq!(rewrite(":root{--ink: #111;}"), ".root{--ink:var(--mall-ink,#111);}");
        let dark = rewrite("@media (prefers-color-scheme: dark) { :root { --ink: #eee; } }");
        let by_device = "@media (prefers-color-scheme:dark){.root:not([data-theme]){--ink:var(--mall-ink,#eee);}}";
        assert_eq!(
            dark,
            format!("{by_device}.root[data-theme=dark]{{--ink:var(--mall-ink,#eee);}}")
        );
    }

    #[test]
    fn no_style_of_the_page_names_the_document() {
        let page = fs::read_to_string(project::path("www/styles.css")).unwrap();
        let css = styles(&page).unwrap();
        for word in ["html", "body ", "body{", ":root", "font-size: 140%"] {
            // A class of ours is called so too.
            let count = css.matches(&format!(".{word}")).count();
            assert_eq!(css.matches(word).count(), count, "{word} in {css}");
        }
        let documented = fs::read_to_string(project::path("docs/embedding.md")).unwrap();
        for token in
            css.split("var(--mall-").skip(1).filter_map(|rest| rest.split([',', ')']).next())
        {
            assert!(
                documented.contains(&format!("`--mall-{token}`")),
                "--mall-{token} is not told of"
            );
        }
    }

    #[test]
    fn a_text_that_is_no_style_sheet_is_refused() {
        assert!(styles("a{b:c").is_err());
        assert!(styles("a{b:c} d").is_err());
    }
}
