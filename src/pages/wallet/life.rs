//! The page's dealings with the server, the browser and time, over all its drawings.

mod ahead;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use mall_contract::wallet::MAX_PAGE_SIZE;
use mall_contract::{CouponId, CouponPage, Moment, Wallet, WalletState};
use yew::html::Scope;
use yew::{Callback, Html, NodeRef};

use super::state::{Action, Place, Reading, State};
use crate::api::client::{self, Failure};
use crate::host::clock::{self, Timer};
use crate::host::fetch::Abort;
use crate::host::{document, history, kept, network, sight, typing, visibility};
use crate::pages::life::{self, Kept, Life as _, PageProps, PageView};
use crate::route::Route;
use crate::session::Session;
use ahead::Ahead;

/// What is shown is read anew when the shopper returns after so many milliseconds.
const STALE: i64 = 15_000;

/// Milliseconds without a key before stores are searched for.
const PAUSE: u32 = 250;

/// Milliseconds after which an answer is waited for no longer.
const PATIENCE: u32 = 10_000;

/// The next part is read when its place is so near to what can be seen.
const NEAR: &str = "800px";

/// Browsers count at most this many milliseconds in one timer.
const LONGEST_TIMER: i64 = i32::MAX as i64;

/// What the shopper wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Coupons that stand elsewhere.
    Choose(WalletState),
    /// Those of stores with this in their names.
    Search(String),
    /// More of the list, or the list itself where it could not be read.
    More,
    /// A coupon, whose codes are at hand.
    Open(CouponId),
}

/// What is watched. Not found by an id: the page is drawn beside the document, where the server's page still stands.
#[derive(Clone, Default)]
pub struct Places {
    /// The list of cards.
    pub list: NodeRef,
    /// What stands where the next part of the list will.
    pub more: NodeRef,
    /// Where a store's name is typed.
    pub search: NodeRef,
}

/// What lasts from one drawing to the next.
pub struct Life {
    pub(super) session: Session,
    pub(super) places: Places,
    state: RefCell<Rc<State>>,
    view: Scope<PageView<Self>>,
    mall: String,
    /// The read under way; a newer one cancels it.
    reading: RefCell<Option<Abort>>,
    reads: Cell<u32>,
    last_read: Cell<Moment>,
    /// Runs until what was typed is searched for.
    typing: RefCell<Option<Timer>>,
    ahead: Ahead,
    /// Where the opened coupon's card was, below the screen's upper edge.
    left_at: Cell<Option<f64>>,
    /// The coupon that was open until now.
    closed: RefCell<Option<CouponId>>,
    /// The coupon that was open when the page was drawn last.
    opened: RefCell<Option<CouponId>>,
}

impl life::Life for Life {
    type Page = Wallet;
    type Action = Action;
    type Wish = Wish;

    fn new(wallet: &Wallet, session: &Session, view: Scope<PageView<Self>>) -> Self {
        Self {
            session: session.clone(),
            places: Places::default(),
            state: RefCell::new(State::opened(wallet).into()),
            view,
            mall: wallet.mall.name.clone(),
            reading: RefCell::default(),
            reads: Cell::default(),
            last_read: wallet.server_time.into(),
            typing: RefCell::default(),
            ahead: Ahead::default(),
            left_at: Cell::default(),
            closed: RefCell::default(),
            opened: RefCell::default(),
        }
    }

    fn reduce(self: &Rc<Self>, action: Action) {
        let next = self.state().reduce(action);
        self.state.replace(next);
    }

    fn wish(self: &Rc<Self>, wish: Wish) {
        match wish {
            Wish::Choose(state) => self.look_for(Action::Chosen(state)),
            Wish::Search(store) => self.look_for(Action::Searched(store)),
            Wish::More => self.more(),
            Wish::Open(id) => self.open(&id),
        }
    }

    fn draw(self: &Rc<Self>, props: &PageProps<Self>, wish: &Callback<Wish>) -> Html {
        super::draw(self, props, wish)
    }

    fn begin(self: &Rc<Self>) -> Kept {
        if !self.session.kept {
            go_to_named();
        }
        // Coupons open from here without a network, too.
        kept::mind("/coupons/");
        // The server has drawn it a while ago, or a long one.
        self.tell(Action::TimePassed(self.now()));
        if self.session.kept {
            self.tell(Action::NotListed { cut_off: true });
            self.refresh();
        }
        // What was typed before the page worked.
        let typed = document::element("store").as_ref().and_then(document::typed);
        if let Some(typed) = typed.filter(|typed| typed.trim() != self.state().store) {
            self.wish(Wish::Search(typed));
        }
        let life = self.clone();
        let looking = visibility::on_change(move |seen| {
            life.tell(Action::TimePassed(life.now()));
            if seen && life.now() - life.last_read.get() >= STALE {
                life.refresh();
            }
        });
        let life = self.clone();
        let network = network::on_change(move |online| {
            life.tell(Action::Network(online));
            if online {
                life.refresh();
            }
        });
        let life = self.clone();
        let typed = typing::on_typed("store", move |text| {
            let then = life.clone();
            let search = move || then.wish(Wish::Search(text));
            life.typing.replace(Some(clock::after(PAUSE, search)));
        });
        let life = self.clone();
        let traversed = history::on_traversed(move |path| life.come_to(&path));
        let life = self.clone();
        let back = history::on_way_to(Route::Wallet.path(), move || {
            let opened = life.state().opened.is_some();
            if opened {
                history::back();
            }
            opened
        });
        Box::new((looking, network, typed, traversed, back))
    }

    fn drawn(self: &Rc<Self>) -> Kept {
        let opened = self.state().opened.as_ref().map(|shown| shown.coupon.id.clone());
        if self.opened.replace(opened.clone()) != opened {
            self.follow(opened.is_some());
        }
        self.wait()
    }

    fn leave(&self) {
        self.reading.take();
        self.typing.take();
        self.ahead.leave();
    }
}

impl Life {
    /// What the page knows now.
    pub fn state(&self) -> Rc<State> {
        self.state.borrow().clone()
    }

    fn tell(&self, action: Action) {
        self.view.send_message(action);
    }

    fn now(&self) -> Moment {
        self.session.clock.now()
    }

    /// Looks at another list: what is known of it at once, and what the server says.
    fn look_for(self: &Rc<Self>, action: Action) {
        self.typing.take();
        // An answer to the older wish has no place any more.
        self.reading.take();
        let next = self.state().reduce(action.clone());
        let address = format!("{}{}", Route::Wallet.path(), next.query().query());
        document::replace_address(&address);
        self.tell(action);
        self.read(&next, next.query().query(), Place::First, next.coupons().is_some());
    }

    fn more(self: &Rc<Self>) {
        let state = self.state();
        match state.next_part() {
            Some(next) => self.read(&state, next.query(), Place::Behind, false),
            None => self.read(&state, state.query().query(), Place::First, false),
        }
    }

    /// Reads what is on the screen anew, as far as one answer has room for it.
    fn refresh(self: &Rc<Self>) {
        let state = self.state();
        let quiet = state.coupons().is_some();
        self.read(&state, state.query().query(), Place::First, quiet);
    }

    /// Reads a part of a list. A quiet read says nothing while it goes on.
    fn read(self: &Rc<Self>, state: &State, query: String, place: Place, quiet: bool) {
        let abort = Abort::new();
        let wanted = abort.as_ref().map(Abort::wanted);
        self.reading.replace(abort);
        let number = self.reads.get() + 1;
        self.reads.set(number);
        self.last_read.set(self.now());
        if !quiet {
            self.tell(Action::Asked);
        }
        let count = if place == Place::First { state.refreshed() } else { MAX_PAGE_SIZE };
        let mark = if query.is_empty() { '?' } else { '&' };
        let path = format!("/v1/wallet{query}{mark}count={count}");
        let life = self.clone();
        let late = clock::after(PATIENCE, {
            let life = self.clone();
            move || {
                if life.reads.get() == number {
                    life.reading.take();
                }
            }
        });
        self.session.caller.spawn(async move {
            let answer = client::get::<Wallet>(&life.session.caller, &path, wanted).await;
            drop(late);
            match answer {
                // A newer read has overtaken this one.
                _ if life.reads.get() != number => {}
                Ok(wallet) => life.tell(Action::Listed(wallet.into(), place)),
                Err(failure) => {
                    life.tell(Action::NotListed { cut_off: failure == Failure::Unknown });
                }
            }
        });
    }

    /// Opens a coupon in the page, where its codes are at hand.
    fn open(self: &Rc<Self>, id: &CouponId) {
        let to = Route::Coupon { id: id.clone() }.path();
        self.reduce(Action::TimePassed(self.now()));
        match self.state().openable(id) {
            Some(shown) if history::push(&to) => {
                let card = document::element(&card_id(id));
                self.left_at.set(card.map(|card| history::top_of(&card)));
                self.show(shown);
            }
            // Its codes have run out since it was drawn.
            _ => document::go(&to),
        }
    }

    fn show(&self, shown: CouponPage) {
        document::set_title(&format!("{} · {}", shown.coupon.title, self.mall));
        self.tell(Action::Opened(shown.coupon.id));
    }

    /// One went back or on within the document.
    fn come_to(self: &Rc<Self>, path: &str) {
        let state = self.state();
        match (Route::parse(path), &state.opened) {
            (Some(Route::Wallet), Some(shown)) => {
                self.closed.replace(Some(shown.coupon.id.clone()));
                let title = self.session.text().wallet_title;
                document::set_title(&format!("{title} · {}", self.mall));
                self.tell(Action::TimePassed(self.now()));
                self.tell(Action::Closed);
                // What became of it there is seen in the list.
                self.ask(shown.coupon.id.clone());
            }
            (Some(Route::Coupon { id }), None) => match state.openable(&id) {
                Some(shown) => self.show(shown),
                None => document::reload(),
            },
            _ => {}
        }
    }

    /// After a coupon was opened or closed: where the screen stands, and the focus.
    fn follow(self: &Rc<Self>, opened: bool) {
        if opened {
            history::scroll_to_top();
            document::focus_on("content");
            return;
        }
        let Some(id) = self.closed.take() else { return };
        let card = document::element(&card_id(&id));
        if let Some((card, top)) = card.zip(self.left_at.take()) {
            let life = self.clone();
            let stays = move || life.state().opened.is_none();
            self.session.caller.spawn(history::scroll_until(card, top, stays));
        }
        document::focus_on(&format!("show-{id}"));
    }

    /// What waits for the next change of what is drawn now: time, and the shopper coming near the end of the list.
    fn wait(self: &Rc<Self>) -> Kept {
        let state = self.state();
        let wait = (state.next_change() - self.now()).clamp(0, LONGEST_TIMER);
        let life = self.clone();
        let timer = clock::after(wait as u32, move || {
            life.tell(Action::TimePassed(life.now()));
            if life.state().cut_off && document::is_seen() {
                life.refresh();
            }
        });
        let near = state.next_part().is_some()
            && state.reading == Reading::Idle
            && state.opened.is_none()
            && !state.cut_off;
        let life = self.clone();
        let sight = near
            .then(|| self.places.more.cast())
            .flatten()
            .and_then(|place| sight::watch(&[place], NEAR, 0.0, Box::new(move |_| life.more())));
        self.watch_cards();
        Box::new((timer, sight))
    }
}

/// The id of a coupon's card.
pub fn card_id(id: &CouponId) -> String {
    format!("coupon-{id}")
}

/// Somebody who was sent to one coupon sees it, also where it is not among the first of the list.
fn go_to_named() {
    let named = document::fragment().filter(|name| document::element(name).is_none());
    let id = named.as_deref().and_then(|name| name.strip_prefix("coupon-"));
    if let Some(Ok(id)) = id.map(CouponId::parse) {
        document::go_instead(&Route::Coupon { id }.path());
    }
}
