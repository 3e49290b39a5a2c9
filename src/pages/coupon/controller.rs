//! The controller of the coupon page: its work with the server, the clock and the screen.
//!
//! While the page is visible it follows the coupon by server-sent events, and by requests where those
//! fail or are silent.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::rc::Rc;

use mall_contract::{CouponPage, Moment, Refusal};
use yew::{Callback, Html};

use super::state::{Action, State};
use super::view::{self, CodeCache, ViewContext};
use crate::api::client::{self, Failure};
use crate::host::clock::{self, Timer, device_ms};
use crate::host::event_stream::{self, EventStream, StreamEvent};
use crate::host::fetch::Abort;
use crate::host::wake_lock::{self, WakeLock};
use crate::host::{document, visibility};
use crate::pages::controller::{Controller, Subscription};
use crate::pages::store::Store;
use crate::session::{Clock, Session};
use crate::text::coupon::CouponText;

/// Time between two requests while the server sends no events.
const POLL_INTERVAL_MS: i64 = 3_000;

/// The server is asked after this long without an event: a phone does not notice every lost connection.
const MAX_SILENCE_MS: i64 = 30_000;

/// A request is given up after this time.
const RESPONSE_TIMEOUT_MS: i64 = 10_000;

/// The controller of the coupon page.
pub struct CouponController {
    store: Rc<Store<State>>,
    /// The server's clock, set by each response.
    clock: Cell<Clock>,
    codes: CodeCache,
    stream: RefCell<Option<EventStream>>,
    /// True if the server sends events.
    has_events: Cell<bool>,
    request: RefCell<Option<Request>>,
    /// The server time of the last response or event.
    last_response: Cell<Moment>,
    /// No request starts before this moment.
    next_request: Cell<Moment>,
    second_timer: RefCell<Option<Timer>>,
    wake_lock: RefCell<Option<WakeLock>>,
    /// Counts how often the page was shown and hidden, so that late responses can be told apart.
    epoch: Cell<u32>,
}

/// A request under way. It is cancelled when this is dropped.
struct Request {
    sent_at: Moment,
    _abort: Option<Abort>,
}

impl Controller for CouponController {
    type Page = CouponPage;
    type State = State;
    /// The page has no controls.
    type Intent = Infallible;

    fn open(page: &CouponPage, session: &Session) -> State {
        State::new(page, session.clock.now())
    }

    fn new(page: &CouponPage, store: Rc<Store<State>>) -> Self {
        Self {
            clock: store.session.clock.into(),
            store,
            codes: CodeCache::default(),
            stream: RefCell::default(),
            has_events: Cell::default(),
            request: RefCell::default(),
            last_response: page.server_time.into(),
            next_request: page.server_time.into(),
            second_timer: RefCell::default(),
            wake_lock: RefCell::default(),
            epoch: Cell::default(),
        }
    }

    fn store(&self) -> &Store<State> {
        &self.store
    }

    fn update(self: &Rc<Self>, action: Action) {
        let had_code = self.store.state().shows_code();
        self.store.reduce(action);
        let has_code = self.store.state().shows_code();
        if had_code && !has_code {
            self.wake_lock.take();
        } else if has_code && !had_code {
            self.keep_screen_on();
        }
    }

    fn perform(self: &Rc<Self>, intent: Infallible) {
        match intent {}
    }

    fn view(&self, _: &CouponPage, _: &Callback<Infallible>, is_live: bool) -> Html {
        let (state, session) = (&self.store.state(), &self.store.session);
        let text = CouponText::of(session.language);
        view::view(&ViewContext { state, text, session, codes: &self.codes, is_live })
    }

    fn subscribe(self: &Rc<Self>) -> Subscription {
        let session = &self.store.session;
        if session.is_offline_copy {
            let is_clock_lost = session.clock.is_lost();
            self.store.dispatch(if is_clock_lost { Action::ClockLost } else { Action::NoResponse });
        }
        self.resume();
        let this = self.clone();
        Box::new(visibility::on_change(move |visible| {
            this.pause();
            if visible {
                this.resume();
            }
        }))
    }

    fn destroy(&self) {
        self.pause();
    }
}

impl CouponController {
    /// Starts to follow the coupon: the page is visible.
    fn resume(self: &Rc<Self>) {
        let this = self.clone();
        self.second_timer.replace(Some(clock::every_second(move || this.tick())));
        let path = path(&self.store.state().page);
        let path = format!("{path}/events?lang={}", self.store.session.language.code());
        let this = self.clone();
        let on_event = move |event| match event {
            StreamEvent::Message(coupon) => {
                this.has_events.set(true);
                this.on_event(coupon);
            }
            // The browser may connect again by itself.
            StreamEvent::Disconnected => this.has_events.set(false),
        };
        let address = self.store.session.caller.address(&path);
        self.stream.replace(event_stream::open(&address, "coupon", on_event));
        // The first event is on its way.
        self.next_request.set(self.clock.get().now() + POLL_INTERVAL_MS);
        self.tick();
        if self.store.state().shows_code() {
            self.keep_screen_on();
        }
    }

    /// Stops all requests, and lets the screen go off: the page is hidden or gone.
    fn pause(&self) {
        self.epoch.set(self.epoch.get() + 1);
        self.has_events.set(false);
        self.second_timer.take();
        self.stream.take();
        self.request.take();
        self.wake_lock.take();
    }

    fn keep_screen_on(self: &Rc<Self>) {
        let is_paused = self.second_timer.borrow().is_none();
        if is_paused {
            return;
        }
        let (this, epoch) = (self.clone(), self.epoch.get());
        self.store.session.caller.spawn(async move {
            let lock = wake_lock::request().await;
            if this.epoch.get() == epoch && this.store.state().shows_code() {
                this.wake_lock.replace(lock);
            }
        });
    }

    fn tick(self: &Rc<Self>) {
        let now = self.clock.get().now();
        self.store.dispatch(Action::Tick(now));
        let is_late = |request: &Request| now >= request.sent_at + RESPONSE_TIMEOUT_MS;
        if self.request.borrow().as_ref().is_some_and(is_late) {
            self.request.take();
        }
        let state = self.store.state();
        let is_due = state.needs_codes()
            || state.unreachable
            || !self.has_events.get()
            || now >= self.last_response.get() + MAX_SILENCE_MS;
        if is_due && !state.is_over() && now >= self.next_request.get() {
            self.request(now);
        }
    }

    /// Takes a coupon from an event. The browser keeps only responses for use without a network, so a
    /// change is requested too.
    fn on_event(self: &Rc<Self>, coupon: CouponPage) {
        let status = |coupon: &CouponPage| (coupon.coupon.redemption, coupon.undone_at);
        let changed = status(&self.store.state().page) != status(&coupon);
        self.on_loaded(coupon);
        if changed {
            self.request(self.clock.get().now());
        }
    }

    fn on_loaded(&self, coupon: CouponPage) {
        self.last_response.set(coupon.server_time);
        self.next_request.set(coupon.server_time + POLL_INTERVAL_MS);
        self.clock.set(Clock::running(coupon.server_time, device_ms()));
        self.store.dispatch(Action::Loaded(coupon.into()));
    }

    /// Requests the coupon, unless a request is under way.
    fn request(self: &Rc<Self>, now: Moment) {
        if self.request.borrow().is_some() {
            return;
        }
        let abort = Abort::new();
        let signal = abort.as_ref().map(Abort::signal);
        self.request.replace(Some(Request { sent_at: now, _abort: abort }));
        self.next_request.set(now + POLL_INTERVAL_MS);
        let (this, epoch) = (self.clone(), self.epoch.get());
        let path = path(&self.store.state().page);
        self.store.session.caller.spawn(async move {
            let response = client::get(&this.store.session.caller, &path, signal).await;
            if this.epoch.get() != epoch {
                return;
            }
            this.request.take();
            match response {
                Ok(coupon) => this.on_loaded(coupon),
                Err(Failure::Refused(problem)) => this.on_refused(&problem.refusal),
                Err(Failure::Later(seconds)) => this.retry_after(seconds),
                Err(Failure::Unknown) => this.store.dispatch(Action::NoResponse),
            }
        });
    }

    fn on_refused(&self, refusal: &Refusal) {
        match refusal {
            Refusal::TooMany { retry_after } | Refusal::Busy { retry_after } => {
                self.retry_after(*retry_after);
            }
            // The coupon is no longer this shopper's, or this page is too old: the server's page gives the next step.
            Refusal::SessionMissing | Refusal::NotFound | Refusal::Unknown(_) => document::reload(),
            _ => self.store.dispatch(Action::NoResponse),
        }
    }

    fn retry_after(&self, seconds: u32) {
        self.next_request.set(self.clock.get().now() + 1000 * i64::from(seconds));
        self.store.dispatch(Action::NoResponse);
    }
}

/// Returns the path at which the server has the coupon.
fn path(coupon: &CouponPage) -> String {
    format!("/v1/coupons/{}", coupon.coupon.id)
}
