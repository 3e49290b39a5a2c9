//! What the gallery shows: every state of card and page, in groups.

mod at_till;
mod held;
mod open;
mod pages;
mod problems;
mod refused;
mod scanning;
mod showing;
mod texts;
mod under_way;
mod wallet;

use mall_contract::{ClaimPage, CouponPage, OfferCard, ScanPage, TillPage, Wallet};
use mall_coupons::pages::claim::state::Action;
use mall_coupons::pages::coupon::state::Action as CouponAction;
use mall_coupons::pages::scan::state::Action as ScanAction;
use mall_coupons::pages::till::state::Action as TillAction;
use mall_coupons::pages::wallet::state::Action as WalletAction;
use mall_coupons::{Language, Page};

use super::goods::Goods;

/// One thing to look at.
pub struct Scene {
    /// Its name in addresses: `/gallery/{name}`.
    pub name: String,
    /// What it shows, a sentence.
    pub shows: String,
    /// What it is drawn from.
    pub content: Content,
}

/// What a scene is drawn from.
pub enum Content {
    /// A claim page, after what has happened on it.
    Claim {
        /// What the server said.
        page: Box<ClaimPage>,
        /// What has happened since.
        happened: Vec<Action>,
        /// Whether each card's rules are unfolded.
        unfolded: bool,
    },
    /// The page that reads codes, after what has happened on it; served as it is where nothing has.
    Scan {
        /// What the server said.
        page: ScanPage,
        /// What has happened since.
        happened: Vec<ScanAction>,
    },
    /// The page of one coupon, after what has happened on it; served as it is where nothing has.
    Coupon {
        /// What the server said.
        shown: Box<CouponPage>,
        /// What has happened since.
        happened: Vec<CouponAction>,
    },
    /// A store's till, after what has happened on it; served as it is where nothing has.
    Till {
        /// What the server said.
        page: TillPage,
        /// What has happened since.
        happened: Vec<TillAction>,
    },
    /// The wallet, after what has happened on it; served as it is where nothing has.
    Wallet {
        /// What the server said.
        wallet: Box<Wallet>,
        /// What has happened since.
        happened: Vec<WalletAction>,
    },
    /// Another page.
    Page(Page),
    /// What the document holds until the page has its data.
    Skeleton,
}

/// Scenes that belong together.
pub struct Group {
    /// What they have in common.
    pub title: &'static str,
    /// The scenes.
    pub scenes: Vec<Scene>,
}

/// All scenes, in a language.
pub fn groups(language: Language) -> Vec<Group> {
    let goods = Goods(language);
    vec![
        Group { title: "Offers that can be claimed", scenes: open::scenes(goods) },
        Group { title: "A claim under way", scenes: under_way::scenes(goods) },
        Group { title: "Coupons that are held", scenes: held::scenes(goods) },
        Group { title: "Offers that are refused", scenes: refused::scenes(goods) },
        Group { title: "Difficult texts", scenes: texts::scenes(goods) },
        Group { title: "Whole pages", scenes: pages::scenes(goods) },
        Group { title: "The wallet", scenes: wallet::scenes(goods) },
        Group { title: "Reading codes", scenes: scanning::scenes(goods) },
        Group { title: "Showing a coupon", scenes: showing::scenes(goods) },
        Group { title: "At a store's till", scenes: at_till::scenes(goods) },
        Group { title: "Pages that say why not", scenes: problems::scenes(goods) },
    ]
}

/// A claim page after what has happened on it.
fn claim(page: ClaimPage, happened: Vec<Action>) -> Content {
    Content::Claim { page: Box::new(page), happened, unfolded: false }
}

/// A claim page as the server draws it, with each card's rules unfolded.
fn with_rules(page: ClaimPage) -> Content {
    Content::Claim { page: Box::new(page), happened: Vec::new(), unfolded: true }
}

fn scene(name: impl Into<String>, shows: impl Into<String>, content: Content) -> Scene {
    Scene { name: name.into(), shows: shows.into(), content }
}

/// A claim page with these cards, as the server draws it.
fn cards(goods: Goods, cards: Vec<OfferCard>) -> Content {
    after(goods, cards, Vec::new())
}

/// The same with one card: the first, with what the scene is about changed.
fn one(goods: Goods, change: impl FnOnce(&mut OfferCard)) -> Content {
    cards(goods, vec![goods.card_with(change)])
}

/// A claim page with these cards, after something has happened on it.
fn after(goods: Goods, cards: Vec<OfferCard>, happened: Vec<Action>) -> Content {
    claim(goods.page(cards), happened)
}
