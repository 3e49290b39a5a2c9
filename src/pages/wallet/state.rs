//! The state of the wallet, and its reducer.

mod lists;

use std::rc::Rc;
use std::sync::Arc;

use mall_contract::wallet::{DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE};
use mall_contract::{
    CODE_STEP_MS, Coupon, CouponId, CouponPage, CouponState, Expiring, Moment, Wallet,
    WalletCounts, WalletQuery, WalletState, coupon_state, expires_soon,
};

use crate::pages::store::Reduce;

/// The largest number of coupons with prefetched codes.
const MAX_PREFETCHED: usize = 12;

/// Codes that last for less than this are fetched again.
const MIN_CODES_LEFT_MS: i64 = 10 * CODE_STEP_MS;

/// The largest number of cached lists.
const MAX_LISTS: usize = 6;

const MINUTE_MS: i64 = 60_000;

/// The status of reading the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListStatus {
    Idle,
    Loading,
    /// The last read failed; the shopper can try again.
    Failed,
}

/// The part of a list that has been read.
#[derive(Clone, Debug, PartialEq)]
struct List {
    state: WalletState,
    store: String,
    coupons: Vec<Rc<Coupon>>,
    next: Option<String>,
}

/// The state of the wallet.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The state of the coupons on the screen.
    pub state: WalletState,
    /// The text searched for in stores' names; empty for all stores.
    pub store: String,
    pub counts: WalletCounts,
    pub list_status: ListStatus,
    /// The server time for which the page is drawn.
    pub now: Moment,
    /// The server time of the last response.
    pub as_of: Moment,
    /// True if the server could not be reached since.
    pub unreachable: bool,
    /// The coupon that is open on the page.
    pub open_coupon: Option<Arc<CouponPage>>,
    lists: Vec<List>,
    expiring: Option<Expiring>,
    /// Coupons with their codes, the latest last.
    prefetched: Vec<CouponPage>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    TimePassed(Moment),
    StateChosen(WalletState),
    /// The shopper searched for stores with this text in their names.
    Searched(String),
    ListRequested,
    ListLoaded(Box<Wallet>, Part),
    /// The server refused the list, or could not be reached.
    ListFailed {
        unreachable: bool,
    },
    NetworkChanged {
        online: bool,
    },
    /// The server sent a coupon with its codes.
    CouponLoaded(Box<CouponPage>),
    CouponOpened(CouponId),
    CouponClosed,
}

/// A part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    First,
    /// The part after the last one that was read.
    Next,
}

impl State {
    /// Returns the state in which the page opens.
    #[must_use]
    pub fn new(wallet: &Wallet) -> Self {
        Self {
            state: wallet.state,
            store: wallet.store.clone().unwrap_or_default(),
            counts: wallet.counts,
            list_status: ListStatus::Idle,
            now: wallet.server_time,
            as_of: wallet.server_time,
            unreachable: false,
            open_coupon: None,
            lists: vec![List::of(wallet)],
            expiring: wallet.expiring,
            prefetched: Vec::new(),
        }
    }

    /// Returns the coupons of the current list, in order; none if the list has not been read.
    #[must_use]
    pub fn coupons(&self) -> Option<&[Rc<Coupon>]> {
        Some(&self.current_list()?.coupons)
    }

    /// Returns the query of the next part; none at the end of the list.
    #[must_use]
    pub fn next_part(&self) -> Option<WalletQuery> {
        let after = self.current_list()?.next.clone()?;
        Some(WalletQuery { after, ..self.query() })
    }

    /// Returns the query of the list from its beginning.
    #[must_use]
    pub fn query(&self) -> WalletQuery {
        let (state, store) = (self.state, self.store.clone());
        WalletQuery { state, store, after: String::new() }
    }

    /// Returns the number of coupons that a refresh requests: those read so far, up to the size of one response.
    #[must_use]
    pub fn refresh_count(&self) -> u32 {
        let count = self.coupons().map_or(0, <[_]>::len);
        u32::try_from(count).unwrap_or(MAX_PAGE_SIZE).clamp(DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE)
    }

    /// Checks whether the shopper has no coupons at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.store.is_empty() && self.counts == WalletCounts::default()
    }

    /// Returns the coupons of the whole wallet that expire within three days. The page counts them itself if it has read
    /// enough of the list; else the server's count is used.
    #[must_use]
    pub fn expiring(&self) -> Option<Expiring> {
        let all = self.lists.iter().find(|l| l.state == WalletState::Usable && l.store.is_empty());
        let soon = |coupon: &&Rc<Coupon>| expires_soon(coupon, self.now);
        let mut expiring = all.into_iter().flat_map(|list| &list.coupons).filter(soon);
        let first = expiring.next().map(|coupon| coupon.valid_until);
        let count = 1 + u32::try_from(expiring.count()).unwrap_or(u32::MAX);
        let computed = first.map(|first| Expiring { count, first });
        let has_read_all = all.is_some_and(|list| {
            list.next.is_none() || list.coupons.last().is_some_and(|last| !soon(&last))
        });
        let server = self.expiring.filter(|server| !has_read_all && server.first > self.now);
        server.or(computed)
    }

    /// Returns a coupon that opens without a request; none if its codes are missing or have run out.
    #[must_use]
    pub fn prefetched(&self, id: &CouponId) -> Option<CouponPage> {
        let coupon = self.prefetched.iter().find(|page| page.coupon.id == *id)?;
        let has_code = codes_end(coupon) > self.now;
        match coupon_state(&coupon.coupon, self.now) {
            CouponState::Usable if !has_code => None,
            CouponState::Usable | CouponState::NotYet { .. } => Some(coupon.clone()),
            _ => None,
        }
    }

    /// Checks whether a coupon's codes must be fetched: they are missing, or run out soon.
    #[must_use]
    pub fn needs_codes(&self, id: &CouponId) -> bool {
        let listed = self.coupons().unwrap_or_default().iter().find(|coupon| coupon.id == *id);
        let Some(coupon) = listed else { return false };
        let usable = WalletState::of(coupon, self.now) == WalletState::Usable;
        let has_codes = self.prefetched.iter().any(|page| {
            let needed_until = (self.now + MIN_CODES_LEFT_MS).min(coupon.valid_until);
            let later = coupon.valid_from > self.now + MIN_CODES_LEFT_MS;
            page.coupon.id == *id && (later || codes_end(page) >= needed_until)
        });
        usable && !has_codes
    }

    /// Returns the next moment at which time alone changes the page: the next minute, or the begin or
    /// end of a coupon's validity.
    #[must_use]
    pub fn next_change(&self) -> Moment {
        let minute = self.now + (MINUTE_MS - self.now.ms.rem_euclid(MINUTE_MS));
        let coupons = self.coupons().unwrap_or_default();
        let turns = coupons.iter().flat_map(|coupon| [coupon.valid_from, coupon.valid_until]);
        turns.filter(|turn| *turn > self.now).fold(minute, Moment::min)
    }
}

impl Reduce for State {
    type Action = Action;

    fn reduce(&self, action: Action) -> Rc<Self> {
        let mut next = self.clone();
        match action {
            Action::TimePassed(now) => next.pass_time(now),
            Action::StateChosen(state) => {
                next.state = state;
                next.list_status = ListStatus::Idle;
            }
            Action::Searched(store) => {
                next.store = store.trim().to_owned();
                next.list_status = ListStatus::Idle;
            }
            Action::ListRequested => next.list_status = ListStatus::Loading,
            Action::ListLoaded(wallet, part) => next.merge_list(*wallet, part),
            Action::ListFailed { unreachable } => {
                next.unreachable |= unreachable;
                if next.list_status == ListStatus::Loading {
                    next.list_status = ListStatus::Failed;
                }
            }
            // A network does not mean that the server responds.
            Action::NetworkChanged { online } => next.unreachable |= !online,
            Action::CouponLoaded(coupon) => next.merge_coupon(*coupon),
            Action::CouponOpened(id) => next.open_coupon = next.prefetched(&id).map(Arc::new),
            Action::CouponClosed => next.open_coupon = None,
        }
        Rc::new(next)
    }
}

/// Returns when the last prefetched code ends.
fn codes_end(coupon: &CouponPage) -> Moment {
    coupon.shown.last().map_or(coupon.server_time, |last| last.from + CODE_STEP_MS)
}

#[cfg(test)]
mod tests;
