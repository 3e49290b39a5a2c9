//! A scene: the content of a page, and the actions that have happened on it.

use mall_contract::{ClaimPage, CouponPage, OfferCard, ScanPage, TillPage, Wallet};
use mall_coupons::Page;
use mall_coupons::pages::claim::state::Action as ClaimAction;
use mall_coupons::pages::coupon::state::Action as CouponAction;
use mall_coupons::pages::scan::state::Action as ScanAction;
use mall_coupons::pages::till::state::Action as TillAction;
use mall_coupons::pages::wallet::state::Action as WalletAction;

use crate::samples::Samples;

/// One state of a card or a page.
pub struct Scene {
    /// The name in addresses, `/gallery/{name}`: lower-case letters, digits and hyphens.
    pub name: String,
    /// A sentence on the state.
    pub description: &'static str,
    pub content: Content,
}

/// The content of a page as the server sent it, and the actions that have happened on it since. Without
/// actions the page is drawn as the server draws it.
pub enum Content {
    Claim {
        page: Box<ClaimPage>,
        actions: Vec<ClaimAction>,
        /// Each card's rules are unfolded.
        rules_open: bool,
    },
    Wallet {
        wallet: Box<Wallet>,
        actions: Vec<WalletAction>,
    },
    Coupon {
        coupon: Box<CouponPage>,
        actions: Vec<CouponAction>,
    },
    Scan {
        page: ScanPage,
        actions: Vec<ScanAction>,
    },
    Till {
        page: TillPage,
        actions: Vec<TillAction>,
    },
    /// A page on which nothing happens.
    Page(Page),
    /// The page's place until its data has come.
    Skeleton,
}

pub fn scene(name: impl Into<String>, description: &'static str, content: Content) -> Scene {
    Scene { name: name.into(), description, content }
}

impl Content {
    /// Returns a claim page as the server draws it.
    pub fn claim(page: ClaimPage) -> Self {
        Self::claim_after(page, Vec::new())
    }

    /// Returns a claim page after actions.
    pub fn claim_after(page: ClaimPage, actions: Vec<ClaimAction>) -> Self {
        Self::Claim { page: page.into(), actions, rules_open: false }
    }

    /// Returns a claim page as the server draws it, with each card's rules unfolded.
    pub fn claim_with_rules(page: ClaimPage) -> Self {
        Self::Claim { page: page.into(), actions: Vec::new(), rules_open: true }
    }

    /// Returns a claim page with one card: the first, changed.
    pub fn one_card(samples: Samples, change: impl FnOnce(&mut OfferCard)) -> Self {
        let mut card = samples.card(0);
        change(&mut card);
        Self::claim(samples.claim_page(vec![card]))
    }
}
