//! Fetches the codes of coupons before the shopper opens them.

use std::rc::Rc;

use mall_contract::{CouponId, CouponPage};

use super::{RESPONSE_TIMEOUT_MS, WalletController};
use crate::api::client;
use crate::host::fetch::Abort;
use crate::host::{clock, document, offline_copy, sight};
use crate::pages::controller::Subscription;
use crate::pages::wallet::state::Action;
use crate::route::Route;

/// Codes are prefetched after nothing else has happened for this long.
const IDLE_MS: u32 = 500;

/// Time until the next check whether codes are needed, and until a retry.
const RECHECK_MS: u32 = 60_000;

/// The share of a card that must be in sight before its coupon is prefetched, from 0 to 1.
const SEEN_SHARE: f64 = 0.5;

impl WalletController {
    /// Watches for cards that come into sight, when the list has changed.
    pub(super) fn watch_cards(self: &Rc<Self>) {
        let state = self.store.state();
        let coupons = state.coupons().filter(|_| state.open_coupon.is_none()).unwrap_or_default();
        if !self.prefetch.watch(coupons.iter().map(|coupon| coupon.id.clone()).collect()) {
            return;
        }
        let list = self.refs.list.cast();
        let elements = list.map(|list| document::all(&list, ".card")).unwrap_or_default();
        let this = self.clone();
        let sight =
            sight::watch(&elements, "0px", SEEN_SHARE, Box::new(move |id| this.on_seen(&id)));
        self.prefetch.sight.replace(sight.map(|sight| Box::new(sight) as Subscription));
        self.prefetch_after(IDLE_MS);
    }

    fn on_seen(self: &Rc<Self>, card: &str) {
        let id = card.strip_prefix("coupon-").and_then(|id| CouponId::parse(id).ok());
        if let Some(id) = id {
            self.prefetch.push(id);
            self.prefetch_after(IDLE_MS);
        }
    }

    fn prefetch_after(self: &Rc<Self>, ms: u32) {
        let this = self.clone();
        self.prefetch.timer.replace(Some(clock::after(ms, move || this.prefetch_next())));
    }

    /// Fetches the codes of one coupon on the screen, then those of the next.
    fn prefetch_next(self: &Rc<Self>) {
        let state = self.store.state();
        let idle = state.open_coupon.is_none() && !state.unreachable && document::is_visible();
        let candidates = self.prefetch.candidates();
        let next = candidates.into_iter().find(|id| state.needs_codes(id)).filter(|_| idle);
        match next {
            Some(id) if !self.prefetch.is_fetching.get() => self.fetch_coupon(id),
            _ => self.prefetch_after(RECHECK_MS),
        }
    }

    /// Fetches a coupon's state and codes. A failed fetch is repeated later.
    pub(super) fn fetch_coupon(self: &Rc<Self>, id: CouponId) {
        self.prefetch.is_fetching.set(true);
        let this = self.clone();
        let abort = Abort::new();
        let signal = abort.as_ref().map(Abort::signal);
        let timeout = clock::after(RESPONSE_TIMEOUT_MS, move || drop(abort));
        self.store.session.caller.spawn(async move {
            let (caller, path) = (&this.store.session.caller, format!("/v1/coupons/{id}"));
            let response = client::get::<CouponPage>(caller, &path, signal).await;
            drop(timeout);
            this.prefetch.is_fetching.set(false);
            match response {
                Ok(coupon) => {
                    offline_copy::add(Route::Coupon { id }.path());
                    this.store.dispatch(Action::CouponLoaded(coupon.into()));
                    this.prefetch_after(IDLE_MS);
                }
                Err(_) => this.prefetch_after(RECHECK_MS),
            }
        });
    }
}
