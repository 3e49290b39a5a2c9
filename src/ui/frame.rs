//! What stands around every page: the mall's name, the language, the wallet.

use yew::prelude::*;

use crate::text::{Language, Text};

/// Where the frame's links lead.
#[derive(Clone, PartialEq)]
pub struct Links {
    /// This page in the other language.
    pub other_language: String,
    /// The way to the wallet; nothing on the wallet itself.
    pub wallet: Html,
}

/// Draws a page's content with the frame around it.
pub fn frame(language: Language, mall: &str, links: &Links, content: Html) -> Html {
    let text = Text::of(language);
    html! {
        <>
            <a class="skip" href="#content">{ text.skip_to_content }</a>
            <header class="top">
                <span class="mall">{ mall }</span>
                <nav>
                    <a href={links.other_language.clone()} lang={language.other().tag()} hreflang={language.other().tag()}>
                        { text.switch_language }
                    </a>
                    { links.wallet.clone() }
                </nav>
            </header>
            <main id="content" tabindex="-1">{ content }</main>
        </>
    }
}
