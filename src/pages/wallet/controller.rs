//! The controller of the wallet: its work with the server, the browser and the clock.

mod fetch_codes;
mod open;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use mall_contract::wallet::MAX_PAGE_SIZE;
use mall_contract::{CouponId, Moment, Wallet};
use yew::{Callback, Html};

use super::intent::Intent;
use super::prefetch::PrefetchQueue;
use super::state::{Action, ListStatus, Part, State};
use super::view::{self, Refs, ViewContext};
use crate::api::client::{self, Failure};
use crate::host::clock::{self, Timer};
use crate::host::sight::Sight;
use crate::host::{document, history, network, offline_copy, typing, visibility};
use crate::pages::controller::{Controller, Subscription};
use crate::pages::list_reader::{ListReader, on_near_end};
use crate::pages::store::Store;
use crate::route::Route;
use crate::session::Session;

/// The search starts after no key was typed for this long.
const SEARCH_DELAY_MS: u32 = 250;

/// A request is given up after this time.
const RESPONSE_TIMEOUT_MS: u32 = 10_000;

/// The controller of the wallet.
pub struct WalletController {
    store: Rc<Store<State>>,
    refs: Refs,
    /// The mall's name.
    mall: String,
    reader: ListReader,
    /// Runs until the search starts.
    search_timer: RefCell<Option<Timer>>,
    prefetch: PrefetchQueue,
    /// The position of the open coupon's card: CSS pixels below the upper edge of the screen.
    card_top: Cell<Option<f64>>,
    /// The coupon that was closed last, until the page is drawn.
    closed_coupon: RefCell<Option<CouponId>>,
    /// The coupon that was open at the last drawing.
    drawn_coupon: RefCell<Option<CouponId>>,
}

impl Controller for WalletController {
    type Page = Wallet;
    type State = State;
    type Intent = Intent;

    fn open(wallet: &Wallet, _: &Session) -> State {
        State::new(wallet)
    }

    fn new(wallet: &Wallet, store: Rc<Store<State>>) -> Self {
        Self {
            store,
            refs: Refs::default(),
            mall: wallet.mall.name.clone(),
            reader: ListReader::default(),
            search_timer: RefCell::default(),
            prefetch: PrefetchQueue::default(),
            card_top: Cell::default(),
            closed_coupon: RefCell::default(),
            drawn_coupon: RefCell::default(),
        }
    }

    fn store(&self) -> &Store<State> {
        &self.store
    }

    fn perform(self: &Rc<Self>, intent: Intent) {
        match intent {
            Intent::ChooseState(state) => self.show_list(Action::StateChosen(state)),
            Intent::Search(store) => self.show_list(Action::Searched(store)),
            Intent::More => self.read_more(),
            Intent::Open(id) => self.open_coupon(&id),
        }
    }

    fn view(&self, wallet: &Wallet, on_intent: &Callback<Intent>, _: bool) -> Html {
        let (state, session) = (&self.store.state(), &self.store.session);
        view::view(&ViewContext::new(wallet, state, session, on_intent, &self.refs))
    }

    fn subscribe(self: &Rc<Self>) -> Subscription {
        self.catch_up();
        let this = self.clone();
        let visibility = visibility::on_change(move |visible| {
            this.store.dispatch(Action::TimePassed(this.now()));
            if visible && this.reader.is_stale() {
                this.refresh();
            }
        });
        let this = self.clone();
        let network = network::on_change(move |online| {
            this.store.dispatch(Action::NetworkChanged { online });
            if online {
                this.refresh();
            }
        });
        let this = self.clone();
        let typed = typing::on_typed("store", move |text| {
            let then = this.clone();
            let search = move || then.perform(Intent::Search(text));
            this.search_timer.replace(Some(clock::after(SEARCH_DELAY_MS, search)));
        });
        let this = self.clone();
        let traversed = history::on_traversed(move |path| this.on_traversed(&path));
        let this = self.clone();
        let back = history::on_link_to(Route::Wallet.path(), move || {
            let is_open = this.store.state().open_coupon.is_some();
            if is_open {
                history::back();
            }
            is_open
        });
        Box::new((visibility, network, typed, traversed, back))
    }

    fn rendered(self: &Rc<Self>) -> Subscription {
        let state = self.store.state();
        let open = state.open_coupon.as_ref().map(|open| open.coupon.id.clone());
        if self.drawn_coupon.replace(open.clone()) != open {
            self.restore_view(open.is_some());
        }
        self.watch_cards();
        Box::new((self.wait_for_change(&state), self.wait_for_end(&state)))
    }

    fn destroy(&self) {
        self.reader.cancel();
        self.search_timer.take();
        self.prefetch.stop();
    }
}

impl WalletController {
    fn now(&self) -> Moment {
        self.store.session.clock.now()
    }

    /// Brings the page up to date with what happened between the server's drawing and now.
    fn catch_up(self: &Rc<Self>) {
        let is_offline_copy = self.store.session.is_offline_copy;
        if !is_offline_copy {
            go_to_fragment();
        }
        // Coupons open from here without a network too.
        offline_copy::register_for("/coupons/");
        self.store.dispatch(Action::TimePassed(self.now()));
        self.reader.mark_fresh();
        if is_offline_copy {
            self.store.dispatch(Action::ListFailed { unreachable: true });
            self.refresh();
        }
        // The shopper may have typed before the module ran.
        let typed = document::element("store").as_ref().and_then(document::input_value);
        if let Some(typed) = typed.filter(|typed| typed.trim() != self.store.state().store) {
            self.perform(Intent::Search(typed));
        }
    }

    /// Shows another list: first the part that the page has, then the server's response.
    fn show_list(self: &Rc<Self>, action: Action) {
        self.search_timer.take();
        // A response for the former list is of no use any more.
        self.reader.cancel();
        let next = self.store.preview(action.clone());
        let address = format!("{}{}", Route::Wallet.path(), next.query().query());
        document::replace_address(&address);
        self.store.dispatch(action);
        self.read(&next, next.query().query(), Part::First, next.coupons().is_some());
    }

    fn read_more(self: &Rc<Self>) {
        let state = self.store.state();
        match state.next_part() {
            Some(next) => self.read(&state, next.query(), Part::Next, false),
            None => self.read(&state, state.query().query(), Part::First, false),
        }
    }

    /// Reads the list on the screen again, up to the size of one response.
    fn refresh(self: &Rc<Self>) {
        let state = self.store.state();
        let quiet = state.coupons().is_some();
        self.read(&state, state.query().query(), Part::First, quiet);
    }

    /// Reads a part of a list. The page shows nothing of a quiet read while it goes on.
    fn read(self: &Rc<Self>, state: &State, query: String, part: Part, quiet: bool) {
        let (number, signal) = self.reader.start();
        if !quiet {
            self.store.dispatch(Action::ListRequested);
        }
        let count = if part == Part::First { state.refresh_count() } else { MAX_PAGE_SIZE };
        let mark = if query.is_empty() { '?' } else { '&' };
        let path = format!("/v1/wallet{query}{mark}count={count}");
        let this = self.clone();
        let timeout = clock::after(RESPONSE_TIMEOUT_MS, {
            let this = self.clone();
            move || {
                if this.reader.is_latest(number) {
                    this.reader.cancel();
                }
            }
        });
        self.store.session.caller.spawn(async move {
            let response = client::get::<Wallet>(&this.store.session.caller, &path, signal).await;
            drop(timeout);
            match response {
                _ if !this.reader.is_latest(number) => {}
                Ok(wallet) => this.store.dispatch(Action::ListLoaded(wallet.into(), part)),
                Err(failure) => {
                    let unreachable = failure == Failure::Unknown;
                    this.store.dispatch(Action::ListFailed { unreachable });
                }
            }
        });
    }

    /// Waits until time alone changes what is drawn.
    fn wait_for_change(self: &Rc<Self>, state: &State) -> Timer {
        let this = self.clone();
        clock::after_long(state.next_change() - self.now(), move || {
            this.store.dispatch(Action::TimePassed(this.now()));
            if this.store.state().unreachable && document::is_visible() {
                this.refresh();
            }
        })
    }

    /// Waits until the shopper comes near to the end of the list, where more is to be read.
    fn wait_for_end(self: &Rc<Self>, state: &State) -> Option<Sight> {
        let has_more = state.next_part().is_some() && state.list_status == ListStatus::Idle;
        if !has_more || state.open_coupon.is_some() || state.unreachable {
            return None;
        }
        let this = self.clone();
        on_near_end(&self.refs.more, move || this.read_more())
    }
}

/// Opens the coupon an address such as `/wallet#coupon-1` names, if its card is not on the page.
fn go_to_fragment() {
    let fragment = document::fragment().filter(|id| document::element(id).is_none());
    let id = fragment.as_deref().and_then(|id| id.strip_prefix("coupon-"));
    if let Some(Ok(id)) = id.map(CouponId::parse) {
        document::redirect(&Route::Coupon { id }.path());
    }
}
