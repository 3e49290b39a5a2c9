//! Drawing on the server.

use std::sync::Arc;

use mall_contract::{ClaimPage, CouponShown, ScanPage, Surface, TillPage, Wallet};
use yew::{AttrValue, Callback, ServerRenderer};

use crate::app::{App, AppProps, Page};
use crate::host::caller::Caller;
use crate::pages::claim::state::Action;
use crate::pages::claim::{ClaimProps, ClaimView};
use crate::pages::coupon::state::Action as CouponAction;
use crate::pages::coupon::{CouponProps, CouponView};
use crate::pages::scan::state::Action as ScanAction;
use crate::pages::scan::{ScanProps, ScanView};
use crate::pages::till::state::Action as TillAction;
use crate::pages::till::{TillProps, TillView};
use crate::pages::wallet::state::Action as WalletAction;
use crate::pages::wallet::{WalletProps, WalletView};
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

/// The HTML of a claim page as it looks after something has happened on it, so that states which
/// only a browser reaches can be looked at without one.
pub async fn draw_after(page: Arc<ClaimPage>, happened: Vec<Action>, viewer: Viewer) -> String {
    let props = move || {
        let session = viewer.session(Clock::stopped(page.server_time), None);
        ClaimProps { page, session, happened: happened.into() }
    };
    ServerRenderer::<ClaimView>::with_props(props).hydratable(false).render().await
}

/// The same of the page that reads codes.
pub async fn draw_scan_after(page: ScanPage, happened: Vec<ScanAction>, viewer: Viewer) -> String {
    let props = move || {
        let session = viewer.session(Clock::stopped(page.server_time), None);
        ScanProps { page, session, happened: happened.into() }
    };
    ServerRenderer::<ScanView>::with_props(props).hydratable(false).render().await
}

/// The same of a store's till.
pub async fn draw_till_after(page: TillPage, happened: Vec<TillAction>, viewer: Viewer) -> String {
    let props = move || {
        let session = viewer.session(Clock::stopped(page.server_time), None);
        TillProps { page, session, happened: happened.into() }
    };
    ServerRenderer::<TillView>::with_props(props).hydratable(false).render().await
}

/// The same of a coupon's page.
pub async fn draw_coupon_after(
    shown: CouponShown,
    happened: Vec<CouponAction>,
    viewer: Viewer,
) -> String {
    let props = move || {
        let session = viewer.session(Clock::stopped(shown.server_time), None);
        CouponProps { shown, session, happened: happened.into() }
    };
    ServerRenderer::<CouponView>::with_props(props).hydratable(false).render().await
}

/// The same of the wallet.
pub async fn draw_wallet_after(
    wallet: Wallet,
    happened: Vec<WalletAction>,
    viewer: Viewer,
) -> String {
    let props = move || {
        let session = viewer.session(Clock::stopped(wallet.server_time), None);
        WalletProps { wallet, session, happened: happened.into() }
    };
    ServerRenderer::<WalletView>::with_props(props).hydratable(false).render().await
}
