//! What stands around every page: the mall's name, the size of text, the language, the wallet.

use yew::prelude::*;

use super::icon::{Icon, icon};
use crate::session::{Session, href};

/// Draws a page's content with the frame around it. `query` is what of the page's address stays
/// when the language or the size of text changes; `wallet` where the wallet is, none on itself.
pub fn frame(
    session: &Session,
    mall: &str,
    query: &str,
    wallet: Option<String>,
    content: Html,
) -> Html {
    let (text, other) = (session.text(), session.language.other());
    let language = href(&[query, &format!("lang={}", other.code())]);
    let (size, words) = match session.large_text {
        true => ("text=normal", text.normal_text),
        false => ("text=large", text.large_text),
    };
    html! {
        <>
            <a class="skip" href="#content">{ text.skip_to_content }</a>
            <header class="top">
                <span class="mall">{ mall }</span>
                <nav>
                    <a href={href(&[query, size])}>{ words }</a>
                    <a href={language} lang={other.tag()} hreflang={other.tag()}>
                        { text.switch_language }
                    </a>
                    if let Some(wallet) = wallet {
                        <a href={wallet}>{ icon(Icon::Wallet) }{ text.wallet }</a>
                    }
                </nav>
            </header>
            <main id="content" tabindex="-1">{ content }</main>
        </>
    }
}
