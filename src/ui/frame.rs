//! What stands around every page: the mall's name, the size of text, the language, the wallet.

use yew::Html;

use super::element::{element, nodes};
use crate::text::Text;

/// Where the frame's links lead.
#[derive(Clone, PartialEq)]
pub struct Links {
    /// This page in the other language: its address, and the language's tag.
    pub other_language: (String, &'static str),
    /// This page in the other size of text: its address, and what that is called.
    pub other_size: (String, &'static str),
    /// The way to the wallet; nothing on the wallet itself.
    pub wallet: Html,
}

/// Draws a page's content with the frame around it.
pub fn frame(text: &Text, mall: &str, links: Links, content: Html) -> Html {
    let Links { other_language: (other, tag), other_size: (size, words), wallet } = links;
    let skip = element!("a", [("class", "skip"), ("href", "#content")], [text.skip_to_content]);
    let mall = element!("span", [("class", "mall")], [mall]);
    let size = element!("a", [("href", size)], [words]);
    let other =
        element!("a", [("href", other), ("lang", tag), ("hreflang", tag)], [text.switch_language]);
    let top =
        element!("header", [("class", "top")], [mall, element!("nav", [], [size, other, wallet])]);
    // A page in another one leaves that its own main part.
    let main = if cfg!(feature = "embed") { "div" } else { "main" };
    let content = element!(main, [("id", "content"), ("tabindex", "-1")], [content]);
    nodes![skip, top, content]
}
