//! A document of the gallery: the pages' own, in the theme asked for whatever the system prefers.

use axum::response::{Html, IntoResponse, Response};

use super::look::Look;
use crate::http::headers::OwnPolicy;
use crate::http::shell::hashes;
use crate::http::state::AppState;

/// What a document has to do with frames.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// It shows others in frames.
    Frames,
    /// It is shown in frames.
    Framed,
}

/// A finished document with the pages' styles, and some of its own behind them.
pub fn document(
    app: &AppState,
    look: &Look,
    title: &str,
    body: &str,
    styles: &str,
    framing: Framing,
) -> Response {
    let document = app.shell.document(look.manner, title, body, None);
    let document =
        themed(&document, look.dark).replacen("</style>", &format!("{styles}</style>"), 1);
    let own = OwnPolicy {
        style_hashes: hashes(&document, "<style>", "</style>"),
        may_be_framed: framing == Framing::Framed,
        may_frame: framing == Framing::Frames,
        ..OwnPolicy::default()
    };
    let mut response = Html(document).into_response();
    response.extensions_mut().insert(own);
    response
}

/// Takes the choice of theme out of the system's hands: what it would ask for becomes a condition
/// that always holds, or never.
fn themed(document: &str, dark: bool) -> String {
    let condition = |holds: bool| if holds { "(min-width:0)" } else { "(max-width:0)" };
    let mut themed = document.to_owned();
    for space in [" ", ""] {
        for (theme, holds) in [("dark", dark), ("light", !dark)] {
            let asked = format!("(prefers-color-scheme:{space}{theme})");
            themed = themed.replace(&asked, condition(holds));
        }
    }
    let scheme = if dark { "content=\"dark\"" } else { "content=\"light\"" };
    themed.replace("content=\"light dark\"", scheme)
}

#[cfg(test)]
mod tests {
    use super::themed;

    #[test]
    fn the_theme_is_no_longer_the_systems_choice() {
        for styles in
            ["@media (prefers-color-scheme: dark) {}", "@media(prefers-color-scheme:dark){}"]
        {
            assert!(themed(styles, true).contains("(min-width:0)"), "{styles}");
            assert!(themed(styles, false).contains("(max-width:0)"), "{styles}");
        }
        let head = "<meta name=\"color-scheme\" content=\"light dark\">";
        assert_eq!(themed(head, true), "<meta name=\"color-scheme\" content=\"dark\">");
    }

    #[test]
    fn nothing_of_the_pages_own_document_is_left_to_the_system() {
        let styles = include_str!("../../../../../www/styles.css");
        let index = include_str!("../../../../../index.html");
        for text in [styles, index] {
            let themed = themed(text, true);
            assert!(text != themed && !themed.contains("prefers-color-scheme"), "{themed}");
        }
    }
}
