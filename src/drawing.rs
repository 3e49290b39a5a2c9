//! Drawing on the server.

use std::sync::Arc;

use mall_contract::{Moment, Surface};
use yew::{AttrValue, Callback, ServerRenderer};

use crate::app::{App, AppProps, Page};
use crate::host::caller::Caller;
use crate::pages::life::{Life, PageProps, PageView};
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
    /// The query a receipt was opened with; none for other pages.
    pub receipt: Option<String>,
}

impl Viewer {
    fn session(self, clock: Clock, pass: Option<AttrValue>) -> Session {
        let Self { language, large_text, form_nonce, receipt } = self;
        let surface = if receipt.is_some() { Surface::Receipt } else { Surface::default() };
        let query = receipt.unwrap_or_default().into();
        Session {
            language,
            caller: Caller::new(language.code()),
            large_text,
            clock,
            kept: false,
            form_nonce: form_nonce.into(),
            pass,
            query,
            surface,
            report: Callback::noop(),
        }
    }
}

/// The HTML of a page, to stand inside the document's `#page`.
pub async fn draw(page: Page, viewer: Viewer) -> String {
    let props = move || {
        let clock = Clock::stopped(page.server_time());
        let session = viewer.session(clock, page.pass());
        AppProps { page: page.into(), session, on_drawn: Callback::noop() }
    };
    ServerRenderer::<App>::with_props(props).hydratable(false).render().await
}

/// The HTML of a page as it looks after something has happened on it, so that states which only a
/// browser reaches can be looked at without one.
pub async fn draw_after<L: Life<Page: Send + Sync, Action: Send>>(
    page: Arc<L::Page>,
    server_time: Moment,
    happened: Vec<L::Action>,
    viewer: Viewer,
) -> String {
    let props = move || {
        let session = viewer.session(Clock::stopped(server_time), None);
        PageProps { page, session, happened: happened.into() }
    };
    ServerRenderer::<PageView<L>>::with_props(props).hydratable(false).render().await
}
