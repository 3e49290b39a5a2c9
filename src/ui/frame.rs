//! The frame around every page: the mall's name and the links for text size, language and wallet.

use yew::Html;

use super::element::{element, nodes};
use crate::text::Text;

/// The links of the frame.
#[derive(Clone, PartialEq)]
pub struct Links {
    /// The address of this page in the other language, and that language's tag.
    pub other_language: (String, &'static str),
    /// The address of this page in the other text size, and the link's text.
    pub other_size: (String, &'static str),
    /// The link to the wallet; empty on the wallet itself.
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
    // An embedded page leaves `main` to the site around it.
    let main = if cfg!(feature = "embed") { "div" } else { "main" };
    let content = element!(main, [("id", "content"), ("tabindex", "-1")], [content]);
    nodes![skip, top, content]
}
