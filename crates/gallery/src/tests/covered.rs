//! The kinds of states that all scenes together show.

use std::collections::BTreeSet;
use std::rc::Rc;

use mall_contract::{CardState, CouponPage, OfferCard, ScanPage, TillPage, Wallet};
use mall_coupons::pages::claim::state::State as ClaimState;
use mall_coupons::pages::coupon::state::{Action as CouponAction, Display, State as CouponState};
use mall_coupons::pages::scan::state::{Action as ScanAction, State as ScanState};
use mall_coupons::pages::store::Reduce;
use mall_coupons::pages::till::state::counter::Step;
use mall_coupons::pages::till::state::login::LoginFailure;
use mall_coupons::pages::till::state::{Action as TillAction, State as TillState};
use mall_coupons::pages::wallet::state::{Action as WalletAction, State as WalletState};
use mall_coupons::{Language, Page};

use super::kinds::*;
use super::refusals::code;
use crate::samples::NOW;
use crate::scenes::{Content, all};

/// The kinds of states of all scenes.
#[derive(Default)]
pub struct Covered {
    pub cards: BTreeSet<&'static str>,
    pub coupons_on_cards: BTreeSet<&'static str>,
    pub coupons_in_wallet: BTreeSet<&'static str>,
    pub benefits: BTreeSet<&'static str>,
    pub cameras: BTreeSet<&'static str>,
    pub scan_outcomes: BTreeSet<&'static str>,
    pub coupon_pages: BTreeSet<&'static str>,
    pub till_steps: BTreeSet<&'static str>,
    pub undo_steps: BTreeSet<&'static str>,
    pub login_failures: BTreeSet<&'static str>,
    pub refusals_on_cards: BTreeSet<&'static str>,
    pub refusals_as_pages: BTreeSet<&'static str>,
    pub refusals_at_till: BTreeSet<&'static str>,
    pub wallet_lists: BTreeSet<WalletList>,
    /// A coupon's page after its redemption was undone.
    pub undone: bool,
    /// A coupon's page without a network.
    pub cut_off: bool,
    pub waiting: bool,
    pub unreachable: bool,
    pub skeleton: bool,
}

/// A list of the wallet.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WalletList {
    pub reading: &'static str,
    pub coupons: &'static str,
    pub cut_off: bool,
}

impl Covered {
    /// Goes through all scenes.
    pub fn of_all_scenes() -> Self {
        let mut covered = Self::default();
        for scene in all(Language::Zh) {
            match scene.content {
                Content::Claim { page, actions, .. } => {
                    let opened = Rc::new(ClaimState::new(&page, NOW));
                    let state =
                        actions.into_iter().fold(opened, |state, action| state.reduce(action));
                    state.cards().for_each(|card| covered.card(&card.data, &card.state(NOW)));
                }
                Content::Scan { page, actions } => covered.scan(&page, actions),
                Content::Coupon { coupon, actions } => covered.coupon(&coupon, actions),
                Content::Till { page, actions } => covered.till(&page, actions),
                Content::Wallet { wallet, actions } => covered.wallet(&wallet, actions),
                Content::Page(page) => covered.page(&page),
                Content::Skeleton => covered.skeleton = true,
            }
        }
        covered
    }

    fn card(&mut self, card: &OfferCard, state: &CardState) {
        self.cards.insert(card_kind(state));
        self.benefits.insert(benefit_kind(&card.offer.benefit));
        match state {
            CardState::Held { state, .. } => {
                self.coupons_on_cards.insert(coupon_kind(state));
            }
            CardState::Refused(refusal) | CardState::Queued(refusal) => {
                self.refusals_on_cards.insert(code(refusal));
            }
            _ => {}
        }
    }

    fn scan(&mut self, page: &ScanPage, actions: Vec<ScanAction>) {
        let opened = Rc::new(ScanState::new(page));
        let state = actions.into_iter().fold(opened, |state, action| state.reduce(action));
        self.cameras.insert(camera_kind(&state.camera));
        self.scan_outcomes.insert(outcome_kind(&state.outcome));
    }

    fn coupon(&mut self, coupon: &CouponPage, actions: Vec<CouponAction>) {
        let opened = Rc::new(CouponState::new(coupon, coupon.server_time));
        let state = actions.into_iter().fold(opened, |state, action| state.reduce(action));
        let has_code = matches!(state.display(), Display::Code { .. });
        self.coupon_pages.insert(showing_kind(&state.display()));
        self.undone |= has_code && state.page.undone_at.is_some();
        self.cut_off |= has_code && state.unreachable;
    }

    fn till(&mut self, page: &TillPage, actions: Vec<TillAction>) {
        let opened = Rc::new(TillState::new(page));
        let state = actions.into_iter().fold(opened, |state, action| state.reduce(action));
        self.till_steps.insert(step_kind(&state.counter.step));
        self.undo_steps.extend(state.ledger.undo.iter().map(|undo| undo_kind(&undo.step)));
        self.login_failures.extend(state.login.failure.iter().map(kept_kind));
        let refused = match &state.counter.step {
            Step::Refused(refusal) => Some(refusal),
            Step::Prepared(prepared) => prepared.refused.as_ref().map(|problem| &problem.refusal),
            _ => None,
        };
        let login_refusals = state.login.failure.iter().filter_map(|failure| match failure {
            LoginFailure::Refused(refusal) => Some(refusal),
            _ => None,
        });
        self.refusals_at_till.extend(refused.into_iter().chain(login_refusals).map(code));
    }

    fn wallet(&mut self, wallet: &Wallet, actions: Vec<WalletAction>) {
        let opened = Rc::new(WalletState::new(wallet));
        let state = actions.into_iter().fold(opened, |state, action| state.reduce(action));
        for coupon in state.coupons().unwrap_or_default() {
            let state = mall_contract::coupon_state(coupon, NOW);
            self.coupons_in_wallet.insert(coupon_kind(&state));
        }
        let coupons = match state.coupons() {
            None => "unknown",
            Some([]) => "none",
            Some(_) => "some",
        };
        let reading = reading_kind(&state.list_status);
        self.wallet_lists.insert(WalletList { reading, coupons, cut_off: state.unreachable });
    }

    fn page(&mut self, page: &Page) {
        match page {
            Page::Problem(problem) => {
                self.refusals_as_pages.insert(code(&problem.refusal));
            }
            Page::Waiting(_) => self.waiting = true,
            Page::Unreachable => self.unreachable = true,
            Page::Claim(_) | Page::Wallet(_) | Page::Coupon(_) | Page::Scan(_) | Page::Till(_) => {
                panic!("this page has actions; its scene needs a content of its own")
            }
        }
    }
}
