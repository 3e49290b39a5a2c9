//! The queue of coupons whose codes are prefetched, so that they open without a request.

use std::cell::{Cell, RefCell};

use mall_contract::CouponId;

use crate::host::clock::Timer;
use crate::pages::controller::Subscription;

/// The number of coupons to prefetch: as many as fit on a screen.
const MAX_CANDIDATES: usize = 4;

/// The queue of coupons to prefetch.
#[derive(Default)]
pub struct PrefetchQueue {
    /// Coupons whose cards came into sight, the latest last.
    candidates: RefCell<Vec<CouponId>>,
    /// Coupons whose cards are watched.
    watched: RefCell<Vec<CouponId>>,
    pub sight: RefCell<Option<Subscription>>,
    pub timer: RefCell<Option<Timer>>,
    pub is_fetching: Cell<bool>,
}

impl PrefetchQueue {
    /// Starts again with the cards of a list. Returns false if the list has not changed.
    pub fn watch(&self, cards: Vec<CouponId>) -> bool {
        if *self.watched.borrow() == cards {
            return false;
        }
        let first = cards.iter().take(MAX_CANDIDATES).rev().cloned().collect();
        self.candidates.replace(first);
        self.watched.replace(cards);
        true
    }

    /// Adds a coupon whose card came into sight. The oldest candidate leaves a full queue.
    pub fn push(&self, id: CouponId) {
        let mut candidates = self.candidates.borrow_mut();
        candidates.retain(|candidate| *candidate != id);
        candidates.push(id);
        let excess = candidates.len().saturating_sub(MAX_CANDIDATES);
        candidates.drain(..excess);
    }

    /// Returns the candidates, the latest first.
    pub fn candidates(&self) -> Vec<CouponId> {
        self.candidates.borrow().iter().rev().cloned().collect()
    }

    /// Stops prefetching.
    pub fn stop(&self) {
        self.sight.take();
        self.timer.take();
    }
}
