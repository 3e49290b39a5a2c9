//! What has been read of each list, and how it stays true.

use std::cmp::Ordering;
use std::rc::Rc;

use mall_contract::{Coupon, CouponPage, Moment, Wallet, WalletState, wallet_sort_key};

use super::{AT_HAND, List, Place, REMEMBERED, Reading, State};

impl List {
    pub(super) fn of(wallet: &Wallet) -> Self {
        Self {
            state: wallet.state,
            store: wallet.store.clone().unwrap_or_default(),
            coupons: wallet.coupons.iter().cloned().map(Rc::new).collect(),
            next: wallet.next.clone(),
        }
    }

    /// Takes in what the server says the list begins with. What is known behind that stays.
    fn begin_with(&mut self, part: Self) {
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

    /// Takes in what comes behind.
    fn go_on_with(&mut self, part: Self) {
        let new = part.coupons.into_iter().filter(|coupon| !self.holds(coupon));
        let new: Vec<_> = new.collect();
        self.coupons.extend(new);
        self.next = part.next;
    }

    fn holds(&self, coupon: &Coupon) -> bool {
        self.coupons.iter().any(|held| held.id == coupon.id)
    }
}

impl State {
    pub(super) fn looked_at(&self) -> Option<&List> {
        self.lists.iter().find(|list| list.state == self.state && list.store == self.store)
    }

    /// Takes in a part of a list. One that a newer wish has overtaken is remembered, and not looked at.
    pub(super) fn list(&mut self, wallet: Wallet, place: Place) {
        let part = List::of(&wallet);
        if (part.state, &part.store) != (self.state, &self.store) {
            return;
        }
        self.reading = Reading::Idle;
        self.cut_off = false;
        self.now = self.now.max(wallet.server_time);
        self.as_of = wallet.server_time;
        (self.counts, self.expiring) = (wallet.counts, wallet.expiring);
        let same = |list: &List| list.state == part.state && list.store == part.store;
        match self.lists.iter().position(same) {
            Some(at) if place == Place::First => self.lists[at].begin_with(part),
            Some(at) => self.lists[at].go_on_with(part),
            None => {
                self.lists.push(part);
                if self.lists.len() > REMEMBERED {
                    self.lists.remove(0);
                }
            }
        }
        // What is older than this answer.
        self.settle();
    }

    pub(super) fn pass_time(&mut self, now: Moment) {
        self.now = self.now.max(now);
        self.settle();
    }

    /// Coupons that do not stand any more where their list says leave it.
    fn settle(&mut self) {
        let now = self.now;
        let looked_at = (self.state, self.store.clone());
        let mut gone = Vec::new();
        for list in &mut self.lists {
            let here = (list.state, &list.store) == (looked_at.0, &looked_at.1);
            list.coupons.retain(|coupon| {
                let state = WalletState::of(coupon, now);
                let stays = state == list.state;
                if !stays && here {
                    gone.push((list.state, state));
                }
                stays
            });
        }
        for (from, to) in gone {
            *self.count(from) = self.count(from).saturating_sub(1);
            *self.count(to) += 1;
            // Where they stand now has to be read anew.
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

    /// Takes in how a coupon stands, and its codes.
    pub(super) fn take(&mut self, shown: CouponPage) {
        let id = &shown.coupon.id;
        // Of two answers that overtake each other the later one is true.
        let known = self.at_hand.iter().position(|known| known.coupon.id == *id);
        if let Some(at) = known {
            if self.at_hand[at].server_time > shown.server_time {
                return;
            }
            self.at_hand.remove(at);
        }
        self.cut_off = false;
        self.now = self.now.max(shown.server_time);
        for list in &mut self.lists {
            if let Some(coupon) = list.coupons.iter_mut().find(|coupon| coupon.id == *id) {
                *coupon = Rc::new(shown.coupon.clone());
            }
        }
        self.at_hand.push(shown);
        if self.at_hand.len() > AT_HAND {
            self.at_hand.remove(0);
        }
        self.settle();
    }
}
