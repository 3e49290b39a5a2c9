//! Drawing pages on the server.

use std::sync::Arc;

use mall_contract::{Moment, Surface};
use yew::{AttrValue, Callback, ServerRenderer};

use crate::app::{App, AppProps};
use crate::host::caller::Caller;
use crate::page::Page;
use crate::pages::controller::{Action, Controller, PageProps, PageView};
use crate::pages::entering::{Entering, EnteringProps};
use crate::pages::store::Reduce;
use crate::session::{Clock, Session};
use crate::text::Language;

/// The person a page is drawn for.
#[derive(Clone, Debug, Default)]
pub struct Viewer {
    pub language: Language,
    /// True if all text is 1.4 times as large.
    pub large_text: bool,
    /// A random text for the request ids of the page's forms: 16 to 40 characters of `A–Z a–z 0–9 _ -`,
    /// fresh for each drawing.
    pub form_nonce: String,
    /// The query with which a receipt was opened; none for other pages.
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
            is_offline_copy: false,
            form_nonce: form_nonce.into(),
            pass,
            query,
            surface,
            report: Callback::noop(),
        }
    }
}

/// Draws a page as HTML for the document's `#page`.
pub async fn draw(page: Page, viewer: Viewer) -> String {
    let props = move || {
        let clock = Clock::stopped(page.server_time());
        let session = viewer.session(clock, page.pass());
        AppProps { page: page.into(), session, on_drawn: Callback::noop() }
    };
    ServerRenderer::<App>::with_props(props).hydratable(false).render().await
}

/// Draws the question before an entry takes the place of another wallet. The answer is posted to `action`.
pub async fn draw_entering(action: String, to: Option<String>, viewer: Viewer) -> String {
    let props = move || EnteringProps {
        action: action.into(),
        to: to.map(AttrValue::from),
        session: viewer.session(Clock::stopped(Moment::new(0, 0)), None),
    };
    ServerRenderer::<Entering>::with_props(props).hydratable(false).render().await
}

/// Draws a page as HTML in the state after some actions. The gallery shows states by it that only a browser
/// reaches.
pub async fn draw_after<C>(
    page: Arc<C::Page>,
    server_time: Moment,
    actions: Vec<Action<C>>,
    viewer: Viewer,
) -> String
where
    C: Controller<Page: Send + Sync, State: Reduce<Action: Send>>,
{
    let props = move || {
        let session = viewer.session(Clock::stopped(server_time), None);
        PageProps { page, session, actions: actions.into() }
    };
    ServerRenderer::<PageView<C>>::with_props(props).hydratable(false).render().await
}
