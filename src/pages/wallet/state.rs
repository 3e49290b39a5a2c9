//! What the page knows, and what becomes of it when something happens.

mod lists;

use std::rc::Rc;
use std::sync::Arc;

use mall_contract::wallet::{DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE};
use mall_contract::{
    CODE_STEP_MS, Coupon, CouponId, CouponPage, CouponState, Expiring, Moment, Wallet,
    WalletCounts, WalletQuery, WalletState, coupon_state, expires_soon,
};

/// Coupons whose codes are at hand at most.
const AT_HAND: usize = 12;

/// Codes are fetched anew when those at hand last for less than this, in milliseconds.
const ENOUGH: i64 = 10 * CODE_STEP_MS;

/// Lists that are remembered at most.
const REMEMBERED: usize = 6;

/// Milliseconds of a minute.
const MINUTE: i64 = 60_000;

/// Whether a part of the list is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// No.
    Idle,
    /// Yes.
    Loading,
    /// It could not be.
    Failed,
}

/// A list, as far as it has been read.
#[derive(Clone, Debug, PartialEq)]
struct List {
    state: WalletState,
    store: String,
    coupons: Vec<Rc<Coupon>>,
    next: Option<String>,
}

/// The page's state.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Where the coupons stand that are looked at.
    pub state: WalletState,
    /// What is searched for in stores' names; empty for all.
    pub store: String,
    /// How many coupons there are in each list.
    pub counts: WalletCounts,
    /// Whether a part of the list is being read.
    pub reading: Reading,
    /// The server's clock.
    pub now: Moment,
    /// When the server said last how things stand.
    pub as_of: Moment,
    /// Whether it could not be asked since.
    pub cut_off: bool,
    /// The coupon that is open on the page.
    pub opened: Option<Arc<CouponPage>>,
    lists: Vec<List>,
    expiring: Option<Expiring>,
    at_hand: Vec<CouponPage>,
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Time passes.
    TimePassed(Moment),
    /// Coupons that stand elsewhere are looked at.
    Chosen(WalletState),
    /// Stores are searched for.
    Searched(String),
    /// A part of the list is asked for.
    Asked,
    /// A part of a list has come: its first one, or one behind what is known.
    Listed(Box<Wallet>, Place),
    /// It could not be had: the server has refused, or could not be asked.
    NotListed {
        /// Whether it could not be asked.
        cut_off: bool,
    },
    /// The device has a network again, or none any more.
    Network(bool),
    /// The server says how a coupon stands, with its codes.
    Told(Box<CouponPage>),
    /// A coupon is opened on the page.
    Opened(CouponId),
    /// It is closed again.
    Closed,
}

/// Where a part of a list belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is the list's first part.
    First,
    /// It comes behind what is known.
    Behind,
}

impl State {
    /// What the page knows when it is opened.
    #[must_use]
    pub fn opened(wallet: &Wallet) -> Self {
        Self {
            state: wallet.state,
            store: wallet.store.clone().unwrap_or_default(),
            counts: wallet.counts,
            reading: Reading::Idle,
            now: wallet.server_time,
            as_of: wallet.server_time,
            cut_off: false,
            opened: None,
            lists: vec![List::of(wallet)],
            expiring: wallet.expiring,
            at_hand: Vec::new(),
        }
    }

    /// What the page knows after something has happened.
    #[must_use]
    pub fn reduce(&self, action: Action) -> Rc<Self> {
        let mut next = self.clone();
        match action {
            Action::TimePassed(now) => next.pass_time(now),
            Action::Chosen(state) => {
                next.state = state;
                next.reading = Reading::Idle;
            }
            Action::Searched(store) => {
                next.store = store.trim().to_owned();
                next.reading = Reading::Idle;
            }
            Action::Asked => next.reading = Reading::Loading,
            Action::Listed(wallet, place) => next.list(*wallet, place),
            Action::NotListed { cut_off } => {
                next.cut_off |= cut_off;
                if next.reading == Reading::Loading {
                    next.reading = Reading::Failed;
                }
            }
            // That there is a network does not say that the server answers.
            Action::Network(online) => next.cut_off |= !online,
            Action::Told(shown) => next.take(*shown),
            Action::Opened(id) => next.opened = next.openable(&id).map(Arc::new),
            Action::Closed => next.opened = None,
        }
        Rc::new(next)
    }

    /// The coupons of the list that is looked at, in its order; nothing where it was never read.
    #[must_use]
    pub fn coupons(&self) -> Option<&[Rc<Coupon>]> {
        Some(&self.looked_at()?.coupons)
    }

    /// What asks for the next part; nothing where there is none.
    #[must_use]
    pub fn next_part(&self) -> Option<WalletQuery> {
        let after = self.looked_at()?.next.clone()?;
        Some(WalletQuery { after, ..self.query() })
    }

    /// What asks for the list from its beginning.
    #[must_use]
    pub fn query(&self) -> WalletQuery {
        let (state, store) = (self.state, self.store.clone());
        WalletQuery { state, store, after: String::new() }
    }

    /// How many coupons a refresh asks for: what has been read, as far as one answer has room for it.
    #[must_use]
    pub fn refreshed(&self) -> u32 {
        let known = self.coupons().map_or(0, <[_]>::len);
        u32::try_from(known).unwrap_or(MAX_PAGE_SIZE).clamp(DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE)
    }

    /// Whether nothing was ever claimed, as far as the server has said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.store.is_empty() && self.counts == WalletCounts::default()
    }

    /// What expires within three days, in the whole wallet: as far as it is known, or else as the server has said.
    #[must_use]
    pub fn expiring(&self) -> Option<Expiring> {
        let all = self.lists.iter().find(|l| l.state == WalletState::Usable && l.store.is_empty());
        let soon = |coupon: &&Rc<Coupon>| expires_soon(coupon, self.now);
        let mut known = all.into_iter().flat_map(|list| &list.coupons).filter(soon);
        let first = known.next().map(|coupon| coupon.valid_until);
        let count = 1 + u32::try_from(known.count()).unwrap_or(u32::MAX);
        let known = first.map(|first| Expiring { count, first });
        let to_the_end = all.is_some_and(|list| {
            list.next.is_none() || list.coupons.last().is_some_and(|last| !soon(&last))
        });
        let said = self.expiring.filter(|said| !to_the_end && said.first > self.now);
        said.or(known)
    }

    /// What opens a coupon without asking the server: nothing where its codes are not at hand, or do not last.
    #[must_use]
    pub fn openable(&self, id: &CouponId) -> Option<CouponPage> {
        let shown = self.at_hand.iter().find(|shown| shown.coupon.id == *id)?;
        let lasts = lasts_until(shown) > self.now;
        match coupon_state(&shown.coupon, self.now) {
            CouponState::Usable if !lasts => None,
            CouponState::Usable | CouponState::NotYet { .. } => {
                // It is drawn as of now.
                Some(CouponPage { server_time: self.now, ..shown.clone() })
            }
            _ => None,
        }
    }

    /// Whether a coupon's codes are to be fetched: they are not at hand, or do not last.
    #[must_use]
    pub fn wants(&self, id: &CouponId) -> bool {
        let listed = self.coupons().unwrap_or_default().iter().find(|coupon| coupon.id == *id);
        let Some(coupon) = listed else { return false };
        let usable = WalletState::of(coupon, self.now) == WalletState::Usable;
        let fresh = self.at_hand.iter().any(|shown| {
            let wanted = (self.now + ENOUGH).min(coupon.valid_until);
            let later = coupon.valid_from > self.now + ENOUGH;
            shown.coupon.id == *id && (later || lasts_until(shown) >= wanted)
        });
        usable && !fresh
    }

    /// When something changes by itself: a minute has passed, or a coupon's time has begun or ended.
    #[must_use]
    pub fn next_change(&self) -> Moment {
        let minute = self.now + (MINUTE - self.now.ms.rem_euclid(MINUTE));
        let coupons = self.coupons().unwrap_or_default();
        let turns = coupons.iter().flat_map(|coupon| [coupon.valid_from, coupon.valid_until]);
        turns.filter(|turn| *turn > self.now).fold(minute, Moment::min)
    }
}

/// Until when there is a code to show.
fn lasts_until(shown: &CouponPage) -> Moment {
    shown.shown.last().map_or(shown.server_time, |last| last.from + CODE_STEP_MS)
}

#[cfg(test)]
mod tests;
