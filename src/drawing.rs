//! Drawing on the server.

use mall_contract::Surface;
use yew::{Callback, ServerRenderer};

use crate::app::{App, AppProps, Page};
use crate::session::Session;
use crate::text::Language;

/// The HTML of a page, to stand inside the document's `#page`.
///
/// `form_nonce` makes the request ids of the page's forms: a fresh random text of 16 to 40
/// characters of `A–Z a–z 0–9 _ -` for each drawing.
pub async fn draw(page: Page, language: Language, form_nonce: String) -> String {
    drawn(move || {
        let session = Session::drawn(&page, language, form_nonce);
        AppProps { page: page.into(), session, on_drawn: Callback::noop() }
    })
    .await
}

/// The same for a receipt, opened with a query that is given without the language.
pub async fn draw_receipt(
    page: Page,
    language: Language,
    form_nonce: String,
    query: String,
) -> String {
    drawn(move || {
        let session = Session {
            pass: page.pass(),
            query: query.into(),
            surface: Surface::Receipt,
            ..Session::drawn(&page, language, form_nonce)
        };
        AppProps { page: page.into(), session, on_drawn: Callback::noop() }
    })
    .await
}

async fn drawn(props: impl FnOnce() -> AppProps + Send + 'static) -> String {
    ServerRenderer::<App>::with_props(props).hydratable(false).render().await
}
