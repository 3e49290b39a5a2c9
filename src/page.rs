//! Every page of the application, in one table.

use std::sync::Arc;

#[cfg(feature = "coupon")]
use mall_contract::CouponPage;
#[cfg(feature = "scan")]
use mall_contract::ScanPage;
#[cfg(feature = "till")]
use mall_contract::TillPage;
#[cfg(feature = "wallet")]
use mall_contract::Wallet;
use mall_contract::{ClaimPage, Mall, Moment, Problem, WaitingPage};
use serde::{Deserialize, Serialize};
use yew::{AttrValue, Html};

use crate::host::json::{Read, Reader};
use crate::pages::claim::ClaimController;
use crate::pages::controller::page_view;
use crate::pages::problem::{problem, unreachable};
use crate::pages::waiting::{WaitOutcome, waiting};
use crate::session::Session;
use crate::text::{Language, Text};

/// True in a build that draws the claim page, and the page that waits for its payment.
pub const CLAIM: bool = cfg!(feature = "claim");

/// Declares the pages: the variant of [`Page`] with its data, its name in JSON, and how it is titled and
/// drawn. A page with a `cfg` exists only in its own module, so that no other module carries it.
macro_rules! pages {
    (
        title($language:ident), view($session:ident, $outcome:ident);
        $(
            $(#[$cfg:meta])?
            $variant:ident($page:ident: $data:ty) = $name:literal $(if $enabled:ident)? {
                title: $title:expr,
                view: $view:expr,
            }
        )*
    ) => {
        /// The data of any page. The server leaves it beside the page's HTML as JSON.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Page {
            $($(#[$cfg])? #[serde(rename = $name)] $variant($data),)*
            /// The server could not be reached.
            #[serde(rename = "unreachable")]
            Unreachable,
        }

        /// The names in JSON, in the order of [`Index`].
        const NAMES: &[&str] = &[$($(#[$cfg])? $name),*];

        /// The places of the pages of this build in [`NAMES`].
        enum Index {
            $($(#[$cfg])? $variant,)*
        }

        impl Page {
            /// Returns the server's clock when it made the page.
            #[must_use]
            pub fn server_time(&self) -> Moment {
                match self {
                    $($(#[$cfg])? Self::$variant(page) => page.server_time,)*
                    Self::Unreachable => Moment::new(0, 0),
                }
            }

            /// Returns the title of the document.
            #[must_use]
            pub fn title(&self, $language: Language) -> String {
                match self {
                    $($(#[$cfg])? Self::$variant($page) => $title,)*
                    Self::Unreachable => Text::of($language).unreachable_title.into(),
                }
            }

            /// Draws the page. `outcome` is that of waiting for a payment.
            pub fn view(&self, $session: &Session, $outcome: Option<&WaitOutcome>) -> Html {
                match self {
                    $($(#[$cfg])? Self::$variant($page) $(if $enabled)? => $view,)*
                    Self::Unreachable => unreachable($session),
                    #[allow(unreachable_patterns, reason = "a build with all pages has none left")]
                    _ => Html::default(),
                }
            }
        }

        impl Read for Page {
            fn read(reader: &mut Reader<'_>) -> Self {
                let page = reader.variant(NAMES, |reader, index| match index {
                    $($(#[$cfg])? index if index == Index::$variant as usize $(&& $enabled)? => {
                        Self::$variant(Read::read(reader))
                    })*
                    _ => Self::Problem(Read::read(reader)),
                });
                page.unwrap_or(Self::Unreachable)
            }
        }
    };
}

pages! {
    title(language), view(session, outcome);

    Claim(page: Arc<ClaimPage>) = "claim" if CLAIM {
        title: title_with_mall(Text::of(language).claim_title, &page.mall),
        view: page_view::<ClaimController>(page, session),
    }
    #[cfg(feature = "wallet")]
    Wallet(wallet: Arc<Wallet>) = "wallet" {
        title: title_with_mall(Text::of(language).wallet_title, &wallet.mall),
        view: page_view::<crate::pages::wallet::WalletController>(wallet, session),
    }
    Waiting(page: WaitingPage) = "waiting" if CLAIM {
        title: title_with_mall(Text::of(language).payment_pending, &page.mall),
        view: waiting(page, session, outcome),
    }
    Problem(page: Problem) = "problem" {
        title: (Text::of(language).refusal)(&page.refusal, page.server_time).label.into(),
        view: problem(page, session),
    }
    #[cfg(feature = "scan")]
    Scan(page: Arc<ScanPage>) = "scan" {
        title: title_with_mall(Text::of(language).to_scan, &page.mall),
        view: page_view::<crate::pages::scan::ScanController>(page, session),
    }
    #[cfg(feature = "coupon")]
    Coupon(page: Arc<CouponPage>) = "coupon" {
        title: title_with_mall(&page.coupon.title, &page.mall),
        view: page_view::<crate::pages::coupon::CouponController>(page, session),
    }
    #[cfg(feature = "till")]
    Till(page: Arc<TillPage>) = "till" {
        title: title_with_mall(crate::text::till_page::TillText::of(language).title, &page.mall),
        view: page_view::<crate::pages::till::TillController>(page, session),
    }
}

impl Page {
    /// Returns the pass that identifies the shopper where cookies do not reach.
    #[must_use]
    pub fn pass(&self) -> Option<AttrValue> {
        match self {
            Self::Claim(page) => page.pass.clone().map(AttrValue::from),
            _ => None,
        }
    }

    /// Returns the path below which the browser keeps copies of such pages for use without a network.
    #[must_use]
    pub fn offline_scope(&self) -> Option<&'static str> {
        match self {
            #[cfg(feature = "wallet")]
            Self::Wallet(_) => Some("/wallet"),
            #[cfg(feature = "coupon")]
            Self::Coupon(_) => Some("/coupons/"),
            _ => None,
        }
    }
}

/// Returns the title of a page in a mall.
fn title_with_mall(title: &str, mall: &Mall) -> String {
    format!("{title} · {}", mall.name)
}
