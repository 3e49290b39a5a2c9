//! The gallery is complete: what it lacks is named, and what is new does not compile without a place
//! here.

mod kinds;

use std::collections::BTreeSet;

use mall_contract::{CardState, CouponPage, OfferCard, Refusal, ScanPage, TillPage, Wallet};
use mall_coupons::pages::claim::state::State;
use mall_coupons::pages::coupon::state::{Action as CouponAction, Showing, State as Shown};
use mall_coupons::pages::scan::state::{Action as ScanAction, State as ScanState};
use mall_coupons::pages::till::state::counter::Step;
use mall_coupons::pages::till::state::door::Kept;
use mall_coupons::pages::till::state::{Action as TillAction, State as TillState};
use mall_coupons::pages::wallet::state::{Action as WalletAction, State as InWallet};
use mall_coupons::{Language, Page};

use super::goods::NOW;
use super::scenes::{Content, Scene, groups};
use kinds::*;

/// Where a refusal is met, as the gallery must show it.
#[derive(PartialEq)]
enum Met {
    OnCard,
    AsPage,
    OnBoth,
    /// Staff meet it, as what came of a code.
    AtTill,
    /// Callers of the interface meet it, shoppers never do.
    ByCallers,
}

macro_rules! refusals {
    ($($pattern:pat => $code:literal, $met:ident),+ $(,)?) => {
        /// Does not compile when a refusal has no line below.
        fn known(refusal: &Refusal) -> &'static str {
            match refusal { $($pattern => $code),+ }
        }
        const REFUSALS: &[(&str, Met)] = &[$(($code, Met::$met)),+];
    };
}

refusals! {
    Refusal::OfferNotStarted { .. } => "offer_not_started", OnCard,
    Refusal::OfferEnded => "offer_ended", OnCard,
    Refusal::OfferPaused => "offer_paused", OnCard,
    Refusal::UnknownOffer => "unknown_offer", OnBoth,
    Refusal::SoldOut => "sold_out", OnCard,
    Refusal::DailyLimit { .. } => "daily_limit", OnCard,
    Refusal::PersonLimit { .. } => "person_limit", OnCard,
    Refusal::PaymentTooSmall { .. } => "payment_too_small", OnCard,
    Refusal::PaymentFirst { .. } => "payment_first", OnCard,
    Refusal::UnknownPlacement => "unknown_placement", AsPage,
    Refusal::PlacementPaused => "placement_paused", OnBoth,
    Refusal::PlacementEnded => "placement_ended", OnBoth,
    Refusal::UnknownCategory => "unknown_category", ByCallers,
    Refusal::LinesRefused { .. } => "lines_refused", ByCallers,
    Refusal::NotUtf8 => "not_utf8", ByCallers,
    Refusal::SheetTooLong { .. } => "sheet_too_long", ByCallers,
    Refusal::NoGlyph { .. } => "no_glyph", ByCallers,
    Refusal::PaymentNotConfirmed { .. } => "payment_not_confirmed", OnBoth,
    Refusal::PaymentRefunded => "payment_refunded", OnCard,
    Refusal::NotForThisPayment => "not_for_this_payment", OnCard,
    Refusal::LinkInvalid => "link_invalid", OnBoth,
    Refusal::LinkExpired => "link_expired", OnBoth,
    Refusal::LinkTaken => "link_taken", OnBoth,
    Refusal::SessionMissing => "session_missing", OnBoth,
    Refusal::LoginInvalid => "login_invalid", ByCallers,
    Refusal::LoginUnavailable => "login_unavailable", ByCallers,
    Refusal::ScanUnavailable => "scan_unavailable", ByCallers,
    Refusal::RequestIdReused => "request_id_reused", ByCallers,
    Refusal::UnknownRequest => "unknown_request", ByCallers,
    Refusal::CrossSite => "cross_site", AsPage,
    Refusal::SignatureInvalid => "signature_invalid", ByCallers,
    Refusal::TimestampStale => "timestamp_stale", ByCallers,
    Refusal::UnknownStore => "unknown_store", ByCallers,
    Refusal::PaymentChanged => "payment_changed", ByCallers,
    Refusal::OrderTaken => "order_taken", ByCallers,
    Refusal::UnknownPayment => "unknown_payment", ByCallers,
    Refusal::RefundConflict => "refund_conflict", ByCallers,
    Refusal::CouponNotYet { .. } => "coupon_not_yet", AtTill,
    Refusal::CouponExpired { .. } => "coupon_expired", AtTill,
    Refusal::CouponUsed { .. } => "coupon_used", AtTill,
    Refusal::CouponRevoked { .. } => "coupon_revoked", AtTill,
    Refusal::WrongStore { .. } => "wrong_store", AtTill,
    Refusal::WrongTimeWindow { .. } => "wrong_time_window", AtTill,
    Refusal::ThresholdNotMet { .. } => "threshold_not_met", ByCallers,
    Refusal::CodeStale => "code_stale", AtTill,
    Refusal::CodeUnknown => "code_unknown", AtTill,
    Refusal::UnknownRedemption => "unknown_redemption", ByCallers,
    Refusal::UndoTooLate { .. } => "undo_too_late", ByCallers,
    Refusal::UndoLimit { .. } => "undo_limit", ByCallers,
    Refusal::StaffLoginInvalid => "staff_login_invalid", AtTill,
    Refusal::StaffSessionMissing => "staff_session_missing", ByCallers,
    Refusal::PasswordChangeNeeded => "password_change_needed", ByCallers,
    Refusal::PasswordTooWeak { .. } => "password_too_weak", ByCallers,
    Refusal::NotAllowed => "not_allowed", ByCallers,
    Refusal::OfflineNotOn => "offline_not_on", ByCallers,
    Refusal::OfflineNotProven => "offline_not_proven", AtTill,
    Refusal::OfflineNotGranted => "offline_not_granted", ByCallers,
    Refusal::OfflineOverLimit { .. } => "offline_over_limit", AtTill,
    Refusal::Malformed { .. } => "malformed", AsPage,
    Refusal::TooLarge { .. } => "too_large", ByCallers,
    Refusal::UnsupportedMediaType => "unsupported_media_type", ByCallers,
    Refusal::NotFound => "not_found", AsPage,
    Refusal::MethodNotAllowed => "method_not_allowed", AsPage,
    Refusal::TooMany { .. } => "too_many", OnBoth,
    Refusal::Busy { .. } => "busy", OnBoth,
    Refusal::Internal => "internal", AsPage,
}

/// What all scenes together show.
#[derive(Default)]
struct Seen {
    cards: BTreeSet<&'static str>,
    coupons: BTreeSet<&'static str>,
    coupons_in_wallet: BTreeSet<&'static str>,
    benefits: BTreeSet<&'static str>,
    on_cards: BTreeSet<&'static str>,
    as_pages: BTreeSet<&'static str>,
    cameras: BTreeSet<&'static str>,
    outcomes: BTreeSet<&'static str>,
    showings: BTreeSet<&'static str>,
    steps: BTreeSet<&'static str>,
    undo_steps: BTreeSet<&'static str>,
    kept: BTreeSet<&'static str>,
    at_till: BTreeSet<&'static str>,
    /// Lists of the wallet: how they are read, what is known of them, and whether the server cannot be asked.
    lists: BTreeSet<(&'static str, &'static str, bool)>,
    undone: bool,
    cut_off: bool,
    waiting: bool,
    unreachable: bool,
    skeleton: bool,
}

impl Seen {
    fn all() -> Self {
        let mut seen = Self::default();
        for scene in all(Language::Zh) {
            match scene.content {
                Content::Claim { page, happened, .. } => {
                    let opened = State::new(&page, NOW).into();
                    let state = happened.into_iter().fold(opened, State::reduce);
                    state.cards().for_each(|card| seen.card(&card.data, &card.state(NOW)));
                }
                Content::Scan { page, happened } => seen.scanning(&page, &happened),
                Content::Coupon { shown, happened } => seen.showing(&shown, &happened),
                Content::Till { page, happened } => seen.till(&page, &happened),
                Content::Wallet { wallet, happened } => seen.wallet(&wallet, &happened),
                Content::Page(page) => seen.page(&page),
                Content::Skeleton => seen.skeleton = true,
            }
        }
        seen
    }

    fn card(&mut self, card: &OfferCard, state: &CardState) {
        self.cards.insert(card_kind(state));
        self.benefits.insert(benefit_kind(&card.offer.benefit));
        match state {
            CardState::Held { state, .. } => {
                self.coupons.insert(coupon_kind(state));
            }
            CardState::Refused(refusal) | CardState::Queued(refusal) => {
                self.on_cards.insert(known(refusal));
            }
            _ => {}
        }
    }

    fn scanning(&mut self, page: &ScanPage, happened: &[ScanAction]) {
        let opened = ScanState::opened(page);
        let state =
            happened.iter().fold(opened, |s, action| s.reduce(action.clone()).as_ref().clone());
        self.cameras.insert(camera_kind(&state.camera));
        self.outcomes.insert(outcome_kind(&state.outcome));
    }

    fn showing(&mut self, shown: &CouponPage, happened: &[CouponAction]) {
        let opened = Shown::opened(shown);
        let state =
            happened.iter().fold(opened, |s, action| s.reduce(action.clone()).as_ref().clone());
        let code = matches!(state.showing(), Showing::Code { .. });
        self.showings.insert(showing_kind(&state.showing()));
        self.undone |= code && state.shown.undone_at.is_some();
        self.cut_off |= code && state.cut_off;
    }

    fn till(&mut self, page: &TillPage, happened: &[TillAction]) {
        let opened = TillState::opened(page);
        let state =
            happened.iter().fold(opened, |s, action| s.reduce(action.clone()).as_ref().clone());
        self.steps.insert(step_kind(&state.counter.step));
        self.undo_steps.extend(state.ledger.undo.iter().map(|undo| undo_kind(&undo.step)));
        self.kept.extend(state.door.kept.iter().map(kept_kind));
        let refused = match &state.counter.step {
            Step::Refused(refusal) => Some(refusal),
            Step::Prepared(prepared) => prepared.refused.as_ref().map(|problem| &problem.refusal),
            _ => None,
        };
        let at_door = state.door.kept.iter().filter_map(|kept| match kept {
            Kept::Refused(refusal) => Some(refusal),
            _ => None,
        });
        self.at_till.extend(refused.into_iter().chain(at_door).map(known));
    }

    fn wallet(&mut self, wallet: &Wallet, happened: &[WalletAction]) {
        let opened = InWallet::opened(wallet);
        let state =
            happened.iter().fold(opened, |s, action| s.reduce(action.clone()).as_ref().clone());
        for coupon in state.coupons().unwrap_or_default() {
            let state = mall_contract::coupon_state(coupon, NOW);
            self.coupons_in_wallet.insert(coupon_kind(&state));
        }
        let said = match state.coupons() {
            None => "unknown",
            Some([]) => "empty",
            Some(_) => "there",
        };
        self.lists.insert((reading_kind(&state.reading), said, state.cut_off));
    }

    fn page(&mut self, page: &Page) {
        match page {
            Page::Claim(page) => panic!("{} is drawn without what happened", page.link),
            Page::Wallet(_) => panic!("the wallet is drawn without what happened"),
            Page::Problem(problem) => {
                self.as_pages.insert(known(&problem.refusal));
            }
            Page::Scan(page) => panic!("{} is drawn without what happened", page.host),
            Page::Till(page) => panic!("{} is drawn without what happened", page.mall.name),
            Page::Coupon(shown) => panic!("{} is drawn without what happened", shown.coupon.id),
            Page::Waiting(_) => self.waiting = true,
            Page::Unreachable => self.unreachable = true,
        }
    }
}

fn all(language: Language) -> Vec<Scene> {
    groups(language).into_iter().flat_map(|group| group.scenes).collect()
}

#[test]
fn every_state_has_a_scene() {
    let seen = Seen::all();
    let compared = [
        ("card states", &seen.cards, CARD_STATES),
        ("coupon states on cards", &seen.coupons, COUPON_STATES),
        ("coupon states in the wallet", &seen.coupons_in_wallet, COUPON_STATES),
        ("benefits", &seen.benefits, BENEFITS),
        ("cameras", &seen.cameras, CAMERAS),
        ("outcomes of reading", &seen.outcomes, OUTCOMES),
        ("states of a coupon at a till", &seen.showings, SHOWINGS),
        ("steps of a till", &seen.steps, STEPS),
        ("steps of giving back", &seen.undo_steps, UNDO_STEPS),
        ("what keeps people out", &seen.kept, KEPT),
    ];
    for (what, seen, wanted) in compared {
        let missing: Vec<_> = wanted.iter().filter(|kind| !seen.contains(*kind)).collect();
        assert!(missing.is_empty(), "{what} without a scene: {missing:?}");
    }
    assert!(seen.undone && seen.cut_off);
    for list in [("idle", "there", true), ("idle", "empty", false), ("failed", "unknown", true)] {
        assert!(seen.lists.contains(&list), "no list of the wallet is {list:?}");
    }
    assert!(READINGS.iter().all(|kind| seen.lists.iter().any(|list| list.0 == *kind)));
    assert!(seen.waiting && seen.unreachable && seen.skeleton);
}

#[test]
fn every_refusal_that_shoppers_and_staff_meet_has_a_scene() {
    let seen = Seen::all();
    for (code, met) in REFUSALS {
        if matches!(met, Met::OnCard | Met::OnBoth) {
            assert!(seen.on_cards.contains(code), "no card is refused with {code}");
        }
        if matches!(met, Met::AtTill) {
            assert!(seen.at_till.contains(code), "no till says {code}");
        }
        if matches!(met, Met::AsPage | Met::OnBoth) {
            assert!(seen.as_pages.contains(code), "no page says {code}");
        }
    }
}

#[test]
fn scenes_have_names_of_their_own_that_need_no_escaping() {
    let mut names = BTreeSet::new();
    for scene in all(Language::En) {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        assert!(scene.name.bytes().all(plain), "{}", scene.name);
        assert!(scene.shows.ends_with('.'), "{} is shown without a sentence", scene.name);
        assert!(names.insert(scene.name.clone()), "{} is there twice", scene.name);
    }
    let chinese = all(Language::Zh).into_iter().map(|scene| scene.name);
    assert!(names.into_iter().eq(chinese.collect::<BTreeSet<_>>()));
}
