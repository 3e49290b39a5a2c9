//! The lists of coupons the page has read, and how they are kept up to date.

use std::cmp::Ordering;
use std::rc::Rc;

use mall_contract::{Coupon, CouponPage, Moment, Wallet, WalletState, wallet_sort_key};

use super::{List, ListStatus, MAX_LISTS, MAX_PREFETCHED, Part, State};

impl List {
    pub(super) fn of(wallet: &Wallet) -> Self {
        Self {
            state: wallet.state,
            store: wallet.store.clone().unwrap_or_default(),
            coupons: wallet.coupons.iter().cloned().map(Rc::new).collect(),
            next: wallet.next.clone(),
        }
    }

    /// Replaces the first part of the list. Coupons behind it stay.
    fn replace_first(&mut self, part: Self) {
        let Some(last) = part.coupons.last().map(|last| wallet_sort_key(last)) else {
            *self = part;
            return;
        };
        let behind = |coupon: &Rc<Coupon>| {
            let order = wallet_sort_key(coupon).cmp(&last);
            let order = if self.state == WalletState::Usable { order } else { order.reverse() };
            order != Ordering::Less && !part.holds(coupon)
        };
        let rest: Vec<_> = match part.next {
            Some(_) => self.coupons.iter().filter(|coupon| behind(coupon)).cloned().collect(),
            None => Vec::new(),
        };
        let next = if rest.is_empty() { part.next } else { self.next.take() };
        self.coupons = part.coupons;
        self.coupons.extend(rest);
        self.next = next;
    }

    /// Adds the next part of the list.
    fn append(&mut self, part: Self) {
        let new = part.coupons.into_iter().filter(|coupon| !self.holds(coupon));
        let new: Vec<_> = new.collect();
        self.coupons.extend(new);
        self.next = part.next;
    }

    fn holds(&self, coupon: &Coupon) -> bool {
        self.coupons.iter().any(|listed| listed.id == coupon.id)
    }
}

impl State {
    pub(super) fn current_list(&self) -> Option<&List> {
        self.lists.iter().find(|list| list.state == self.state && list.store == self.store)
    }

    /// Merges a part of a list from the server, unless the shopper has chosen another list since.
    pub(super) fn merge_list(&mut self, wallet: Wallet, part: Part) {
        let list = List::of(&wallet);
        if (list.state, &list.store) != (self.state, &self.store) {
            return;
        }
        self.list_status = ListStatus::Idle;
        self.unreachable = false;
        self.now = self.now.max(wallet.server_time);
        self.as_of = wallet.server_time;
        (self.counts, self.expiring) = (wallet.counts, wallet.expiring);
        let same = |stored: &List| stored.state == list.state && stored.store == list.store;
        match self.lists.iter().position(same) {
            Some(at) if part == Part::First => self.lists[at].replace_first(list),
            Some(at) => self.lists[at].append(list),
            None => {
                self.lists.push(list);
                if self.lists.len() > MAX_LISTS {
                    self.lists.remove(0);
                }
            }
        }
        // Coupons read before this response may have left their lists.
        self.drop_moved();
    }

    pub(super) fn pass_time(&mut self, now: Moment) {
        self.now = self.now.max(now);
        self.drop_moved();
    }

    /// Removes coupons whose state is no longer that of their list, and corrects the counts.
    fn drop_moved(&mut self) {
        let now = self.now;
        let current = (self.state, self.store.clone());
        let mut moved = Vec::new();
        for list in &mut self.lists {
            let is_current = (list.state, &list.store) == (current.0, &current.1);
            list.coupons.retain(|coupon| {
                let state = WalletState::of(coupon, now);
                let stays = state == list.state;
                if !stays && is_current {
                    moved.push((list.state, state));
                }
                stays
            });
        }
        for (from, to) in moved {
            *self.count(from) = self.count(from).saturating_sub(1);
            *self.count(to) += 1;
            // The list they moved to must be read again.
            self.lists.retain(|list| list.state != to);
        }
    }

    fn count(&mut self, state: WalletState) -> &mut u32 {
        match state {
            WalletState::Usable => &mut self.counts.usable,
            WalletState::Used => &mut self.counts.used,
            WalletState::Ended => &mut self.counts.ended,
        }
    }

    /// Merges a coupon with its codes.
    pub(super) fn merge_coupon(&mut self, loaded: CouponPage) {
        let id = &loaded.coupon.id;
        // Responses may overtake each other: the one of the later server time is right.
        let position = self.prefetched.iter().position(|page| page.coupon.id == *id);
        if let Some(at) = position {
            if self.prefetched[at].server_time > loaded.server_time {
                return;
            }
            self.prefetched.remove(at);
        }
        self.unreachable = false;
        self.now = self.now.max(loaded.server_time);
        for list in &mut self.lists {
            if let Some(coupon) = list.coupons.iter_mut().find(|coupon| coupon.id == *id) {
                *coupon = Rc::new(loaded.coupon.clone());
            }
        }
        self.prefetched.push(loaded);
        if self.prefetched.len() > MAX_PREFETCHED {
            self.prefetched.remove(0);
        }
        self.drop_moved();
    }
}
