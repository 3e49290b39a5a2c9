//! Drawing on the server.

use std::sync::Arc;

use mall_contract::{ClaimPage, Moment};

use crate::app::{App, AppProps, Page};
use crate::pages::claim::state::Action;
use crate::pages::claim::{ClaimProps, ClaimView};
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

impl Viewer {
    fn session(self, server_time: Moment) -> Session {
        let Self { language, large_text, form_nonce } = self;
        let clock = Clock::stopped(server_time);
        Session { language, large_text, clock, form_nonce: form_nonce.into() }
    }
}

/// The HTML of a page, to stand inside the document's `#page`.
pub async fn draw(page: Page, viewer: Viewer) -> String {
    let props = move || {
        let session = viewer.session(page.server_time());
        AppProps { page: page.into(), session, on_drawn: yew::Callback::noop() }
    };
    yew::ServerRenderer::<App>::with_props(props).hydratable(false).render().await
}

/// The HTML of a claim page as it looks after something has happened on it, so that states which
/// only a browser reaches can be looked at without one.
pub async fn draw_after(page: Arc<ClaimPage>, happened: Vec<Action>, viewer: Viewer) -> String {
    let props = move || {
        let session = viewer.session(page.server_time);
        ClaimProps { page, session, happened: happened.into() }
    };
    yew::ServerRenderer::<ClaimView>::with_props(props).hydratable(false).render().await
}
