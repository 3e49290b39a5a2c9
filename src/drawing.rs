//! Drawing on the server.

use crate::app::{App, AppProps, Page};
use crate::session::{Clock, Session};
use crate::text::Language;

/// The HTML of a page, to stand inside the document's `#page`.
///
/// `form_nonce` makes the request ids of the page's forms: a fresh random text of 16 to 40
/// characters of `A–Z a–z 0–9 _ -` for each drawing.
pub async fn draw(page: Page, language: Language, form_nonce: String) -> String {
    let props = move || {
        let clock = Clock::stopped(page.server_time());
        let session = Session { language, clock, form_nonce: form_nonce.into() };
        AppProps { page: page.into(), session, on_drawn: yew::Callback::noop() }
    };
    yew::ServerRenderer::<App>::with_props(props).hydratable(false).render().await
}
