//! Drawing on the server.

use crate::app::{App, AppProps, Page};
use crate::session::{Clock, Session};
use crate::text::Language;

/// For whom a page is drawn.
#[derive(Clone, Debug, Default)]
pub struct Viewer {
    /// The language to read.
    pub language: Language,
    /// Whether all text is 1.4 times as large.
    pub large_text: bool,
    /// Makes the request ids of the page's forms: a fresh random text of 16 to 40 characters of
    /// `A–Z a–z 0–9 _ -` for each drawing.
    pub form_nonce: String,
}

/// The HTML of a page, to stand inside the document's `#page`.
pub async fn draw(page: Page, viewer: Viewer) -> String {
    let Viewer { language, large_text, form_nonce } = viewer;
    let props = move || {
        let clock = Clock::stopped(page.server_time());
        let (form_nonce, report) = (form_nonce.into(), yew::Callback::noop());
        let session = Session { language, large_text, clock, form_nonce, report };
        AppProps { page: page.into(), session, on_drawn: yew::Callback::noop() }
    };
    yew::ServerRenderer::<App>::with_props(props).hydratable(false).render().await
}
