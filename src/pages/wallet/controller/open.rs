//! Opens a coupon inside the wallet's document, and closes it again.

use std::rc::Rc;

use mall_contract::{CouponId, CouponPage};

use super::WalletController;
use crate::host::{document, history};
use crate::pages::wallet::state::Action;
use crate::pages::wallet::view::card_id;
use crate::route::Route;

impl WalletController {
    /// Opens a coupon without a request, where its codes are prefetched.
    pub(super) fn open_coupon(&self, id: &CouponId) {
        let to = Route::Coupon { id: id.clone() }.path();
        self.store.reduce(Action::TimePassed(self.now()));
        match self.store.state().prefetched(id) {
            Some(coupon) if history::push(&to) => {
                let card = document::element(&card_id(id));
                self.card_top.set(card.map(|card| history::top_of(&card)));
                self.show_coupon(coupon);
            }
            // The codes ran out after the card was drawn.
            _ => document::go(&to),
        }
    }

    fn show_coupon(&self, coupon: CouponPage) {
        document::set_title(&format!("{} · {}", coupon.coupon.title, self.mall));
        self.store.dispatch(Action::CouponOpened(coupon.coupon.id));
    }

    /// Follows the visitor's steps back and forward within the document.
    pub(super) fn on_traversed(self: &Rc<Self>, path: &str) {
        let state = self.store.state();
        match (Route::parse(path), &state.open_coupon) {
            (Some(Route::Wallet), Some(open)) => {
                self.closed_coupon.replace(Some(open.coupon.id.clone()));
                let title = self.store.session.text().wallet_title;
                document::set_title(&format!("{title} · {}", self.mall));
                self.store.dispatch(Action::TimePassed(self.now()));
                self.store.dispatch(Action::CouponClosed);
                // A till may have redeemed it; then its card changes.
                self.fetch_coupon(open.coupon.id.clone());
            }
            (Some(Route::Coupon { id }), None) => match state.prefetched(&id) {
                Some(coupon) => self.show_coupon(coupon),
                None => document::reload(),
            },
            _ => {}
        }
    }

    /// Restores scroll position and focus after a coupon was opened or closed.
    pub(super) fn restore_view(self: &Rc<Self>, is_open: bool) {
        if is_open {
            history::scroll_to_top();
            document::focus_on("content");
            return;
        }
        let Some(id) = self.closed_coupon.take() else { return };
        let card = document::element(&card_id(&id));
        if let Some((card, top)) = card.zip(self.card_top.take()) {
            let this = self.clone();
            let is_closed = move || this.store.state().open_coupon.is_none();
            self.store.session.caller.spawn(history::scroll_until(card, top, is_closed));
        }
        document::focus_on(&format!("show-{id}"));
    }
}
