//! A page's data, drawn.

use std::rc::Rc;
use std::sync::Arc;

#[cfg(feature = "coupon")]
use mall_contract::CouponPage;
#[cfg(feature = "scan")]
use mall_contract::ScanPage;
#[cfg(feature = "till")]
use mall_contract::TillPage;
#[cfg(feature = "wallet")]
use mall_contract::Wallet;
use mall_contract::{ClaimPage, Moment, Problem, WaitingPage};
use serde::{Deserialize, Serialize};
use yew::{AttrValue, Callback, Component, Context, Html, Properties};

use crate::host::json::{Read, Reader};
use crate::pages::claim;
#[cfg(feature = "coupon")]
use crate::pages::coupon;
use crate::pages::life::page_view;
use crate::pages::problem::{problem, unreachable};
#[cfg(feature = "scan")]
use crate::pages::scan;
#[cfg(feature = "till")]
use crate::pages::till;
use crate::pages::waiting::{End, until_known, waiting};
#[cfg(feature = "wallet")]
use crate::pages::wallet;
use crate::session::Session;
#[cfg(feature = "till")]
use crate::text::till_page::TillText;
use crate::text::{Language, Text};

/// Whether this build draws the claim page, and what it follows from.
pub const CLAIM: bool = cfg!(feature = "claim");

/// The names of pages, in the order in which they are read.
const NAMES: &[&str] = &[
    "claim",
    "wallet",
    "waiting",
    "problem",
    "scan",
    #[cfg(feature = "coupon")]
    "coupon",
    #[cfg(feature = "till")]
    "till",
];

/// The place of the till among them: the coupon stands before it where both are built.
#[cfg(feature = "till")]
const TILL: usize = NAMES.len() - 1;

/// Any page, by what it is drawn from. The server leaves it beside its HTML as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Page {
    /// The offers after a payment.
    Claim(Arc<ClaimPage>),
    /// The shopper's coupons. A variant of its own module alone: it weighs on no other.
    #[cfg(feature = "wallet")]
    Wallet(Arc<Wallet>),
    /// One coupon, to be shown at a till. A variant of its own module alone: it weighs on no other.
    #[cfg(feature = "coupon")]
    Coupon(Arc<CouponPage>),
    /// A store's till. A variant of its own module alone, too.
    #[cfg(feature = "till")]
    Till(Arc<TillPage>),
    /// Where codes are read. A variant of its own module alone, too.
    #[cfg(feature = "scan")]
    Scan(Arc<ScanPage>),
    /// A payment whose notice has not come yet.
    Waiting(WaitingPage),
    /// Why there is no such page.
    Problem(Problem),
    /// The server could not be asked.
    Unreachable,
}

impl Page {
    /// The server's clock when it was written.
    #[must_use]
    pub fn server_time(&self) -> Moment {
        match self {
            Self::Claim(page) => page.server_time,
            #[cfg(feature = "wallet")]
            Self::Wallet(wallet) => wallet.server_time,
            #[cfg(feature = "coupon")]
            Self::Coupon(shown) => shown.server_time,
            #[cfg(feature = "till")]
            Self::Till(page) => page.server_time,
            #[cfg(feature = "scan")]
            Self::Scan(page) => page.server_time,
            Self::Waiting(waiting) => waiting.server_time,
            Self::Problem(problem) => problem.server_time,
            Self::Unreachable => Moment::new(0, 0),
        }
    }

    /// What says who its shopper is where cookies do not reach.
    #[must_use]
    pub fn pass(&self) -> Option<AttrValue> {
        match self {
            Self::Claim(page) => page.pass.clone().map(AttrValue::from),
            _ => None,
        }
    }

    /// Which paths' pages are kept for when there is no network, where this is one of them.
    #[cfg(any(feature = "coupon", feature = "wallet"))]
    #[must_use]
    pub fn kept_below(&self) -> Option<&'static str> {
        match self {
            #[cfg(feature = "wallet")]
            Self::Wallet(_) => Some("/wallet"),
            #[cfg(feature = "coupon")]
            Self::Coupon(_) => Some("/coupons/"),
            _ => None,
        }
    }

    /// What the browser calls the page.
    #[must_use]
    pub fn title(&self, language: Language) -> String {
        let text = Text::of(language);
        match self {
            Self::Claim(page) => format!("{} · {}", text.claim_title, page.mall.name),
            #[cfg(feature = "wallet")]
            Self::Wallet(wallet) => format!("{} · {}", text.wallet_title, wallet.mall.name),
            #[cfg(feature = "coupon")]
            Self::Coupon(shown) => format!("{} · {}", shown.coupon.title, shown.mall.name),
            #[cfg(feature = "till")]
            Self::Till(page) => {
                format!("{} · {}", TillText::of(language).title, page.mall.name)
            }
            #[cfg(feature = "scan")]
            Self::Scan(page) => format!("{} · {}", text.to_scan, page.mall.name),
            Self::Waiting(waiting) => format!("{} · {}", text.waiting, waiting.mall.name),
            Self::Problem(problem) => {
                (text.refusal)(&problem.refusal, problem.server_time).label.into()
            }
            Self::Unreachable => text.unreachable_title.into(),
        }
    }
}

impl Read for Page {
    fn read(reader: &mut Reader<'_>) -> Self {
        if reader.is_word("unreachable") {
            return Self::Unreachable;
        }
        let page = match reader.variant(NAMES) {
            Some(0) if CLAIM => Self::Claim(ClaimPage::read(reader).into()),
            #[cfg(feature = "wallet")]
            Some(1) => Self::Wallet(Wallet::read(reader).into()),
            #[cfg(feature = "scan")]
            Some(4) => Self::Scan(ScanPage::read(reader).into()),
            #[cfg(feature = "coupon")]
            Some(5) => Self::Coupon(CouponPage::read(reader).into()),
            #[cfg(feature = "till")]
            Some(TILL) => Self::Till(TillPage::read(reader).into()),
            Some(2) if CLAIM => Self::Waiting(Read::read(reader)),
            _ => Self::Problem(Read::read(reader)),
        };
        reader.leave();
        page
    }
}

/// What the application is given.
#[derive(Properties, Clone)]
pub struct AppProps {
    /// What to draw.
    pub page: Rc<Page>,
    /// For whom.
    pub session: Session,
    /// Called once when it is drawn.
    #[prop_or_default]
    pub on_drawn: Callback<()>,
}

/// One page is drawn once; what changes on it is its own state.
impl PartialEq for AppProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.page, &other.page)
    }
}

/// The application: one page.
pub struct App {
    /// What came of waiting, on a page that waits.
    end: Option<End>,
}

impl Component for App {
    type Message = End;
    type Properties = AppProps;

    fn create(_: &Context<Self>) -> Self {
        Self { end: None }
    }

    fn update(&mut self, _: &Context<Self>, end: End) -> bool {
        self.end = Some(end);
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let AppProps { page, session, .. } = context.props();
        match page.as_ref() {
            Page::Claim(content) if CLAIM => page_view::<claim::Life>(content, session),
            Page::Waiting(content) if CLAIM => waiting(content, session, self.end.as_ref()),
            Page::Problem(content) => problem(content, session),
            Page::Unreachable => unreachable(session),
            #[cfg(feature = "wallet")]
            Page::Wallet(content) => page_view::<wallet::Life>(content, session),
            #[cfg(feature = "scan")]
            Page::Scan(content) => page_view::<scan::Life>(content, session),
            #[cfg(feature = "coupon")]
            Page::Coupon(content) => page_view::<coupon::Life>(content, session),
            #[cfg(feature = "till")]
            Page::Till(content) => page_view::<till::Life>(content, session),
            // Not read by this build.
            #[allow(unreachable_patterns, reason = "a build with all pages reads all")]
            Page::Claim(_) | Page::Waiting(_) => Html::default(),
        }
    }

    fn rendered(&mut self, context: &Context<Self>, first: bool) {
        if !first {
            return;
        }
        let AppProps { page, session, on_drawn } = context.props();
        on_drawn.emit(());
        if let Page::Waiting(waiting) = page.as_ref()
            && CLAIM
        {
            let (link, known) =
                (context.link().clone(), until_known(waiting.ask.clone(), session.clone()));
            session.caller.spawn(async move { link.send_message(known.await) });
        }
    }
}
