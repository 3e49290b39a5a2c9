//! Fetching codes ahead, so that a coupon opens without asking the server.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use mall_contract::{CouponId, CouponPage};

use super::{Life, PATIENCE};
use crate::api::client;
use crate::host::clock::{self, Timer};
use crate::host::fetch::Abort;
use crate::host::{document, kept, sight};
use crate::pages::life::Kept;
use crate::pages::wallet::state::Action;
use crate::route::Route;

/// Coupons whose codes are fetched ahead: those on the screen, as many as fit on one.
const ON_SCREEN: usize = 4;

/// Milliseconds in which nothing else happens before anything is fetched ahead.
const IDLE: u32 = 500;

/// Milliseconds after which it is looked again whether codes are wanted, and after a failure.
const AGAIN: u32 = 60_000;

/// So much of a card is in sight when it counts as seen.
const SEEN: f64 = 0.5;

/// What is fetched ahead.
#[derive(Default)]
pub struct Ahead {
    /// Cards that came into sight, the latest last.
    seen: RefCell<Vec<CouponId>>,
    /// Cards that are watched.
    watched: RefCell<Vec<CouponId>>,
    sight: RefCell<Option<Kept>>,
    timer: RefCell<Option<Timer>>,
    is_asking: Cell<bool>,
}

impl Ahead {
    /// Nothing is fetched any more.
    pub fn leave(&self) {
        self.sight.take();
        self.timer.take();
    }
}

impl Life {
    /// Waits for cards to come into sight, where there are other ones.
    pub(super) fn watch_cards(self: &Rc<Self>) {
        let state = self.state();
        let coupons = state.coupons().filter(|_| state.opened.is_none()).unwrap_or_default();
        let cards: Vec<CouponId> = coupons.iter().map(|coupon| coupon.id.clone()).collect();
        if *self.ahead.watched.borrow() == cards {
            return;
        }
        let first: Vec<CouponId> = cards.iter().take(ON_SCREEN).rev().cloned().collect();
        self.ahead.seen.replace(first);
        self.ahead.watched.replace(cards);
        let list = self.places.list.cast();
        let elements = list.map(|list| document::all(&list, ".card")).unwrap_or_default();
        let life = self.clone();
        let seen = sight::watch(&elements, "0px", SEEN, Box::new(move |id| life.note(&id)));
        self.ahead.sight.replace(seen.map(|seen| Box::new(seen) as Kept));
        self.fetch_ahead_after(IDLE);
    }

    fn note(self: &Rc<Self>, card: &str) {
        let id = card.strip_prefix("coupon-").and_then(|id| CouponId::parse(id).ok());
        let Some(id) = id else { return };
        let mut seen = self.ahead.seen.borrow_mut();
        seen.retain(|known| *known != id);
        seen.push(id);
        let over = seen.len().saturating_sub(ON_SCREEN);
        seen.drain(..over);
        drop(seen);
        self.fetch_ahead_after(IDLE);
    }

    fn fetch_ahead_after(self: &Rc<Self>, ms: u32) {
        let life = self.clone();
        self.ahead.timer.replace(Some(clock::after(ms, move || life.fetch_ahead())));
    }

    /// Fetches the codes of one coupon on the screen, and then those of the next one.
    fn fetch_ahead(self: &Rc<Self>) {
        let state = self.state();
        let idle = state.opened.is_none() && !state.cut_off && document::is_seen();
        let seen = self.ahead.seen.borrow().clone();
        let wanted = seen.into_iter().rev().find(|id| state.wants(id)).filter(|_| idle);
        match wanted {
            Some(id) if !self.ahead.is_asking.get() => self.ask(id),
            _ => self.fetch_ahead_after(AGAIN),
        }
    }

    /// Asks how a coupon stands, and for its codes. What comes of it is told; when nothing does, it is asked later.
    pub(super) fn ask(self: &Rc<Self>, id: CouponId) {
        self.ahead.is_asking.set(true);
        let life = self.clone();
        let abort = Abort::new();
        let wanted = abort.as_ref().map(Abort::wanted);
        let late = clock::after(PATIENCE, move || drop(abort));
        self.session.caller.spawn(async move {
            let (caller, path) = (&life.session.caller, format!("/v1/coupons/{id}"));
            let answer = client::get::<CouponPage>(caller, &path, wanted).await;
            drop(late);
            life.ahead.is_asking.set(false);
            match answer {
                Ok(shown) => {
                    kept::keep_page(Route::Coupon { id }.path());
                    life.tell(Action::Told(shown.into()));
                    life.fetch_ahead_after(IDLE);
                }
                Err(_) => life.fetch_ahead_after(AGAIN),
            }
        });
    }
}
