//! A document of the gallery: the pages' own, in the theme of a look whatever the system prefers.

use mall_coupons::shell::{Document, Shell};

use crate::look::Look;

/// Returns a finished document with the pages' styles, and with more styles behind them.
pub fn document(shell: &Shell, look: Look, title: &str, page: &str, styles: &str) -> String {
    let Look { language, large_text, dark, .. } = look;
    let document = Document { language, large_text, title, page, ..Document::default() };
    let html = fix_theme(&shell.fill(&document), dark);
    html.replacen("</style>", &format!("{styles}</style>"), 1)
}

/// Takes the choice of theme from the system: each condition on its preference becomes one that always or
/// never holds.
fn fix_theme(html: &str, dark: bool) -> String {
    let mut html = html.to_owned();
    for space in [" ", ""] {
        for (theme, holds) in [("dark", dark), ("light", !dark)] {
            let condition = if holds { "(min-width:0)" } else { "(max-width:0)" };
            html = html.replace(&format!("(prefers-color-scheme:{space}{theme})"), condition);
        }
    }
    let scheme = if dark { "content=\"dark\"" } else { "content=\"light\"" };
    html.replace("content=\"light dark\"", scheme)
}

#[cfg(test)]
mod tests {
    use super::fix_theme;

    #[test]
    fn a_scene_has_the_theme_of_its_look() {
        for styles in
            ["@media (prefers-color-scheme: dark) {}", "@media(prefers-color-scheme:dark){}"]
        {
            assert!(fix_theme(styles, true).contains("(min-width:0)"), "{styles}");
            assert!(fix_theme(styles, false).contains("(max-width:0)"), "{styles}");
        }
        let head = "<meta name=\"color-scheme\" content=\"light dark\">";
        assert_eq!(fix_theme(head, true), "<meta name=\"color-scheme\" content=\"dark\">");
    }

    #[test]
    fn a_scenes_document_ignores_the_systems_theme() {
        let styles = include_str!("../../../www/styles.css");
        let index = include_str!("../../../index.html");
        for text in [styles, index] {
            let fixed = fix_theme(text, true);
            assert!(text != fixed && !fixed.contains("prefers-color-scheme"), "{fixed}");
        }
    }
}
